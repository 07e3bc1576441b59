#include "sim/bound/varying_years.hpp"

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

/// Two years of two months, of which a plan has 100 each.
DatedBound of_rent(const std::vector<double>& rent, const std::vector<double>& more,
                   const std::vector<double>& less) {
  DatedBound bound{.value = 200, .level = {50, 50, 50, 50}};
  bound.rents.push_back({.constraint = "a", .by_month = rent, .more = more, .less = less});
  mark_varying_years(bound, {1, 1, 1, 1}, {1, 3});
  return bound;
}

TEST(VaryingYears, AreThoseInWhichARentIsOutsideBothReSolutions) {
  // Months may shift within a year.
  const DatedBound between = of_rent({40, 0, 0, 60}, {10, 20, 50, 10}, {25, 25, 35, 25});
  EXPECT_EQ(between.rents.front().varies, (std::vector<bool>{false, false}));
  // Two points outside: other limits take over, but nothing that tables tell of what binds.
  const DatedBound near = of_rent({22, 20, 30, 28}, {20, 20, 30, 30}, {20, 19, 30, 30});
  EXPECT_EQ(near.rents.front().varies, (std::vector<bool>{true, true}));
  EXPECT_EQ(near.undetermined, (std::vector<bool>{false, false}));
  const DatedBound far = of_rent({300, 0, -200, 0}, {20, 20, 30, 30}, {30, 20, 30, 20});
  EXPECT_EQ(far.rents.front().varies, (std::vector<bool>{true, true}));
  EXPECT_EQ(far.undetermined, (std::vector<bool>{true, true}));
}

TEST(VaryingYears, AreThoseInWhichBothReSolutionsDifferByMoreThanDiminishingReturns) {
  // Less of it costs more than more of it brings: a rent between both, as everywhere.
  const DatedBound kink = of_rent({28, 28, 0, 0}, {13, 14, 0, 0}, {37, 37, 5, 6});
  EXPECT_EQ(kink.rents.front().varies, (std::vector<bool>{false, false}));
  EXPECT_EQ(kink.undetermined, (std::vector<bool>{false, false}));
  // Below zero on both sides, and on one: what it costs in that year pays for others.
  const DatedBound costs = of_rent({-150, -54, 30, 28}, {-150, -57, -8, -8}, {-60, -8, 30, 29});
  EXPECT_EQ(costs.rents.front().varies, (std::vector<bool>{true, true}));
  EXPECT_EQ(costs.undetermined, (std::vector<bool>{true, true}));
  // More of it brings more than less of it costs.
  const DatedBound grows = of_rent({20, 20, 0, 0}, {25, 25, 0, 0}, {15, 15, 0, 0});
  EXPECT_EQ(grows.rents.front().varies, (std::vector<bool>{true, false}));
  EXPECT_EQ(grows.undetermined, (std::vector<bool>{true, false}));
}

TEST(VaryingYears, HaveNoWideRentThatIsTold) {
  DatedBound bound{.value = 200, .level = {50, 50, 50, 50}};
  bound.rents.push_back({.by_month = {300, 0, 0, 0}, .more = {20, 0, 0, 0}, .less = {30, 0, 0, 0}});
  bound.rents.push_back(
      {.by_month = {20, 0, 20, 0}, .more = {10, 0, 10, 0}, .less = {40, 0, 40, 0}});
  mark_varying_years(bound, {1, 1, 1, 1}, {1, 3});
  EXPECT_EQ(bound.rents.back().varies, (std::vector<bool>{true, false}));
}

TEST(VaryingYears, AreNotToldOfWhatHasOneSideOnly) {
  DatedBound bound{.value = 200, .level = {50, 50, 50, 50}};
  bound.rents.push_back({.constraint = "a", .by_month = {90, 0, 0, 0}, .no_less = true});
  mark_varying_years(bound, {1, 1, 1, 1}, {1, 3});
  EXPECT_EQ(bound.rents.front().varies, (std::vector<bool>{false, false}));
}

}  // namespace
}  // namespace chokepoint
