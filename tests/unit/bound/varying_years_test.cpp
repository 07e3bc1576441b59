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

TEST(VaryingYears, AreNotToldOfWhatHasOneSideOnly) {
  DatedBound bound{.value = 200, .level = {50, 50, 50, 50}};
  bound.rents.push_back({.constraint = "a", .by_month = {90, 0, 0, 0}, .no_less = true});
  mark_varying_years(bound, {1, 1, 1, 1}, {1, 3});
  EXPECT_EQ(bound.rents.front().varies, (std::vector<bool>{false, false}));
}

}  // namespace
}  // namespace chokepoint
