#include "sim/record/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/record/example_result.hpp"
#include "tests/unit/record/measure_index.hpp"

namespace chokepoint {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::size_t kMonths = 24;

/// A world that grows by `a_month` GW in each month.
WorldFigures growing(double a_month) {
  WorldFigures figures;
  figures.years = {{12 * a_month, 12 * a_month, 100, 0, {{"cowos", 1}}},
                   {24 * a_month, 12 * a_month, 100, 0, {{"money", 1}}}};
  for (std::size_t m = 0; m < kMonths; ++m)
    figures.online.push_back(a_month * static_cast<double>(m + 1));
  figures.groups = {{"lab", "openai", {6 * a_month, 12 * a_month}}};
  figures.measures.assign(measure_count(), std::vector<double>(kMonths, 1.0));
  figures.stocked.assign(kMonths, 0.0);
  return figures;
}

Comparison of(std::vector<ComparedWorld> worlds) {
  Comparison comparison;
  comparison.set_table(models::compared_figures());
  for (std::size_t s = 0; s < worlds.front().runs.size(); ++s)
    comparison.seeds.push_back(s + 1);
  comparison.start = date(2026, 1, 1);
  comparison.end = date(2028, 1, 1);
  comparison.years = {2026, 2027};
  for (std::size_t m = 0; m < kMonths; ++m)
    comparison.months.push_back(
        date(2026 + static_cast<int>(m / 12), static_cast<unsigned>(m % 12) + 1, 1));
  comparison.worlds = std::move(worlds);
  return comparison;
}

EventNote event(const std::string& name, const std::string& kind, double cost = 0) {
  return {name, kind, date(2026, 7, 1), std::nullopt, cost};
}

/// Base, stop, and the stop with something prepared; two seeds.
Comparison prepared(const std::string& kind, double cost, double stocked) {
  ComparedWorld base{"base", {"b.yaml"}, "", {growing(2), growing(4)}};
  ComparedWorld stop{"stop", {"b.yaml", "s.yaml"}, "", {growing(1), growing(1)}};
  ComparedWorld more{"more", {"b.yaml", "s.yaml", "p.yaml"}, "", {growing(2), growing(3)}};
  for (WorldFigures& run : stop.runs)
    run.events = {event("stop", "stop")};
  for (WorldFigures& run : more.runs) {
    run.events = {event("stop", "stop"), event("extra", kind, cost)};
    run.stocked[5] = stocked;
    run.stocked[6] = stocked / 2;
    run.stock_usd = 1e9;
  }
  return of({base, stop, more});
}

TEST(Comparison, APreparationIsWorthWhatItAddsOverWhatItCosts) {
  const std::vector<Preparation> found = preparations(prepared("stockpile", 3e9, 5000));
  ASSERT_EQ(found.size(), 1);
  // A GW a month more is 300 GW-months more: 25 GW-years; the other seed has twice that.
  EXPECT_DOUBLE_EQ(*found[0].unit_years.difference, 37.5);
  EXPECT_DOUBLE_EQ(*found[0].unit_years.difference_low, 25 + 0.05 * 25);
  EXPECT_DOUBLE_EQ(*found[0].unit_years.difference_high, 50 - 0.05 * 25);
  EXPECT_DOUBLE_EQ(found[0].cost_usd, 4e9);  // what is stated, and what was put aside
  EXPECT_DOUBLE_EQ(found[0].stocked, 5000);
  EXPECT_DOUBLE_EQ(*found[0].per_usd, 37.5 / 4);
  EXPECT_DOUBLE_EQ(*found[0].per_wafer, 37.5 / 5);
}

TEST(Comparison, WhatStocksNothingHasNoValueForAWafer) {
  const std::vector<Preparation> found = preparations(prepared("airlift", 3e9, 0));
  ASSERT_EQ(found.size(), 1);
  EXPECT_FALSE(found[0].per_wafer);
  const std::string text = comparison_text(prepared("airlift", 3e9, 0), {});
  EXPECT_THAT(text, HasSubstr("What each preparation brings"));
  // A thousandth of 37.5 for a thousand million, none for a wafer, and 4,000 million in all.
  EXPECT_THAT(text, testing::ContainsRegex("\\+9\\.4 +- +4,000"));
  EXPECT_THAT(text, HasSubstr(", never over, costs 3,000 million usd\n"));
}

TEST(Comparison, AnotherBlowIsNoPreparation) {
  for (const char* blow : {"stop", "hazard", "lane", "policy", "demand", "capital"})
    EXPECT_TRUE(preparations(prepared(blow, 0, 0)).empty()) << blow;
}

TEST(Comparison, EveryGroupHasItsDifferenceWithBoundsInEveryYear) {
  const nlohmann::json json = nlohmann::json::parse(comparison_json(prepared("airlift", 1, 0)));
  const auto& group = json.at("worlds").at(1).at("groups").at(0);
  EXPECT_EQ(group.at("name"), "openai");
  for (const auto& year : group.at("years")) {
    EXPECT_LT(year.at("difference"), 0);
    EXPECT_LT(year.at("difference_low"), year.at("difference"));
    EXPECT_LT(year.at("difference"), year.at("difference_high"));
  }
  const std::string text = comparison_text(prepared("airlift", 1, 0), {});
  // (6 - 12 + 6 - 24) / 2 in 2026, twice that in 2027, and a third is left.
  EXPECT_THAT(text, HasSubstr("openai"));
  EXPECT_THAT(text, HasSubstr("-12.0  -24.0"));
  EXPECT_THAT(text, HasSubstr("33 %"));
}

TEST(Comparison, OperatorsAndTheRestAddUpToWhatIsOnline) {
  WorldFigures figures = growing(1);  // 12 at the end of the first year, 24 of the second
  figures.groups = {{"lab", "openai", {12, 24}}, {"operator", "meta", {13, 25}}};
  add_rest(figures, "operator");
  add_rest(figures, "region");  // nobody is told by region
  ASSERT_EQ(figures.groups.size(), 3U);
  EXPECT_EQ(figures.groups[2].name, kLabsLessOperators);
  EXPECT_EQ(figures.groups[2].years, (std::vector<double>{-1, -1}));
  add_rest(figures, "operator");  // now they add up
  EXPECT_EQ(figures.groups.size(), 3U);
  const Comparison comparison = of({{"base", {"b.yaml"}, "", {figures, figures}},
                                    {"other", {"b.yaml", "o.yaml"}, "", {figures, figures}}});
  EXPECT_THAT(comparison_csv(comparison),
              HasSubstr("base,2027,online_by_operator,labs_less_operators,GW,-1,"));
  EXPECT_THAT(comparison_text(comparison, {}), Not(HasSubstr("labs_less_operators")));
}

TEST(Comparison, GroupsAreComparedByNameAndAreNothingWhereTheyAreNot) {
  // Names sort otherwise in each world, and each has one that the other has not.
  ComparedWorld base{"base", {"b.yaml"}, "", {growing(1), growing(1)}};
  ComparedWorld other{"other", {"b.yaml", "o.yaml"}, "", {growing(1), growing(1)}};
  for (WorldFigures& run : base.runs)
    run.groups = {{"lab", "mistral", {1, 2}}, {"lab", "openai", {10, 20}}};
  for (WorldFigures& run : other.runs)
    run.groups = {
        {"lab", "deepseek", {3, 4}}, {"lab", "openai", {10, 30}}, {"region", "x", {5, 6}}};
  // Only one seed has it: 0 in the other, a mean of 2.
  other.runs[1].groups.push_back({"region", "y", {4, 4}});
  const Comparison comparison = of({base, other});

  const nlohmann::json json = nlohmann::json::parse(comparison_json(comparison));
  const auto end_of = [&](std::size_t world) {
    std::vector<std::string> rows;
    for (const auto& group : json.at("worlds").at(world).at("groups")) {
      const auto& year = group.at("years").at(1);
      rows.push_back(group.at("by").get<std::string>() + " " + group.at("name").get<std::string>() +
                     " " + year.at("value").dump() + " " + year.at("difference").dump());
    }
    return rows;
  };
  EXPECT_THAT(end_of(0), testing::ElementsAre("lab mistral 2 null", "lab openai 20 null"));
  EXPECT_THAT(end_of(1), testing::ElementsAre("lab deepseek 4 4", "lab mistral 0 -2",
                                              "lab openai 30 10", "region x 6 6", "region y 2 2"));
  const std::string csv = comparison_csv(comparison);
  EXPECT_THAT(csv, HasSubstr("other,2027,online_by_lab,deepseek,GW,4,4,4,4,4,4\n"));
  EXPECT_THAT(csv, HasSubstr("other,2027,online_by_lab,mistral,GW,0,0,0,-2,-2,-2\n"));
  EXPECT_THAT(csv, HasSubstr("other,2027,online_by_lab,openai,GW,30,30,30,10,10,10\n"));
  EXPECT_THAT(csv, Not(HasSubstr("base,2027,online_by_lab,deepseek")));
  const std::string text = comparison_text(comparison, {});
  EXPECT_THAT(text, testing::ContainsRegex("deepseek +\\+3.0 +\\+4.0 +new\n"));
  EXPECT_THAT(text, testing::ContainsRegex("mistral +-1.0 +-2.0 +gone\n"));
  EXPECT_THAT(text, testing::ContainsRegex("openai +0 +\\+10.0 +150 %\n"));
}

TEST(Comparison, TheMonthsInWhichTheBindingConstraintSwitchesAreToldForBothWorlds) {
  Comparison comparison = prepared("airlift", 1, 0);
  comparison.worlds[0].runs[0].binding_changes = {{date(2026, 3, 1), "cowos", "money"}};
  comparison.worlds[1].runs[0].binding_changes = {{date(2026, 3, 1), "cowos", "money"},
                                                  {date(2027, 2, 1), "money", "turbines", true}};
  const std::string text = comparison_text(comparison, {});
  EXPECT_THAT(text,
              HasSubstr("  2026-03  cowos -> money                          cowos -> money\n"));
  EXPECT_THAT(text,
              HasSubstr("  2027-02                                          money ~> turbines\n"));
  const nlohmann::json json = nlohmann::json::parse(comparison_json(comparison));
  EXPECT_EQ(json.at("worlds").at(1).at("binding_changes").at(1).at("month"), "2027-02-01");
  EXPECT_EQ(json.at("worlds").at(1).at("binding_changes").at(1).at("to"), "turbines");
}

TEST(Comparison, AWorldInWhichNothingDiffersIsToldSo) {
  Comparison comparison = prepared("airlift", 1, 0);
  const auto told = [&](const std::vector<const char*>& fingerprints) {
    for (std::size_t w = 0; w < comparison.worlds.size(); ++w) {
      for (WorldFigures& run : comparison.worlds[w].runs)
        run.fingerprint = fingerprints.at(w);
    }
    return comparison_text(comparison, {.width = 200});
  };
  ASSERT_EQ(comparison.worlds.size(), 3U);
  EXPECT_THAT(told({"a", "b", "c"}), Not(HasSubstr("Nothing differs")));
  EXPECT_THAT(told({"a", "a", "c"}),
              HasSubstr("Nothing differs from base, order by order: what is laid on it strikes "
                        "nothing that was made, ordered or on its way.\n"));
  EXPECT_THAT(told({"a", "b", "b"}), HasSubstr("Nothing differs from " + comparison.worlds[1].name +
                                               ", order by order.\n"));
}

TEST(Comparison, EverySwitchOfAMonthIsTold) {
  Comparison comparison = prepared("airlift", 1, 0);
  comparison.worlds[0].runs[0].binding_changes = {{date(2026, 3, 1), "cowos", "money"},
                                                  {date(2026, 3, 1), "money", "turbines"}};
  comparison.worlds[1].runs[0].binding_changes = {{date(2026, 3, 1), "cowos", "gear"}};
  for (const int width : {80, 120}) {
    const std::string text = comparison_text(comparison, {.width = width});
    for (const char* change : {"cowos -> money", "money -> turbines", "cowos -> gear"})
      EXPECT_THAT(text, HasSubstr(change)) << width;
  }
}

TEST(Comparison, WhatTheBaseDoesNotHaveIsNoReturn) {
  Comparison comparison = prepared("airlift", 1, 0);
  const std::size_t tools = index_of("euv_tools");
  for (WorldFigures& run : comparison.worlds[1].runs) {
    for (std::size_t m = 10; m < kMonths; ++m)
      run.measures[tools][m] = 0.1;
  }
  // The base makes none at the end, for its books are not closed.
  for (ComparedWorld& world : comparison.worlds) {
    for (WorldFigures& run : world.runs) {
      for (std::size_t m = kMonths - 6; m < kMonths; ++m)
        run.measures[tools][m] = 0;
    }
  }
  const std::vector<Shortage> found = shortages(comparison, 1);
  const auto shortage = std::find_if(found.begin(), found.end(),
                                     [&](const Shortage& s) { return s.measure == tools; });
  ASSERT_NE(shortage, found.end());
  EXPECT_EQ(shortage->first, 10);
  EXPECT_FALSE(shortage->last);
}

TEST(Comparison, WhatWaitsForAPartIsToldInGwAndIsNoShortage) {
  Comparison comparison = prepared("airlift", 1, 0);
  const std::size_t waiting = index_of("awaiting_replacement");
  for (WorldFigures& run : comparison.worlds[1].runs)
    run.measures[waiting].assign(kMonths, 0.25);
  for (const Shortage& shortage : shortages(comparison, 1))
    EXPECT_NE(shortage.measure, waiting);
  EXPECT_THAT(comparison_text(comparison, {}),
              HasSubstr("compute that waits for a new part, GW        0.25  0.25"));
}

}  // namespace
}  // namespace chokepoint
