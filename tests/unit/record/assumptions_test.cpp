// Every number of a scenario: how far it is trusted, in which order, and what has no source.

#include "sim/record/assumptions.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/csv_table.hpp"
#include "tests/unit/scenario/files.hpp"

namespace chokepoint {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

class AssumptionsTest : public testing::ScenarioFiles {
 protected:
  static constexpr const char* kHeadWithSources =
      "chokepoint: 1\nname: test\nstart: 2022-01-01\nend: 2023-01-01\nsource: assumption\n"
      "sources:\n"
      "  - {name: filing, title: t, published: 2024-05, kind: primary}\n"
      "  - {name: news, title: t, published: 2023}\n"
      "  - {name: grid, title: t, published: 2026, kind: convention}\n";

  Scenario gates(const std::string& entries) {
    write("main.yaml", kHeadWithSources + std::string("parts:\n") + entries);
    return read({.files = {"main.yaml"}, .sets = {}}, {.deterministic = true});
  }
  static std::string gate(const std::string& name, const std::string& rate) {
    return "  - {name: " + name +
           "_in, kind: store, stock: {value: 1 lot, source: grid}}\n  - {name: " + name +
           "_out, kind: store, stock: {value: 1 lot, source: grid}}\n  - {name: " + name +
           ", kind: gate, rate: " + rate + ", from: " + name + "_in, to: " + name + "_out}\n";
  }
  /// Names of the gates in the order of their rates.
  static std::vector<std::string> order(const std::vector<Assumption>& rows) {
    std::vector<std::string> names;
    for (const Assumption& row : rows) {
      const std::string& path = row.value->path;
      if (path.ends_with(".rate"))
        names.push_back(path.substr(6, path.size() - 11));
    }
    return names;
  }
  static const Assumption& row(const std::vector<Assumption>& rows, const std::string& path) {
    for (const Assumption& row : rows) {
      if (row.value->path == path)
        return row;
    }
    throw std::out_of_range(path);
  }
};

TEST_F(AssumptionsTest, ConfidenceFollowsFromTheSourceAndTheStepFromIt) {
  const Scenario scenario =
      gates(gate("a", "{value: 3 lot/day, range: [1 lot/day, 4 lot/day], why: a guess}") +
            gate("b", "{value: 3 lot/day, source: news}") +
            gate("c", "{value: 3 lot/day, source: filing}") +
            gate("d", "{value: 3 lot/day, source: filing, why: half of what it says}"));
  const auto rows = assumptions_of(scenario.resolved);
  EXPECT_EQ(row(rows, "parts.a.rate").confidence, Confidence::assumption);
  EXPECT_EQ(row(rows, "parts.b.rate").confidence, Confidence::secondary);
  EXPECT_EQ(row(rows, "parts.c.rate").confidence, Confidence::primary);
  EXPECT_EQ(row(rows, "parts.d.rate").confidence, Confidence::derived);
  EXPECT_EQ(row(rows, "parts.a_in.stock").confidence, Confidence::convention);
  EXPECT_EQ(row(rows, "parts.c.rate").value->as_of, "2024-05");
  EXPECT_EQ(row(rows, "parts.a.rate").value->as_of, "");
}

TEST_F(AssumptionsTest, TheWidestAssumptionComesFirst) {
  const Scenario scenario =
      gates(gate("narrow", "{value: 3 lot/day, range: [2 lot/day, 4 lot/day], why: w}") +
            gate("sourced", "{value: 3 lot/day, range: [1 lot/day, 99 lot/day], source: news}") +
            gate("wide", "{value: 3 lot/day, range: [1 lot/day, 5 lot/day], why: w}"));
  const auto rows = assumptions_of(scenario.resolved);
  EXPECT_THAT(order(rows), ElementsAre("wide", "narrow", "sourced"));
  EXPECT_DOUBLE_EQ(*row(rows, "parts.wide.rate").width, (5.0 - 1.0) / 3.0);
  EXPECT_DOUBLE_EQ(*row(rows, "parts.sourced.rate").width, (99.0 - 1.0) / 50.0);
}

TEST_F(AssumptionsTest, TheRangeOfWhatIsDrawnIsItsInnerEightyPercent) {
  const Scenario scenario = gates(gate("a", "{uniform: [10 lot/day, 20 lot/day], why: w}"));
  const auto rows = assumptions_of(scenario.resolved);
  EXPECT_DOUBLE_EQ(*row(rows, "parts.a.rate").value->low, 11);
  EXPECT_DOUBLE_EQ(*row(rows, "parts.a.rate").value->high, 19);
}

TEST_F(AssumptionsTest, ARankingComesBeforeWidths) {
  const Scenario scenario =
      gates(gate("a", "{value: 3 lot/day, range: [2 lot/day, 4 lot/day], why: w}") +
            gate("b", "{value: 3 lot/day, source: news}") +
            gate("c", "{value: 3 lot/day, range: [1 lot/day, 9 lot/day], why: w}"));
  write("ranked.csv", "rank,path,total\n1,parts.b.rate,0.7\n2,parts.a.rate,0.1\n");
  const Ranking ranking = read_ranking("ranked.csv", scenario.resolved);
  const auto rows = assumptions_of(scenario.resolved, ranking);
  EXPECT_THAT(order(rows), ElementsAre("b", "a", "c"));
  EXPECT_EQ(row(rows, "parts.b.rate").total, 0.7);
  EXPECT_EQ(row(rows, "parts.c.rate").total, std::nullopt);
}

TEST_F(AssumptionsTest, AnIndexIsShownWithItsIntervalWhereTheRankingHasIt) {
  const Scenario scenario = gates(gate("a", "{value: 3 lot/day, source: news}") +
                                  gate("b", "{value: 3 lot/day, source: news}"));
  write("ranked.csv",
        "path,total,total_low,total_high\nparts.a.rate,0.5,0.25,0.75\nparts.b.rate,0.125,,\n");
  const auto rows =
      assumptions_of(scenario.resolved, read_ranking("ranked.csv", scenario.resolved));
  EXPECT_THAT(assumptions_text("s", rows), HasSubstr("\n0.500 (0.250 to 0.750)  "));
  EXPECT_THAT(assumptions_text("s", rows), HasSubstr("\n0.125 "));
  EXPECT_THAT(assumptions_csv(rows, scenario.resolved), HasSubstr(",0.5,0.25,0.75,"));
  EXPECT_THAT(assumptions_json("s", rows, scenario.resolved), HasSubstr("\"total_high\": 0.75"));
}

TEST_F(AssumptionsTest, ARankingThatDoesNotFitIsRefusedByLine) {
  const Scenario scenario = gates(gate("press", "{value: 3 lot/day, source: news}"));
  const auto complaint = [&](const std::string& text) -> std::string {
    write("ranked.csv", text);
    try {
      (void)read_ranking("ranked.csv", scenario.resolved);
    } catch (const ScenarioError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(
      complaint("path,total\nparts.pres.rate,1\n"),
      HasSubstr("ranked.csv:2:1: path: expected the path of a number of the scenario, found "
                "'parts.pres.rate'; did you mean 'parts.press.rate'?"));
  EXPECT_THAT(complaint("path,total\nparts.press.rate,big\n"),
              HasSubstr("ranked.csv:2:18: total: expected a number, found 'big'"));
  EXPECT_THAT(complaint("path,total,total_low,total_high\nparts.press.rate,1,big,2\n"),
              HasSubstr("ranked.csv:2:20: total_low: expected a number, found 'big'"));
  EXPECT_THAT(complaint("path,total\nparts.press.rate,1\nparts.press.rate,2\n"),
              HasSubstr("ranked.csv:3:1: path: expected each path once"));
  EXPECT_THAT(complaint("path,index\nparts.press.rate,1\n"),
              HasSubstr("ranked.csv:1:1: columns: expected a column 'path' and a column 'total'"));
}

TEST_F(AssumptionsTest, NumbersAreCountedByKind) {
  const Scenario scenario =
      gates(gate("a", "{value: 3 lot/day, range: [2 lot/day, 4 lot/day], why: w}") +
            gate("b", "{value: 3 lot/day, source: news}"));
  static const NumberKind rates{"rate", "how fast"};
  auto rows = assumptions_of(scenario.resolved, {}, [](std::string_view path) {
    return path.ends_with(".rate") ? &rates : nullptr;
  });
  const auto shares = shares_by_kind(rows);
  ASSERT_EQ(shares.size(), 1U);
  EXPECT_EQ(shares[0].kind->name, "rate");
  EXPECT_EQ(shares[0].share.numbers, 2U);
  EXPECT_EQ(shares[0].share.unsourced, 1U);
  EXPECT_THAT(assumptions_csv(rows, scenario.resolved),
              HasSubstr(",assumption,,,,rate,main.yaml:"));
}

TEST_F(AssumptionsTest, WhatIsSaidOfSeveralInTheSameWordsIsOneStatement) {
  const std::string same = "{value: 3 lot/day, range: [2 lot/day, 4 lot/day], why: w}";
  const Scenario scenario =
      gates(gate("a", same) + gate("b", same) +
            gate("c", "{value: 3 lot/day, range: [2 lot/day, 4 lot/day], why: another reason}") +
            gate("d", "{value: 3 lot/day, range: [2 lot/day, 5 lot/day], why: w}") +
            gate("e", "{value: 2 lot/day, range: [2 lot/day, 4 lot/day], why: w}") +
            gate("f", "{value: 3 lot/day, source: news, why: w}"));
  auto rows = assumptions_of(scenario.resolved);
  std::erase_if(rows, [](const Assumption& one) { return !one.value->path.ends_with(".rate"); });
  ASSERT_EQ(rows.size(), 6U);
  const SourcedShare share = sourced_share(statements_of(rows));
  EXPECT_EQ(share.numbers, 5U);
  EXPECT_EQ(share.unsourced, 4U);
}

TEST_F(AssumptionsTest, RulesThatNobodyCouldPublishAreCountedApart) {
  const Scenario scenario =
      gates(gate("a", "{value: 3 lot/day, range: [2 lot/day, 4 lot/day], why: w}") +
            gate("b", "{value: 3 lot/day, source: news}"));
  static const NumberKind rule{"rule", "in somebody's head", false};
  static const NumberKind fact{"fact", "somebody knows"};
  auto rows = assumptions_of(scenario.resolved, {}, [](std::string_view path) {
    return path == "parts.a.rate" ? &rule : path == "parts.b.rate" ? &fact : nullptr;
  });
  std::erase_if(rows, [](const Assumption& one) { return !one.value->from_file; });
  EXPECT_THAT(
      assumptions_text("test", rows),
      HasSubstr(
          "\n0 of 1 statements that somebody could publish are unsourced: 0.0 %\n"
          "1 of 2 statements, each counted once however many firms it is said of, "
          "are unsourced: 50.0 %\n0 of 1 numbers of what is in the world are unsourced: 0.0 %; "
          "with 1 rules by which somebody decides, 1 of 2 numbers are unsourced: 50.0 % ("));
  const auto json = nlohmann::json::parse(assumptions_json("test", rows, scenario.resolved));
  EXPECT_EQ(json["counted_without_rules"], 1);
  EXPECT_EQ(json["unsourced_without_rules"], 0);
  EXPECT_EQ(json["statements"], 2);
  EXPECT_EQ(json["publishable_statements"], 1);
  EXPECT_EQ(json["unsourced_publishable_statements"], 0);
  EXPECT_EQ(json["kinds"][0]["kind"], "rule");
  EXPECT_EQ(json["kinds"][0]["publishable"], false);
}

TEST_F(AssumptionsTest, TheLastLineSaysWhatHasNoSource) {
  const Scenario scenario =
      gates(gate("a", "{value: 3 lot/day, range: [2 lot/day, 4 lot/day], why: w}") +
            gate("b", "{value: 3 lot/day, source: news}") +
            gate("c", "{value: 3 lot/day, source: filing}"));
  auto rows = assumptions_of(scenario.resolved);
  // Defaults of the keys of parts are nobody's numbers, too.
  const SourcedShare share = sourced_share(rows);
  std::size_t defaults = 0;
  for (const Assumption& one : rows)
    defaults += one.value->from_file ? 0U : 1U;
  EXPECT_EQ(share.conventions, 6U);
  EXPECT_EQ(share.unsourced, 1 + defaults);
  EXPECT_EQ(share.numbers, 3 + defaults);
  EXPECT_EQ(rows.size(), share.numbers + share.conventions);
  std::erase_if(rows, [](const Assumption& one) { return !one.value->from_file; });
  EXPECT_THAT(assumptions_text("test", rows),
              EndsWith("1 of 3 numbers of what is in the world are unsourced: 33.3 % (6 "
                       "conventions are not counted)\n"));
  const auto json = nlohmann::json::parse(assumptions_json("test", rows, scenario.resolved));
  EXPECT_EQ(json["unsourced"], 1);
  EXPECT_EQ(json["numbers"].size(), 9U);
  EXPECT_EQ(json["numbers"][0]["path"], "parts.a.rate");
  EXPECT_EQ(json["numbers"][0]["as_of"], "");
  EXPECT_THAT(
      assumptions_csv(rows, scenario.resolved),
      HasSubstr("\nparts.c.rate,3,lot/day,,,lot/day,,,filing,2024-05,primary,,,,,main.yaml:"));
}

}  // namespace
}  // namespace chokepoint
