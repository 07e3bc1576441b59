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

std::string told(double e_plus) {
  const BoundHeading heading{.start = parse_date("2022-01-01"),
                             .run = {1},
                             .decide = {parse_date("2022-01-01")},
                             .year_ends = {0}};
  return bound_text(heading, one_month(e_plus), TerminalStyle{});
}

TEST(BoundText, RoundsElasticitiesOnce) {
  EXPECT_NE(told(0.0648).find("    0.06 "), std::string::npos) << told(0.0648);
  EXPECT_NE(told(0.0652).find("    0.07 "), std::string::npos);
  EXPECT_NE(told(0.0004).find("     0 "), std::string::npos);
}

}  // namespace
}  // namespace chokepoint
