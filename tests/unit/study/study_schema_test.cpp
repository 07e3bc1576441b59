// The printed schema of studies and the loader come from the same declarations; here they judge the
// same studies.

#include <filesystem>
#include <fstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <gtest/gtest.h>

#include "sim/scenario/registry.hpp"
#include "sim/scenario/yaml_parser.hpp"
#include "sim/study/study.hpp"
#include "tests/support/node_json.hpp"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = CHOKEPOINT_SOURCE_DIR;

std::string text_in(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class StudySchema : public ::testing::Test {
 protected:
  void SetUp() override {
    json_ = nlohmann::json::parse(json_schema(study_keys(), "A study"));
    valijson::adapters::NlohmannJsonAdapter adapter(json_);
    valijson::SchemaParser().populateSchema(adapter, schema_);
  }
  bool accepts(const std::string& text) {
    Diagnostics diagnostics;
    const nlohmann::json document = testing::to_json(*parse_yaml(text, 0, diagnostics));
    valijson::adapters::NlohmannJsonAdapter adapter(document);
    return valijson::Validator().validate(schema_, adapter, nullptr);
  }
  static bool loads(const std::string& text) {
    const fs::path file =
        fs::temp_directory_path() / ("chokepoint-study-" + std::to_string(::getpid()) + ".yaml");
    std::ofstream(file) << text;
    try {
      static_cast<void>(load_study(file));
      fs::remove(file);
      return true;
    } catch (const ScenarioError&) {
      fs::remove(file);
      return false;
    }
  }

 private:
  nlohmann::json json_;
  valijson::Schema schema_;
};

TEST_F(StudySchema, AcceptsEveryStudyThatIsShipped) {
  int studies = 0;
  for (const fs::path& folder : {kSource / "scenarios/studies", kSource / "tests/studies"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string text = text_in(entry.path());
      if (entry.path().extension() != ".yaml" || text.find("design:") == std::string::npos)
        continue;
      EXPECT_TRUE(accepts(text)) << entry.path();
      EXPECT_NO_THROW(static_cast<void>(load_study(entry.path()))) << entry.path();
      ++studies;
    }
  }
  EXPECT_GE(studies, 6);
}

TEST_F(StudySchema, RefusesWhatTheLoaderRefuses) {
  const std::string good =
      "chokepoint: 1\nname: s\nbase: b.yaml\ndesign: {kind: grid}\n"
      "factors: [{name: a, path: parts.a.rate, levels: [1 lot/day, 2 lot/day]}]\n";
  EXPECT_TRUE(accepts(good));
  EXPECT_TRUE(loads(good));
  const auto refused = [&](const std::string& old, const std::string& now) {
    std::string text = good;
    text.replace(text.find(old), old.size(), now);
    EXPECT_FALSE(accepts(text)) << text;
    EXPECT_FALSE(loads(text)) << text;
  };
  refused("kind: grid", "kind: gird");
  refused("base: b.yaml\n", "");
  refused("name: a,", "nam: a,");
  refused("name: a,", "name: 7a,");
  refused("levels: [1 lot/day, 2 lot/day]", "levels: []");
  refused("levels: [1 lot/day, 2 lot/day]", "levels: [{a: 1}]");
  refused("design:", "replications: 0\ndesign:");
  refused("design:", "block: many\ndesign:");
  refused("design:", "common_random_numbers: perhaps\ndesign:");
}

}  // namespace
}  // namespace chokepoint
