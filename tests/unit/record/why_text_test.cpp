// How a causal chain is told.
#include <gtest/gtest.h>

#include "sim/record/why_report.hpp"

namespace chokepoint {
namespace {

TerminalStyle plain() {
  TerminalStyle style;
  style.width = 96;
  return style;
}

/// 30 days late: sites had 19.6 of them, then crews 10.4.
WhyReport late_by_sites_and_crews() {
  WhyReport report{
      .scenario = "s",
      .subject = "The lot",
      .wanted = 0,
      .came = 30 * kDay,
      .delay_days = 30,
      .main = 1,
      .longest = 0,
      .year = WhyYear{.year = 2022, .named_after = "crews"},
      .roots = {{.cause = "labour", .share = 1, .sentence = "labour"}},
      .start = Date{std::chrono::year{2022}, std::chrono::January, std::chrono::day{1}}};
  report.steps = {
      {.kind = "decision", .constraint = "sites", .delay_days = 19.6, .sentence = "Sites."},
      {.kind = "queue", .constraint = "crews", .delay_days = 10.4, .sentence = "Crews."}};
  return report;
}

TEST(WhyText, SaysWhyTheStepOfTheYearIsNotTheLongest) {
  const std::string text = why_text(late_by_sites_and_crews(), plain());
  EXPECT_NE(text.find("2 > Crews."), std::string::npos) << text;
  EXPECT_NE(
      text.find("Step 2 (crews), after which 2022 is named, took the days from 2022-01-20 to"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("Step 1 (sites) took more, the days from 2022-01-01 to 2022-01-20."),
            std::string::npos)
      << text;
}

TEST(WhyText, TheDaysOfTheStepsAddUpAsTheyArePrinted) {
  WhyReport report = late_by_sites_and_crews();
  report.steps[0].delay_days = 20.6;
  report.steps[1].delay_days = 0.7;
  report.steps.push_back(report.steps[1]);
  report.delay_days = 22;
  const std::string text = why_text(report, plain());
  EXPECT_NE(text.find("Sites. 20 days of"), std::string::npos) << text;
  EXPECT_NE(text.find("Crews. 1 day of"), std::string::npos) << text;
  EXPECT_NE(text.find("Crews. 1 day of", text.find("Crews. 1 day of") + 1), std::string::npos);
  // The smallest delay that is one is a step's, too.
  report.steps = {report.steps[1], report.steps[1]};
  report.steps[0].delay_days = report.steps[1].delay_days = 0.4;
  report.delay_days = 0.8;
  EXPECT_NE(why_text(report, plain()).find("Crews. 1 day of"), std::string::npos);
}

TEST(WhyText, SaysWhenNoLotWaitedForWhatTheYearIsNamedAfter) {
  WhyReport report = late_by_sites_and_crews();
  report.year->named_after = "money";
  report.main = report.longest;
  EXPECT_NE(why_text(report, plain()).find("none waited for money, after"), std::string::npos);
  report.year->named_after = "sites";
  EXPECT_EQ(why_text(report, plain()).find("none waited"), std::string::npos);
}

}  // namespace
}  // namespace chokepoint
