#include <utility>

#include <gtest/gtest.h>

#include "sim/record/bound_tables.hpp"

namespace chokepoint {
namespace {

/// A month of a plan that one constraint limits.
BoundReport one_month(double e_plus) {
  DatedBound bound{.decide = 0, .value = 1, .level = {1}};
  bound.rents.push_back({.constraint = "gate",
                         .by_month = {1},
                         .rent = 1,
                         .e_plus = e_plus,
                         .e_minus = 1.0,
                         .varies = {false}});
  bound.sum = 1;
  bound.undetermined = {false};
  return {.dates = {bound}, .envelope = {1}, .years = {1}};
}

BoundHeading bound_heading() {
  return {.start = parse_date("2022-01-01"),
          .run = {1},
          .decide = {parse_date("2022-01-01")},
          .year_ends = {0}};
}

std::string told(double e_plus) {
  return bound_text(bound_heading(), one_month(e_plus), TerminalStyle{});
}

TEST(BoundText, RoundsElasticitiesOnce) {
  EXPECT_NE(told(0.0648).find("    0.06 "), std::string::npos) << told(0.0648);
  EXPECT_NE(told(0.0652).find("    0.07 "), std::string::npos);
  for (const double nothing : {0.0004, 0.0015, 0.0049})  // of which two decimals show nothing
    EXPECT_NE(told(nothing).find("     0 "), std::string::npos) << told(nothing);
}

TEST(BoundText, NamesWhatHasMostWhereNothingBinds) {
  const auto told_of = [](std::vector<JointMonths::Member> members) {
    BoundReport report = one_month(1);
    report.dates[0].joint.push_back({.first = 0, .last = 0, .members = std::move(members)});
    return bound_text(bound_heading(), report, TerminalStyle{});
  };
  EXPECT_NE(told_of({}).find("many have a little of the rent."), std::string::npos);
  EXPECT_NE(told_of({{0, 0.9}}).find("this alone has 5 % or more of the rent: gate (90 %)."),
            std::string::npos);
  EXPECT_NE(told_of({{0, 0.6}, {0, 0.4}}).find("they hold together: gate (60 %), gate (40 %)."),
            std::string::npos);
}

}  // namespace
}  // namespace chokepoint
