// What `relieve` says about worlds that failed, gains that are noise and sums that are not one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/record/relief_tables.hpp"

namespace chokepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// One year of one month, 10 % more and less.
ReliefHeading heading() {
  ReliefHeading heading;
  heading.change = "10 % more and less";
  heading.step = 0.1;
  heading.start = heading.from = parse_date("2022-01-01");
  heading.to = parse_date("2022-12-31");
  heading.years = {2022};
  heading.year_ends = {0};
  return heading;
}

ReliefRow row(const std::string& name, double gain, bool frozen = false) {
  ReliefRow row{.constraints = {name}, .frozen = frozen};
  row.gain = {{.mean = gain}};
  row.e_plus = {{.mean = gain / 10}};
  row.e_minus = {{.mean = 0.5}};
  return row;
}

std::string told(const ReliefHeading& about, const ReliefReport& report) {
  return relief_text(about, report, TerminalStyle{});
}

TEST(ATableOfRelief, MarksWhatIsNoiseOfItsKindOfWorlds) {
  ReliefReport report;
  report.output = {{.mean = 100}};
  report.rows = {row("tools", 22), row("tools", 5, true)};
  report.noise = {{false, {30}}, {true, {1}}};
  const std::string text = told(heading(), report);
  EXPECT_THAT(text, AllOf(HasSubstr("+22?"), HasSubstr("+5.00"), Not(HasSubstr("+5.00?"))));
  EXPECT_LT(text.find("+22?"), text.find("30.00"));
  EXPECT_LT(text.find("30.00"), text.find("+5.00"));
  EXPECT_THAT(text, AllOf(HasSubstr("this gain says nothing about"), HasSubstr("1 time in 20"),
                          Not(HasSubstr("one draw"))));
  ReliefHeading drawn = heading();
  drawn.more_worlds = "--replications 32";
  EXPECT_THAT(told(drawn, report),
              AllOf(HasSubstr("one draw of the random numbers"), HasSubstr("--replications 32")));
  const auto json = nlohmann::json::parse(relief_json(heading(), report));
  EXPECT_TRUE(json["constraints"][0]["gain"][0]["within_noise"]);
  EXPECT_FALSE(json["constraints"][1]["gain"][0]["within_noise"]);
  EXPECT_EQ(json["noise"]["responsive"], std::vector<double>{30});
  EXPECT_EQ(json["noise"]["frozen"], std::vector<double>{1});
}

TEST(ATableOfRelief, SaysByWhatWholeUnitsWereChanged) {
  ReliefReport report;
  report.output = {{.mean = 100}};
  report.rows = {row("slots", 40), row("tools", 4)};
  report.rows[0].change_plus = 1;
  report.rows[0].e_minus.clear();
  report.rows[1].change_plus = 0.1;
  report.rows[1].change_minus = -0.1;
  const std::string text = told(heading(), report);
  EXPECT_THAT(text,
              AllOf(HasSubstr("slots comes in whole units: it was relaxed by 100 %, and there"),
                    Not(HasSubstr("tools comes in whole units")), Not(HasSubstr("failed"))));
  const auto json = nlohmann::json::parse(relief_json(heading(), report));
  EXPECT_EQ(json["constraints"][0]["change_more"], 1);
  EXPECT_EQ(json["constraints"][0]["change_less"], 0);
}

TEST(ATableOfRelief, SaysWhenAnAdditionDrowns) {
  ReliefHeading about = heading();
  about.step = 0;
  about.change = "1 tool/year more";
  about.more_worlds = "--replications 32";
  ReliefReport report;
  report.output = {{.mean = 100}};
  report.rows = {row("tools", 2)};
  report.noise = {{false, {30}}};
  EXPECT_THAT(told(about, report),
              AllOf(HasSubstr("drowns in the noise"), HasSubstr("--replications")));
  report.noise = {{false, {1}}};
  EXPECT_THAT(told(about, report), Not(HasSubstr("drowns")));
}

