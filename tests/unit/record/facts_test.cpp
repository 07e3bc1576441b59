// Facts: how they are read, what class they have, and whether they hold.

#include "sim/record/facts.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/unit/record/example_result.hpp"
#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kSources =
    "- {name: F-L1, title: told, published: 2026}\n"
    "- {name: F-L10, title: told, published: 2026}\n";

class FactsTest : public testing::ScenarioFiles {
 protected:
  static std::string text(const std::string& entries) {
    return "chokepoint: 1\nsources: sources.yaml\nfacts:\n" + entries;
  }
  /// The facts of a file, or what is wrong with it.
  std::vector<Fact> facts(const std::string& entries) {
    write("sources.yaml", kSources);
    write("facts.yaml", text(entries));
    Diagnostics diagnostics;
    const Document document = load_document({.files = {"facts.yaml"}, .sets = {}}, diagnostics);
    std::vector<Fact> read = read_facts(document, diagnostics);
    problems = diagnostics.lines();
    return read;
  }
  std::vector<std::string> problems;
};

constexpr const char* kShipped =
    "  - {name: shipped, source: F-L1, states: tools shipped, unit: tool, says: [40, 50],\n"
    "     tolerance: 20 percent, read: {statistic: at, of: shipped, from: 2025-01-01}}\n";

TEST_F(FactsTest, PassWithinTheToleranceAroundWhatTheSourceSays) {
  const std::vector<Fact> read = facts(kShipped);
  EXPECT_THAT(problems, ElementsAre());
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].source, "F-L1");
  EXPECT_EQ(read[0].low, 32);
  EXPECT_EQ(read[0].high, 60);
  EXPECT_EQ(passes(read[0], {.number = 32, .unit = "tool"}), true);
  EXPECT_EQ(passes(read[0], {.number = 31.9, .unit = "tool"}), false);
  EXPECT_EQ(passes(read[0], {.number = 60, .unit = "tool"}), true);
  EXPECT_EQ(passes(read[0], {.number = 60.1, .unit = "tool"}), false);
  EXPECT_EQ(passes(read[0], {.missing = "never"}), std::nullopt);
}

TEST_F(FactsTest, NameTheFilesOfWhatWasObserved) {
  write("sources.yaml", kSources);
  const auto observed = [this](const char* files) {
    write("facts.yaml", "chokepoint: 1\nsources: sources.yaml\nobserved: \"" + std::string(files) +
                            "\"\nfacts:\n" + kShipped);
    Diagnostics diagnostics;
    const Document document = load_document({.files = {"facts.yaml"}, .sets = {}}, diagnostics);
    std::vector<std::string> names;
    (void)read_facts(document, diagnostics, &names);
    problems = diagnostics.lines();
    return names;
  };
  EXPECT_THAT(observed("data/a.csv,  b.csv"), ElementsAre("data/a.csv", "b.csv"));
  EXPECT_THAT(problems, ElementsAre());
  for (const char* outside : {"../a.csv", "/etc/passwd", "data/../../a.csv"}) {
    (void)observed(outside);
    EXPECT_THAT(problems, ElementsAre(::testing::HasSubstr("of this folder"))) << outside;
  }
}

TEST_F(FactsTest, OfDatesPassOnBothEnds) {
  const std::vector<Fact> read = facts(
      "  - {name: opens, source: F-L1, states: opens, not_before: 2027-07-01,\n"
      "     not_after: 2028-12-01, read: {statistic: first_above, of: x, from: 2025-01-01}}\n");
  EXPECT_THAT(problems, ElementsAre());
  EXPECT_EQ(passes(read.at(0), {.date = date(2027, 7, 1)}), true);
  EXPECT_EQ(passes(read.at(0), {.date = date(2027, 6, 1)}), false);
  EXPECT_EQ(passes(read.at(0), {.date = date(2028, 12, 1)}), true);
  EXPECT_EQ(passes(read.at(0), {.date = date(2029, 1, 1)}), false);
}

