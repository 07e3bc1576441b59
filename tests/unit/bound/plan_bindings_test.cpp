#include "sim/bound/plan_bindings.hpp"

#include <algorithm>
#include <cstddef>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

std::vector<double> year_of(double rent, double then) {
  std::vector<double> months(24, rent);
  std::fill(months.begin() + 12, months.end(), then);
  return months;
}

DatedBound of_two_years() {
  return {.value = 100, .level = std::vector<double>(24, 4)};
}

TEST(PlanBindings, SayNothingOfYearsThatAreNotDetermined) {
  DatedBound bound = of_two_years();
  bound.undetermined = {false, true};
  bound.rents.push_back({.constraint = "a", .by_month = year_of(4, 4)});
  find_bindings(bound, {11, 23});
  ASSERT_EQ(bound.rents[0].binds.size(), 1U);
  EXPECT_EQ(bound.rents[0].binds[0].first, 0);
  EXPECT_EQ(bound.rents[0].binds[0].last, 11);
}

TEST(PlanBindings, BeginWithAYearThatIsDeterminedAsIfNothingHadBeenBefore) {
  DatedBound bound = of_two_years();
  bound.undetermined = {true, false};
  bound.rents.push_back({.constraint = "a", .by_month = year_of(2, 2)});
  bound.rents.push_back({.constraint = "b", .by_month = year_of(2, 2)});
  find_bindings(bound, {11, 23});
  for (const ConstraintRent& rent : bound.rents) {
    ASSERT_EQ(rent.binds.size(), 1U);  // with nothing as the mean's share of year 1 from month 13
    EXPECT_EQ(rent.binds[0].first, 12);
    EXPECT_EQ(rent.binds[0].last, 23);
  }
  EXPECT_TRUE(bound.joint.empty());
}

TEST(PlanBindings, DoNotReachIntoMonthsInWhichARentIsBelowZero) {
  DatedBound bound = of_two_years();
  bound.undetermined = {false, false};
  bound.rents.push_back({.constraint = "a", .by_month = year_of(4, -1)});
  bound.rents.push_back({.constraint = "b", .by_month = year_of(0, 5)});
  find_bindings(bound, {11, 23});
  ASSERT_EQ(bound.rents[0].binds.size(), 1U);
  EXPECT_EQ(bound.rents[0].binds[0].last, 11);
}

TEST(PlanBindings, HoldTogetherWithNothingWhoseRentIsBelowZero) {
  DatedBound bound = of_two_years();
  bound.undetermined = {false, false};
  for (const char* name : {"a", "b", "c", "d"})
    bound.rents.push_back({.constraint = name, .by_month = std::vector<double>(24, 1.2)});
  std::vector<double> changing(24, 1.2);
  for (std::size_t t = 0; t < changing.size(); t += 3)
    changing[t] = -1;
  bound.rents.push_back({.constraint = "e", .by_month = changing});
  find_bindings(bound, {11, 23});
  ASSERT_EQ(bound.joint.size(), 1U);
  for (const JointMonths::Member& member : bound.joint[0].members) {
    EXPECT_NE(bound.rents[member.rent].constraint, "e");
    // Of all that is above zero: four have 24 months, and what is not named has 16 of 24.
    EXPECT_NEAR(member.share, 24 / (4 * 24 + 16.0), 1e-12);
  }
  EXPECT_EQ(bound.joint[0].members.size(), 4U);
}

TEST(PlanBindings, TellOfWhatHoldsAloneForTooShortATimeToBind) {
  DatedBound bound = of_two_years();
  bound.undetermined = {false, false};
  std::vector<double> short_time(24, 0.0);
  short_time[10] = 4;
  bound.rents.push_back({.constraint = "a", .by_month = short_time});
  find_bindings(bound, {11, 23});
  EXPECT_TRUE(bound.rents[0].binds.empty());
  ASSERT_EQ(bound.joint.size(), 1U);
  EXPECT_EQ(bound.joint[0].first, 10);
  EXPECT_EQ(bound.joint[0].last, 10);
  ASSERT_EQ(bound.joint[0].members.size(), 1U);
  EXPECT_DOUBLE_EQ(bound.joint[0].members[0].share, 1);
}

TEST(PlanBindings, TellOfTheOnlyOneThatIsWorthNamingAmongMany) {
  DatedBound bound = of_two_years();
  bound.undetermined = {false, false};
  bound.rents.push_back({.constraint = "a", .by_month = year_of(1, 1)});
  for (int i = 0; i < 20; ++i)  // 4 % each
    bound.rents.push_back({.constraint = "b", .by_month = year_of(0.2, 0.2)});
  find_bindings(bound, {11, 23});
  ASSERT_EQ(bound.joint.size(), 1U);
  ASSERT_EQ(bound.joint[0].members.size(), 1U);
  EXPECT_EQ(bound.joint[0].members[0].rent, 0U);
  EXPECT_NEAR(bound.joint[0].members[0].share, 0.2, 1e-12);
}

}  // namespace
}  // namespace chokepoint