TEST(ATableOfRelief, NamesEveryWorldThatFailed) {
  ReliefReport report;
  report.output = {{.mean = 100}};
  report.rows = {row("tools", 10)};
  ReliefRow& failed = report.rows.emplace_back();
  failed.constraints = {"orders"};
  failed.failure_plus = "it broke";
  failed.e_minus = {{.mean = 0}};
  report.failed = {
      {.constraints = "orders", .by = 0.1, .reason = "it broke"},
      {.constraints = "all amounts", .by = -0.1, .frozen = true, .reason = "so did it"}};
  report.sum = ReliefSum{.parts = {1}, .together = {}, .missing = {"orders"}};
  const std::string text = told(heading(), report);
  EXPECT_THAT(text, AllOf(HasSubstr("10 % more of orders: it broke"),
                          HasSubstr("10 % less of all amounts (frozen): so did it"),
                          HasSubstr("The sum is incomplete: without orders"),
                          HasSubstr("sum of the amounts above")));
  EXPECT_THAT(text, Not(HasSubstr("add up to 1")));
  const auto json = nlohmann::json::parse(relief_json(heading(), report));
  ASSERT_EQ(json["failed"].size(), 2U);
  EXPECT_EQ(json["failed"][0]["world"], "10 % more of orders");
  EXPECT_EQ(json["failed"][0]["reason"], "it broke");
  EXPECT_EQ(json["failed"][1]["mode"], "frozen");
  EXPECT_EQ(json["not_in_the_sum"], std::vector<std::string>{"orders"});
}

TEST(ATableOfRelief, SaysWhatIsMissingFromTheSumAndInWhichGroup) {
  ReliefReport report;
  report.output = {{.mean = 100}};
  report.rows = {row("tools", 4)};
  report.sum = ReliefSum{.parts = {0.7}, .together = {0.9}, .missing = {}};
  report.groups = {{ReliefGroup::works, {.parts = {0.4}, .together = {0.6}, .missing = {}}},
                   {ReliefGroup::decisions, {.parts = {0.3}, .together = {0.3}, .missing = {}}}};
  EXPECT_THAT(told(heading(), report), AllOf(HasSubstr("2022"), HasSubstr("0.30 is missing"),
                                             HasSubstr("works 0.40"), HasSubstr("decisions 0.30")));
  report.sum = ReliefSum{.parts = {1.02}, .together = {0.98}, .missing = {}};
  EXPECT_THAT(told(heading(), report), AllOf(Not(HasSubstr("missing")), HasSubstr("add up to 1")));
  // One by one they do, all together do not.
  report.sum->together = {0};
  EXPECT_THAT(told(heading(), report), AllOf(HasSubstr("one by one add up to 1"),
                                             HasSubstr("Of all together 1.00 is missing")));
}

TEST(ATableOfRelief, SaysByWhichStepALabelDoesNotBind) {
  ReliefReport report;
  report.output = {{.mean = 100}};
  report.rows = {row("tools", 4)};
  report.rows.front().frozen = true;
  report.rows.front().e_minus = {{.mean = 0.05}};
  ReliefHeading about = heading();
  about.labels = {"tools"};
  EXPECT_THAT(told(about, report), AllOf(HasSubstr("10 % less of it costs under 2 %"),
                                         HasSubstr("2022 tools\n(0.05, and")));
  about.step = 0.02;
  EXPECT_THAT(told(about, report), HasSubstr("2 % less of it costs under 0.4 %"));
}

TEST(ATableOfRelief, HasIntervalsOfEveryQuantity) {
  ReliefHeading about = heading();
  about.replications = 8;
  ReliefReport report;
  report.output = {{.mean = 100}};
  report.rows = {row("tools", 4)};
  report.rows[0].gain[0].half = 1.25;
  report.rows[0].e_plus[0].half = 0.17;
  report.rows[0].e_minus[0].half = 0.28;
  report.windows = {{"tools", 0, kNever, {{.mean = 3, .half = 0.39}}, {}}};
  EXPECT_THAT(told(about, report), AllOf(HasSubstr("±1.25"), HasSubstr("±0.17"), HasSubstr("±0.28"),
                                         HasSubstr("±0.39")));
}

}  // namespace
}  // namespace chokepoint
