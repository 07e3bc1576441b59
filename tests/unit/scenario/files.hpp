#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "sim/scenario/registry.hpp"
#include "tests/support/scenario_kinds.hpp"

namespace chokepoint::testing {

/// A folder of its own for the scenario files of one test, which is also the working directory.
class ScenarioFiles : public ::testing::Test {
 protected:
  static constexpr const char* kHead =
      "chokepoint: 1\nname: test\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\n";
  static constexpr const char* kParts =
      "parts:\n"
      "  - {name: raw, kind: store, stock: 100 lot}\n"
      "  - {name: mid, kind: store}\n"
      "  - {name: press, kind: gate, rate: 10 lot/day, from: raw, to: mid}\n";

  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("chokepoint-scenario-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    std::filesystem::current_path(folder_);
  }
  void TearDown() override {
    std::filesystem::current_path("/");
    std::filesystem::remove_all(folder_);
  }

  static void write(const std::filesystem::path& name, const std::string& text) {
    if (name.has_parent_path())
      std::filesystem::create_directories(name.parent_path());
    std::ofstream(name, std::ios::binary) << text;
  }
  /// A scenario of the head and this text.
  static void write_main(const std::string& text) { write("main.yaml", kHead + text); }

  static Scenario read(const LoadOptions& options, const SampleOptions& sampling = {}) {
    Diagnostics diagnostics;
    const Document document = load_document(options, diagnostics);
    Scenario scenario = read_scenario(document, scenario_kinds(), sampling, diagnostics);
    EXPECT_EQ(diagnostics.text(), "");
    return scenario;
  }
  static Scenario read_main(const SampleOptions& sampling = {}) {
    return read({.files = {"main.yaml"}, .sets = {}}, sampling);
  }

  template <class T>
  static const T& part(const Scenario& scenario, const std::string& name) {
    for (const Scenario::Entry& entry : scenario.entries) {
      if (entry.name == name)
        return std::any_cast<const T&>(entry.value);
    }
    throw std::out_of_range(name);
  }

  std::filesystem::path folder_;
};

}  // namespace chokepoint::testing
