#include "tools/report/ribbon.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chokepoint::tools {
namespace {

Date month(unsigned m) {
  return Date{std::chrono::year{2022}, std::chrono::month{m}, std::chrono::day{1}};
}

BottleneckRow row(unsigned m, const char* constraint, double share, const char* root) {
  return {.month = month(m),
          .constraint = constraint,
          .proximate_share = share,
          .root = root,
          .root_share = share};
}

/// One year; in January 3 GW became short, in February 1, then nothing did.
RunResult run() {
  RunResult result;
  result.years = {{.year = 2022, .demand_gw = 10, .shares = {{"a", 0.75}, {"b", 0.25}}}};
  result.series = {{.series = "fell_behind", .points = {{month(1), 3}, {month(2), 1}}},
                   {.series = "unmet", .points = {{month(1), 1}, {month(2), 2}, {month(5), 4}}},
                   {.series = "demand", .points = {{month(1), 5}, {month(12), 10}}}};
  result.bottlenecks = {row(1, "a", 1, "decision"), row(2, "b", 1, "money"),
                        row(5, "b", 1, "money")};
  return result;
}

TEST(Ribbon, AQuarterWeighsItsMonthsByWhatBecameShort) {
  const Ribbon ribbon = ribbon_of(run());
  ASSERT_EQ(ribbon.quarters.size(), 4U);
  const RibbonRow* const a = row_of(ribbon, "a");
  const RibbonRow* const b = row_of(ribbon, "b");
  ASSERT_TRUE(a && b);
  EXPECT_DOUBLE_EQ(a->cells[0].share, 0.75);
  EXPECT_DOUBLE_EQ(b->cells[0].share, 0.25);
  EXPECT_DOUBLE_EQ(a->cells[0].roots.at("decision"), 0.75);
  EXPECT_DOUBLE_EQ(a->total, 0.75);
}

TEST(Ribbon, AQuarterInWhichNothingBecameShortIsEmpty) {
  const Ribbon ribbon = ribbon_of(run());
  EXPECT_EQ(row_of(ribbon, "b")->cells[1].share, 0);
  EXPECT_TRUE(ribbon.of[1].empty());
  EXPECT_DOUBLE_EQ(ribbon.unmet[1], 4);
}

TEST(Ribbon, WhereTheBacklogHardlyGrewMonthsCountByWhatWasUnmet) {
  RunResult result = run();
  result.series[0].points = {{month(1), 0.1}, {month(2), 0.05}};  // 1.5 % of the growth of demand
  const Ribbon ribbon = ribbon_of(result);
  EXPECT_NEAR(row_of(ribbon, "a")->cells[0].share, 1.0 / 3, 1e-12);
  EXPECT_DOUBLE_EQ(row_of(ribbon, "b")->cells[1].share, 1);
}

TEST(Ribbon, OnlyTheLargestOfAYearHaveAColour) {
  const Ribbon ribbon = ribbon_of(run());
  EXPECT_EQ(row_of(ribbon, "a")->colour, 1U);
  EXPECT_EQ(row_of(ribbon, "b")->colour, 0U);
}

TEST(Ribbon, WithoutMonthlySharesThereIsNone) {
  EXPECT_TRUE(ribbon_of({}).rows.empty());
}

}  // namespace
}  // namespace chokepoint::tools
