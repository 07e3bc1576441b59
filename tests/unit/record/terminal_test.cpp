#include "sim/record/terminal.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/record/text_cells.hpp"
#include "tests/unit/record/example_result.hpp"

namespace chokepoint {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Binding binding(const std::string& constraint) {
  return {.constraint = constraint,
          .from = parse_date("2023-09-01"),
          .to = parse_date("2024-10-01"),
          .cause_from = parse_date("2023-04-01"),
          .cause_to = parse_date("2024-05-12"),
          .root = {}};
}

TEST(Percent, SmallSharesAreNotNothing) {
  EXPECT_EQ(percent_text(0), "0 %");
  EXPECT_EQ(percent_text(0.004), "< 1 %");
  EXPECT_EQ(percent_text(0.005), "1 %");
  EXPECT_EQ(percent_text(0.845), "85 %");
  EXPECT_EQ(percent_text(1), "100 %");
}

TEST(Terminal, says_when_no_number_was_drawn) {
  RunResult result = example_result();
  result.deterministic = true;
  EXPECT_TRUE(
      terminal_report(result, {}, {})
          .starts_with(
              "example  every number at its best guess, seed 7, fingerprint 0123456789abcdef\n"));
}

TEST(Terminal, prints_headline_tables_sparklines_and_files) {
  EXPECT_EQ(terminal_report(example_result(), {}, {"out/summary.json"}),
            "example  seed 7, fingerprint 0123456789abcdef\n"
            "\n"
            "Packaging in 2023; then turbines in 2024.\n"
            "\n"
            "share of new shortage, % 2023 2024\n"
            "Packaging (cowos)          98●  14\n"
            "turbines                    2   86●\n"
            "                         ● largest share of the year; · below half a percent\n"
            "\n"
            "Year    demand    online     added  unmet GW-years\n"
            "──────────────────────────────────────────────────\n"
            "2023       2.0       1.5      0.50            0.40\n"
            "2024     1,234       3.0       1.5             1.2\n"
            "──────────────────────────────────────────────────\n"
            "GW of critical IT load; demand and online at the end of the year\n"
            "\n"
            "GW online   ▅█  2.0 GW at the end of the run in 2024-01\n"
            "demand met  ▅█  80 % at the end of the run in 2024-01\n"
            "\n"
            "out/summary.json\n");
}

TEST(Terminal, marks_the_runner_up_of_a_year) {
  RunResult result = example_result();
  result.years[0].shares = {{"cowos", 0.52}, {"turbines", 0.48}};
  result.years[0].runner_up = "turbines";
  const std::string table = share_table(result, {});
  EXPECT_NE(table.find("52●"), std::string::npos) << table;
  EXPECT_NE(table.find("48○"), std::string::npos) << table;
  EXPECT_NE(table.find("○ second, with a quarter or more"), std::string::npos) << table;
  EXPECT_NE(in_ascii(table).find("48o"), std::string::npos);
}

TEST(Terminal, a_share_below_half_a_percent_is_a_dot) {
  RunResult result = example_result();
  result.years[0].shares = {{"cowos", 0.996}, {"turbines", 0.004}};
  EXPECT_THAT(share_table(result, {}), HasSubstr("turbines                    ·   86●\n"));
}

TEST(Terminal, a_table_wider_than_the_terminal_is_continued_below) {
  RunResult result;
  for (int year = 2022; year < 2036; ++year)
    result.years.push_back(year_of(year, "cowos"));
  TerminalStyle narrow;
  narrow.width = 60;
  const std::string table = share_table(result, narrow);
  EXPECT_THAT(table, HasSubstr("2028\n"));
  EXPECT_THAT(table, HasSubstr("\n\nshare of new shortage, % 2029 "));
}

TEST(Terminal, no_line_is_wider_than_the_terminal) {
  RunResult result = example_result();
  result.intervals = {binding("logic_cleanroom_orders"), binding("construction_labour")};
  for (const int width : {60, 80, 90, 100, 120}) {
    TerminalStyle style;
    style.width = width;
    std::istringstream lines(terminal_report(result, style));
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(display_width(line), width) << line;
  }
}

TEST(Terminal, says_from_when_to_when_each_constraint_binds) {
  RunResult result;
  result.titles = {{"cowos", "Packaging"}};
  result.intervals = {binding("cowos"), binding("turbines")};
  result.intervals[1].cause_from = result.intervals[1].cause_to = std::nullopt;
  TerminalStyle style;
  style.width = 75;
  EXPECT_EQ(interval_table(result, style),
            "binds, from and to   less came online           it was short\n"
            "Packaging (cowos)    2023-09-01 to 2024-10-01   2023-04-01 to 2024-05-12\n"
            "turbines             2023-09-01 to 2024-10-01\n"
            "as this one run tells it; 'relieve --frozen' runs again with less of each,\n"
            "and says which years are named after what does not bind\n");
  style.width = 70;
  EXPECT_THAT(interval_table(result, style), Not(HasSubstr("short")));
  result.titles = {{"cowos", "Packaging of everything there is"}};
  style.width = 50;
  EXPECT_THAT(interval_table(result, style), HasSubstr("\ncowos                2023-09-01 to"));
  EXPECT_THAT(terminal_report(result, style), HasSubstr("2023-09-01 to 2024-10-01"));
}

TEST(Terminal, rows_beyond_the_largest_are_added_up) {
  RunResult result;
  YearSummary year;
  year.year = 2030;
  for (int i = 0; i < 20; ++i)
    year.shares.push_back({"gate_" + std::to_string(10 + i), 0.05});
  result.years = {year};
  const std::string table = share_table(result, {});
  EXPECT_THAT(table, HasSubstr("5 others                   25\n"));
  EXPECT_THAT(table, HasSubstr("gate 10                     5●\n"));
}

TEST(Terminal, colours_appear_only_when_asked_for) {
  EXPECT_THAT(terminal_report(example_result(), {}), Not(HasSubstr("\x1b")));
  TerminalStyle style;
  style.colour = true;
  EXPECT_THAT(terminal_report(example_result(), style), HasSubstr("\x1b[1mPackaging"));
}

TEST(Terminal, a_run_without_unmet_demand_has_no_share_table) {
  RunResult result;
  result.years = {year_of(2022, "")};
  EXPECT_EQ(share_table(result, {}), "");
}

TEST(Cells, numbers_show_the_digits_that_tell_something) {
  EXPECT_EQ(readable(0.0), "0.0");
  EXPECT_EQ(readable(0.004), "0.0");
  EXPECT_EQ(readable(0.42), "0.42");
  EXPECT_EQ(readable(1.25), "1.2");
  EXPECT_EQ(readable(99.94), "99.9");
  EXPECT_EQ(readable(99.96), "100");
  EXPECT_EQ(readable(1234567.0), "1,234,567");
  EXPECT_EQ(readable(-12.34), "-12.3");
}

TEST(Cells, width_counts_characters_not_bytes) {
  EXPECT_EQ(display_width("a·é●"), 4);
  EXPECT_EQ(pad_left("●", 3), "  ●");
}

TEST(Cells, thinning_keeps_the_last_value_of_each_stretch) {
  EXPECT_EQ(thinned({1, 2, 3, 4, 5}, 5), (std::vector<double>{1, 2, 3, 4, 5}));
  EXPECT_EQ(thinned({1, 2, 3, 4, 5}, 3), (std::vector<double>{2, 4, 5}));
}

TEST(Cells, lines_break_at_blanks) {
  EXPECT_EQ(wrapped("aa bb cc", 5), "aa bb\ncc");
}

}  // namespace
}  // namespace chokepoint
