// Every number of the baseline can be traced: to a source or to a reason.

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

const Resolved& resolved() {
  return baseline().scenario.resolved;
}

TEST(Sources, EveryAssumptionSaysWhy) {
  for (const ResolvedValue& value : resolved().values()) {
    if (value.from_file && !value.unit.empty() && value.source == "assumption") {
      EXPECT_FALSE(value.why.empty()) << value.path;
    }
  }
}

/// Names of the form F-L4, PD-G16, S30 in a text.
std::set<std::string> source_names_in(const std::string& text) {
  static const std::regex name(R"(\b(F-[A-Z]\d+|PD-[A-Z]\d+|S\d{1,3})\b)");
  const std::sregex_iterator begin(text.begin(), text.end(), name);
  std::set<std::string> names;
  for (auto match = begin; match != std::sregex_iterator(); ++match)
    names.insert(match->str());
  return names;
}

TEST(Sources, EveryKindOfActorIsCovered) {
  const Registry registry = world_registry();
  std::set<std::string> kinds;
  for (const Registry::Kind& kind : registry.kinds()) {
    if (kind.section == "actors")
      kinds.insert(kind.name);
  }
  for (const Scenario::Entry& entry : baseline().scenario.entries) {
    const auto is_own = [&](const ResolvedValue& value) {
      return value.path.rfind("actors." + entry.name + ".", 0) == 0 && !value.unit.empty() &&
             value.from_file;
    };
    const auto& values = resolved().values();
    EXPECT_TRUE(std::any_of(values.begin(), values.end(), is_own)) << entry.name;
    kinds.erase(entry.kind);
  }
  EXPECT_TRUE(kinds.empty()) << *kinds.begin() << " is in no scenario that is tested";
}

TEST(Sources, EverySourceNamedAnywhereIsInTheTableAndEveryEntryIsNamedSomewhere) {
  std::set<std::string> named{"bookkeeping", "question", "resolution"};
  const auto see = [&](const std::filesystem::path& folder, const std::string& extension) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == extension && entry.path().filename() != "sources.yaml")
        named.merge(source_names_in(content(entry.path())));
    }
  };
  see(repository() / "scenarios", ".yaml");
  see(repository() / "scenarios" / "data", ".csv");
  see(repository() / "docs", ".md");
  named.merge(source_names_in(content(repository() / "README.md")));
  std::set<std::string> table;
  for (const std::string& name : baseline().document.sources().names()) {
    if (name != "textbook" && name != "assumption" && name != "command line")
      table.insert(name);
  }
  EXPECT_EQ(named, table);
}

}  // namespace
}  // namespace chokepoint::models