TEST_F(FactsTest, AreRefusedWithPlaceAndNearestName) {
  (void)facts(
      "  - {name: a, source: F-L1, states: s, says: [1], tolerance: 0,\n"
      "     read: {statistic: att, of: x, from: 2025-01-01}}\n"
      "  - {name: b, source: F-L2, states: s, not_modelled: none}\n"
      "  - {name: c, source: F-L1, states: s, not_modeled: none}\n"
      "  - {name: d, source: F-L1, states: s, read: {statistic: at, of: x, from: 2025-01-01}}\n");
  ASSERT_EQ(problems.size(), 4U);
  EXPECT_EQ(problems[0],
            "facts.yaml:5:24: facts.a.read.statistic: expected at, sum, mean, max, min, share, "
            "ratio, growth, quotient, first_above, leads, cause_leads, binding_share, root_share, "
            "root_leads, wait "
            "or refused, found 'att'; did you mean 'at'?");
  EXPECT_THAT(problems[1], HasSubstr("facts.yaml:6:23: facts.b.source: expected a name from the "
                                     "source table, found 'F-L2'; did you mean 'F-L1'?"));
  EXPECT_THAT(problems[2], HasSubstr("facts.yaml:7:40: facts.c.not_modeled: unknown key"));
  EXPECT_THAT(problems[2], HasSubstr("did you mean 'not_modelled'?"));
  EXPECT_THAT(problems[3], HasSubstr("facts.yaml:8:46: facts.d.read: expected what passes"));
}

TEST_F(FactsTest, StandInTheOrderOfTheirNumbersTestsOfTheWholeFirst) {
  std::string entries;
  for (const char* name : {"L10-a", "B1", "R10-x", "L2-b", "R2", "R1b", "Rest"})
    entries += std::string("  - {name: ") + name + ", source: F-L1, states: s, not_modelled: n}\n";
  std::vector<std::string> names;
  for (const Fact& fact : facts(entries))
    names.push_back(fact.name);
  EXPECT_THAT(names, ElementsAre("R1b", "R2", "R10-x", "B1", "L2-b", "L10-a", "Rest"));
}

/// A scenario's values, of which one cites F-L1 as said.
Resolved values_with(const std::string& source, const std::string& why) {
  Resolved resolved;
  resolved.use_files({"s.yaml"});
  resolved.add({.path = "actors.asml.capacity",
                .value = "46",
                .unit = "tool/year",
                .source = source,
                .why = why,
                .origin = {0, 7, 1}});
  return resolved;
}

TEST_F(FactsTest, ThatAValueOfTheScenarioCitesAreInputs) {
  const auto class_with = [&](const std::string& source, const std::string& why) {
    return classified(facts(kShipped), values_with(source, why)).at(0).fact_class;
  };
  EXPECT_EQ(class_with("assumption", "a guess"), FactClass::output);
  EXPECT_EQ(class_with("F-L1", ""), FactClass::input);
  EXPECT_EQ(class_with("assumption", "told so (F-L1)"), FactClass::input);
  EXPECT_EQ(class_with("F-L10", "of another fact (F-L10)"), FactClass::output);
  const FactRow row = classified(facts(kShipped), values_with("F-L1", "")).at(0);
  ASSERT_EQ(row.cited_by.size(), 1U);
  EXPECT_EQ(row.cited_by[0].path, "actors.asml.capacity");
  EXPECT_EQ(row.cited_by[0].place, "s.yaml:7");
  EXPECT_FALSE(row.cited_by[0].as_reason);
}

