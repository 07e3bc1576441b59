#include "sim/record/headline.hpp"

#include <gtest/gtest.h>

#include "tests/unit/record/example_result.hpp"

namespace chokepoint {
namespace {

std::string headline(const std::vector<std::string>& yearly, int first_year = 2022) {
  RunResult result;
  result.titles = {{"cowos", "Packaging"}, {"euv_tools", "EUV tools"}};
  for (const std::string& constraint : yearly)
    result.years.push_back(year_of(first_year++, constraint));
  return headline_of(result);
}

TEST(Headline, years_with_the_same_constraint_become_one_span) {
  EXPECT_EQ(headline({"cowos", "grid_connection", "grid_connection", "euv_tools", "euv_tools"}),
            "Packaging in 2022, grid connection in 2023-24; then EUV tools from 2025.");
}

TEST(Headline, constraints_of_one_title_are_told_apart_by_their_names) {
  RunResult result;
  result.titles = {{"cowos", "Packaging"}, {"foplp", "Packaging"}, {"euv_tools", "EUV tools"}};
  result.years = {year_of(2022, "cowos"), year_of(2023, "foplp"), year_of(2024, "euv_tools")};
  EXPECT_EQ(headline_of(result),
            "Packaging (cowos) in 2022, packaging (foplp) in 2023; then EUV tools in 2024.");
}

TEST(Headline, a_last_span_of_one_year_names_that_year) {
  EXPECT_EQ(headline({"cowos", "euv_tools"}), "Packaging in 2022; then EUV tools in 2023.");
}

TEST(Headline, one_constraint_throughout_names_all_years) {
  EXPECT_EQ(headline({"turbines", "turbines", "turbines"}), "Turbines in 2022-24.");
}

TEST(Headline, a_span_over_the_turn_of_a_century_keeps_all_digits) {
  EXPECT_EQ(headline({"turbines", "turbines"}, 2099), "Turbines in 2099-2100.");
}

TEST(Headline, a_constraint_that_returns_is_named_again) {
  EXPECT_EQ(headline({"a", "b", "a"}), "A in 2022, b in 2023; then a in 2024.");
}

TEST(Headline, years_before_the_first_shortage_are_left_out) {
  EXPECT_EQ(headline({"", "cowos"}), "Packaging in 2023.");
}

TEST(Headline, years_without_shortage_between_others_are_named) {
  EXPECT_EQ(headline({"a", "", "b"}), "A in 2022, nothing in 2023; then b in 2024.");
}

TEST(Headline, demand_is_named_as_such) {
  EXPECT_EQ(headline({"a", "demand", "demand"}), "A in 2022; then demand itself from 2023.");
}

TEST(Headline, says_so_when_nothing_was_unmet) {
  EXPECT_EQ(headline({"", ""}), "Nothing was short: all demand was met.");
  EXPECT_EQ(headline({"demand", "demand"}), "Nothing was short: all demand was met.");
}

TEST(Headline, does_not_say_that_all_demand_was_met_where_it_was_not) {
  RunResult result;
  result.years = {year_of(2022, "demand")};
  result.years[0].demand_gw = 120;
  result.years[0].online_gw_end = 110;  // a month of demand is missing at most
  EXPECT_EQ(headline_of(result), "Nothing was short: all demand was met.");
  result.years[0].online_gw_end = 109;
  EXPECT_EQ(headline_of(result), "Demand itself in 2022.");
}

TEST(Headline, without_a_record_claims_nothing) {
  RunResult result;
  result.recorded = false;
  result.years = {{.year = 2022, .unmet_gw_years = 407, .shares = {}, .binding = {}}};
  EXPECT_EQ(headline_of(result), "Causes were not recorded, so nothing is said about bottlenecks.");
}

TEST(Headline, of_equal_shares_the_first_by_name_is_the_label) {
  YearSummary year;
  year.shares = {{"b", 0.5}, {"a", 0.5}};
  EXPECT_EQ(largest_of(year), "a");
}

TEST(EndOfRun, IsTheYearOnlyWhenItsLastMonthWasRun) {
  RunResult result;
  result.years = {{.year = 2030, .shares = {}, .binding = {}}};
  result.series = {
      {.series = "online", .points = {{date(2030, 11, 1), 1}, {date(2030, 12, 1), 1}}}};
  EXPECT_EQ(end_of_run(result), "2030");
  result.series[0].points.pop_back();
  EXPECT_EQ(end_of_run(result), "the run in 2030-11");
}

}  // namespace
}  // namespace chokepoint
