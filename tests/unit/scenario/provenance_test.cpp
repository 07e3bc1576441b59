#include "sim/scenario/yaml_parser.hpp"
#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

class Provenance : public testing::ScenarioFiles {
 protected:
  Scenario scenario() {
    write("sources.yaml", "- {name: F-L4, title: On lithography, published: 2026-03-13}\n");
    write("main.yaml",
          "chokepoint: 1\nname: test\nstart: 2022-01-01\nend: 2023-01-01\nsources: sources.yaml\n"
          "source: assumption\n"
          "parts:\n"
          "  - name: raw\n"
          "    kind: store\n"
          "    stock: {value: 5 lot, source: F-L4, range: [1 lot, 9 lot], why: as told}\n"
          "    yield: {uniform: [0.8, 1]}\n"
          "    inflow: {steps: [[2022-01-01, 1 lot/day]], range: [0.5, 2]}\n"
          "  - name: mid\n"
          "    kind: store\n"
          "    source: F-L4\n"
          "    stock: 3 lot\n");
    return read({.files = {"main.yaml"}, .sets = {"parts.mid.lead=2 months"}});
  }
};

TEST_F(Provenance, OfANumberIsItsSourceDateRangeAndPlace) {
  const Scenario s = scenario();
  const ResolvedValue* stock = s.resolved.find("parts.raw.stock");
  ASSERT_NE(stock, nullptr);
  EXPECT_EQ(stock->value, "5");
  EXPECT_EQ(stock->unit, "lot");
  EXPECT_EQ(stock->source, "F-L4");
  EXPECT_EQ(stock->as_of, "2026-03-13");
  EXPECT_EQ(stock->range, "1 to 9 lot");
  EXPECT_EQ(stock->why, "as told");
  EXPECT_FALSE(stock->inherited);
  EXPECT_EQ(s.resolved.place(*stock), "main.yaml:10");
}

TEST_F(Provenance, IsInheritedFromTheNearestSourceAbove) {
  const Scenario s = scenario();
  const ResolvedValue* near = s.resolved.find("parts.mid.stock");
  ASSERT_NE(near, nullptr);
  EXPECT_EQ(near->source, "F-L4");
  EXPECT_TRUE(near->inherited);
  EXPECT_EQ(s.resolved.find("parts.raw.yield")->source, "assumption");
}

TEST_F(Provenance, OfSettingsAndDefaultsSaysSo) {
  const Scenario s = scenario();
  const ResolvedValue* lead = s.resolved.find("parts.mid.lead");
  ASSERT_NE(lead, nullptr);
  EXPECT_EQ(lead->source, "command line");
  EXPECT_EQ(s.resolved.place(*lead), "--set 1:1");
  EXPECT_EQ(s.resolved.place(*s.resolved.find("parts.raw.lead")), "default");
}

TEST_F(Provenance, AScaleThatIsSetByHandNeedsNoRange) {
  write(
      "main.yaml",
      "chokepoint: 1\nname: test\nstart: 2022-01-01\nend: 2023-01-01\nsource: assumption\n"
      "parts:\n"
      "  - name: raw\n"
      "    kind: store\n"
      "    inflow: {steps: [[2022-01-01, 1 lot/day]], scale: {uniform: [0.5, 2]}, why: a guess}\n");
  const Scenario s = read({.files = {"main.yaml"}, .sets = {"parts.raw.inflow.scale=1.5"}});
  EXPECT_FALSE(s.resolved.find("parts.raw.inflow")->uncertain);
}

TEST_F(Provenance, CountsUncertainNumbersAndListsExogenousOnes) {
  const Scenario s = scenario();
  EXPECT_EQ(s.resolved.uncertain_count(), 1U);
  EXPECT_EQ(s.resolved.exogenous_list(),
            "parts.raw.inflow: steps of 1 date, in lot/day, source assumption, main.yaml:12\n");
}

TEST_F(Provenance, IsWrittenAsYamlThatTheReaderOfScenariosCanRead) {
  const std::string text = scenario().resolved.yaml();
  EXPECT_NE(text.find("  parts.raw.stock: {value: 5, unit: lot, range: 1 to 9 lot, source: F-L4, "
                      "as_of: 2026-03-13, why: as told, from: \"main.yaml:10\"}\n"),
            std::string::npos)
      << text;
  Diagnostics diagnostics;
  const auto tree = parse_yaml(text, 0, diagnostics);
  ASSERT_TRUE(tree) << diagnostics.text();
  EXPECT_EQ(diagnostics.text(), "");
  const Node* values = tree->find("values");
  ASSERT_NE(values, nullptr);
  EXPECT_EQ(values->members.size(), scenario().resolved.values().size());
}

TEST_F(Provenance, OfADocumentIsTheHashOfAllItsFilesAndSettings) {
  write_main(kParts);
  write("over.yaml", "end: 2024-01-01\n");
  Diagnostics diagnostics;
  const auto hash = [&](const LoadOptions& options) {
    return load_document(options, diagnostics).sha256();
  };
  const std::string plain = hash({{"main.yaml"}, {}});
  EXPECT_EQ(plain.size(), 64U);
  EXPECT_EQ(plain, hash({{"main.yaml"}, {}}));
  EXPECT_NE(plain, hash({{"main.yaml", "over.yaml"}, {}}));
  EXPECT_NE(plain, hash({{"main.yaml"}, {"seed=2"}}));
  write("main.yaml", std::string(kHead) + kParts + "# a comment\n");
  EXPECT_EQ(plain, hash({{"main.yaml"}, {}}));
}

}  // namespace
}  // namespace chokepoint