TEST_F(FactsTest, ThatAValueCitesASisterSourceOfAreInputs) {
  const std::string both =
      "  - {name: shipped, source: F-L1, told_also_by: \"F-L10, F-L2\", states: tools shipped,\n"
      "     unit: tool, says: [40], tolerance: 0, read: {statistic: at, of: shipped, from: "
      "2025-01-01}}\n";
  (void)facts(both);
  EXPECT_THAT(problems, ElementsAre(HasSubstr("facts.shipped.told_also_by: expected names from the "
                                              "source table, found 'F-L2'")));
  const std::string good = std::string(both).replace(both.find(", F-L2"), 6, "");
  const FactRow row = classified(facts(good), values_with("F-L10", "")).at(0);
  EXPECT_THAT(problems, ElementsAre());
  EXPECT_EQ(row.fact_class, FactClass::input);
  ASSERT_EQ(row.cited_by.size(), 1U);
  EXPECT_EQ(classified(facts(good), values_with("assumption", "")).at(0).fact_class,
            FactClass::output);
}

RunResult run_with(double tools) {
  RunResult run;
  run.start = date(2025, 1, 1);
  run.series = {{"shipped", "", "", "", "tool", 1, {{date(2025, 1, 1), tools}}}};
  return run;
}

TEST_F(FactsTest, AreReproducedOnlyAsOutputs) {
  FactRow output = classified(facts(kShipped), values_with("assumption", "")).at(0);
  output.readings = read_off({output}, run_with(45));
  EXPECT_EQ(output.holds(), true);
  EXPECT_TRUE(output.is_reproduced());
  FactRow input = classified(facts(kShipped), values_with("F-L1", "")).at(0);
  input.readings = read_off({input}, run_with(45));
  EXPECT_EQ(input.holds(), true);
  EXPECT_FALSE(input.is_reproduced());
}

TEST_F(FactsTest, HoldWithAProbabilityOverWorldsThatHaveAnAnswer) {
  FactRow row = classified(facts(kShipped), {}).at(0);
  for (const double tools : {10.0, 45.0, 50.0, 90.0})
    row.readings.push_back(read_off({row}, run_with(tools)).at(0));
  row.readings.push_back({.missing = "never"});
  EXPECT_EQ(row.probability(), 0.5);
  EXPECT_EQ(row.middle().number, 45);
}

TEST_F(FactsTest, AtBestGuessesStandBesideTheWorldsThatAreDrawn) {
  FactsReport report{.scenario = "world", .seed = 3, .deterministic = true, .worlds = 4};
  report.rows = classified(facts(kShipped), values_with("assumption", ""));
  FactRow& row = report.rows.at(0);
  row.readings = read_off({row}, run_with(45));
  for (const double tools : {10.0, 20.0, 50.0, 90.0})
    row.drawn.push_back(read_off({row}, run_with(tools)).at(0));
  EXPECT_EQ(row.probability(), 0.25);
  EXPECT_EQ(row.holds(), true);
  EXPECT_EQ(facts_text(report).substr(0, facts_text(report).find("output: no")),
            "world, best guesses beside seeds 3 to 6: the run in the middle, and in how many the "
            "fact holds\n"
            "\n"
            "fact     source  says      passes    run  verdict  median  holds in  class   what\n"
            "shipped  F-L1    40 to 50  32 to 60  45   holds    20      25 %      output  tools "
            "shipped (tool)\n"
            "\n"
            "1 facts: 1 outputs, of which 1 hold and so are reproduced; 0 inputs, of which 0 hold; "
            "0 not modelled.\n"
            "Of seeds 3 to 6, 0 outputs hold in half or more, 0 of them at best guesses.\n");
  const auto json = nlohmann::json::parse(facts_json(report)).at("facts").at(0);
  EXPECT_EQ(json.at("run"), 45);
  EXPECT_EQ(json.at("probability"), 0.25);
  EXPECT_EQ(json.at("drawn"), nlohmann::json({10, 20, 50, 90}));
}

TEST_F(FactsTest, AreNotComparedAcrossUnits) {
  const FactRow row = classified(facts(kShipped), {}).at(0);
  RunResult run = run_with(45);
  run.series[0].unit = "ktool";
  EXPECT_EQ(read_off({row}, run).at(0).missing, "the run counts it in ktool, the fact in tool");
}

TEST_F(FactsTest, AboutAnOverlayAreReadOffTheRunThatHasIt) {
  const std::string other =
      "  - {name: other, source: F-L1, states: s, unit: tool, says: [9], tolerance: 0, with: "
      "stop.yaml,\n"
      "     read: {statistic: at, of: shipped, from: 2025-01-01}}\n";
  const auto rows = classified(facts(kShipped + other), {});
  ASSERT_EQ(rows.size(), 2U);
  ASSERT_EQ(rows[0].fact.name, "other");
  EXPECT_THAT(overlays_of(rows), ElementsAre("stop.yaml"));
  std::vector<Reading> readings = read_off(rows, run_with(45));
  EXPECT_EQ(readings[0].number, std::nullopt);
  EXPECT_EQ(readings[0].missing, "about a run with stop.yaml");
  EXPECT_EQ(readings[1].number, 45);
  take_readings_with(rows, "stop.yaml", read_off(rows, run_with(9), "stop.yaml"), readings);
  EXPECT_EQ(readings[0].number, 9);
  EXPECT_EQ(readings[1].number, 45);
}

TEST_F(FactsTest, MayBeOverTheRunWithoutTheOverlay) {
  const std::string other =
      "  - {name: other, source: F-L1, states: s, at_most: 0.5, with: stop.yaml, over_without: "
      "true,\n"
      "     read: {statistic: at, of: shipped, from: 2025-01-01}}\n";
  const auto rows = classified(facts(other), {});
  const auto found = [&](double with, double without) {
    const RunResult base = run_with(without);
    return read_off(rows, run_with(with), "stop.yaml", &base).at(0);
  };
  EXPECT_EQ(found(9, 36).number, 0.25);
  EXPECT_EQ(passes(rows[0].fact, found(9, 36)), true);
  EXPECT_EQ(passes(rows[0].fact, found(27, 36)), false);
  EXPECT_EQ(found(9, 0).missing, "there is nothing in the run without the overlay");
}

TEST_F(FactsTest, MayBeWhatTheOverlayAdds) {
  const std::string other =
      "  - {name: other, source: F-L1, states: s, unit: tool, at_least: 3, with: stop.yaml,\n"
      "     less_without: true, read: {statistic: at, of: shipped, from: 2025-01-01}}\n";
  const auto rows = classified(facts(other), {});
  const auto found = [&](double with, double without) {
    const RunResult base = run_with(without);
    return read_off(rows, run_with(with), "stop.yaml", &base).at(0);
  };
  EXPECT_EQ(found(9, 5).number, 4);
  EXPECT_EQ(found(9, 5).unit, "tool");
  EXPECT_EQ(passes(rows[0].fact, found(9, 5)), true);
  EXPECT_EQ(passes(rows[0].fact, found(5, 9)), false);
}

/// A world of two years: in the first packaging led and EUV tools were short, in the second nothing
/// was missing.
RunResult world_with(const std::string& first) {
  RunResult result;
  YearSummary year{.year = 2030};
  year.shares = {{.constraint = first, .share = 0.6}, {.constraint = "power", .share = 0.4}};
  year.roots = {{.cause = "decision", .share = 0.7}, {.cause = "capacity", .share = 0.3}};
  result.years = {year, {.year = 2031}};
  result.matrix = {{.constraint = "euv_tools", .effect_year = 2031, .cause_year = 2030, .lost = 3},
                   {.constraint = first, .effect_year = 2030, .cause_year = 2030, .lost = 2}};
  return result;
}

TEST(LeadersTest, AreTheLargestByEffectByCauseAndByRoot) {
  const Leaders leaders = leaders_of(world_with("cowos"));
  EXPECT_THAT(leaders.first.at(2030), ElementsAre("cowos", "euv_tools", "decision"));
}

TEST(LeadersTest, AYearInWhichNothingWasShortIsThatOfDemand) {
  const Leaders leaders = leaders_of(world_with("cowos"));
  EXPECT_THAT(leaders.first.at(2031), ElementsAre("demand", "demand", "demand"));
}

TEST(LeadersTest, AreToldAsPartsOfTheWorlds) {
  const std::vector<Leaders> worlds = {leaders_of(world_with("cowos")),
                                       leaders_of(world_with("cowos")),
                                       leaders_of(world_with("gear"))};
  EXPECT_THAT(leaders_text(worlds), StartsWith("first of what came less in a year, % of worlds\n"
                                               "               2030  2031\n"
                                               "demand itself  ·     100\n"
                                               "cowos          67    ·\n"
                                               "gear           33    ·\n"));
  JsonText json;
  write_leaders(json, worlds);
  EXPECT_THAT(json.take(), HasSubstr("0.333"));
}

TEST_F(FactsTest, SayWhyTheyAreNotModelledOnlyWhereTheyCannotBeRead) {
  const std::vector<FactRow> rows = classified(
      facts("  - {name: a, source: F-L1, states: s, at_least: 1, not_modelled: no flash,\n"
            "     read: {statistic: at, of: x, from: 2025-01-01}}\n"
            "  - {name: b, source: F-L1, states: s, unit: tool, at_least: 1, not_modelled: no "
            "tools,\n"
            "     read: {statistic: at, of: shipped, from: 2025-01-01}}\n"),
      values_with("assumption", ""));
  const std::vector<Reading> readings = read_off(rows, run_with(45));
  EXPECT_EQ(readings.at(0).missing, "no flash");
  EXPECT_EQ(readings.at(1).number, 45);
}

TEST_F(FactsTest, ArePrintedAsATableAndAsJson) {
  FactsReport report;
  report.scenario = "world";
  report.seed = 7;
  report.rows = classified(
      facts(std::string(kShipped) +
            "  - {name: R1, source: F-L10, states: first, at_least: 0.5, read: {statistic: at, of: "
            "x, from: 2025-01-01}}\n"
            "  - {name: other, source: F-L10, states: none, not_modelled: left out}\n"),
      values_with("assumption", ""));
  const std::vector<Reading> readings = read_off(report.rows, run_with(45));
  for (std::size_t i = 0; i < readings.size(); ++i)
    report.rows[i].readings = {readings[i]};
  EXPECT_EQ(facts_text(report).substr(0, facts_text(report).find("output: no")),
            "world, seed 7\n"
            "\n"
            "fact     source  says      passes        run  verdict  class         what\n"
            "R1       F-L10             at least 0.5  -    -        not modelled  first: no series "
            "'x'\n"
            "other    F-L10                           -    -        not modelled  none: left out\n"
            "shipped  F-L1    40 to 50  32 to 60      45   holds    output        tools shipped "
            "(tool)\n"
            "\n"
            "3 facts: 1 outputs, of which 1 hold and so are reproduced; 0 inputs, of which 0 hold; "
            "2 not modelled.\n");
  const auto json = nlohmann::json::parse(facts_json(report));
  EXPECT_EQ(json.at("facts").at(2).at("run"), 45);
  EXPECT_EQ(json.at("facts").at(2).at("class"), "output");
  EXPECT_EQ(json.at("facts").at(2).at("reproduced"), true);
  EXPECT_TRUE(json.at("facts").at(1).at("holds").is_null());
}

TEST_F(FactsTest, OfNumbersBeyondAllPrefixesAreWrittenWithAnExponent) {
  FactsReport report;
  report.rows = classified(facts("  - {name: run, source: F-L1, states: largest run, unit: flop, "
                                 "says: [5e25], at_least: 1.67e25, at_most: 1.5e26, "
                                 "read: {statistic: at, of: training_run, from: 2023-12-01}}\n"),
                           values_with("assumption", ""));
  EXPECT_THAT(facts_text(report), HasSubstr("5.0e+25  1.7e+25 to 1.5e+26"));
}

}  // namespace
}  // namespace chokepoint
