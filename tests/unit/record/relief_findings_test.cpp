// What `relieve` says of labels that do not bind and of amounts that count more on one side, for
// the systems whose answers are known: a line (T1), a tie (T2), a pool (T5).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/record/relief_tables.hpp"

namespace chokepoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr int kWide = 1000;

/// An amount with that elasticity at the end of every year, decisions kept.
ReliefRow amount(const std::string& name, const std::vector<double>& plus,
                 const std::vector<double>& minus) {
  ReliefRow row{.constraints = {name}, .frozen = true};
  for (std::size_t y = 0; y < plus.size(); ++y) {
    row.e_plus.push_back({.mean = plus[y]});
    row.e_minus.push_back({.mean = minus[y]});
  }
  return row;
}
ReliefRow amount(const std::string& name, double plus, double minus) {
  return amount(name, std::vector{plus}, std::vector{minus});
}

ReliefReport line() {
  ReliefReport report;
  report.output = {{.mean = 2555}};
  report.rows = {amount("a", 0, 0), amount("b", 1, 1), amount("c", 0, 0)};
  return report;
}

ReliefReport tie() {
  ReliefReport report = line();
  report.rows = {amount("a", 0, 0), amount("b", 0, 1), amount("c", 0, 0.98)};
  return report;
}

ReliefHeading named(std::vector<std::string> labels) {
  ReliefHeading heading;
  for (std::size_t y = 0; y < labels.size(); ++y) {
    heading.years.push_back(2022 + static_cast<int>(y));
    heading.year_ends.push_back(y);
  }
  heading.labels = std::move(labels);
  return heading;
}

TEST(Labels, OfOneThatDoesNotBindItIsSaidWhereNothingElseDoesEither) {
  ReliefReport report = line();
  report.rows = {amount("a", 0, 0), amount("b", 0, 0.05), amount("c", 0, 0)};
  EXPECT_THAT(labels_text(named({"c"}), report, kWide),
              HasSubstr("): 2022 c (0, and nothing else that was run 0.10). The label"));
}

TEST(Labels, ThatBindAreNotWorthAWord) {
  EXPECT_EQ(labels_text(named({"b"}), line(), kWide), "");
  EXPECT_EQ(labels_text(named({"c"}), tie(), kWide), "") << "less of one of two that tie costs all";
  ReliefReport pool;
  pool.output = {{.mean = 3285}};
  pool.rows = {amount("grid", 4.0 / 9, 4.0 / 9)};
  EXPECT_EQ(labels_text(named({"grid"}), pool, kWide), "");
}

TEST(Labels, ThatDoNotBindAreNamedWithTheirYearAndElasticity) {
  EXPECT_THAT(labels_text(named({"c"}), line(), kWide),
              AllOf(HasSubstr("): 2022 c (0, but b 1.00). The label"), Not(HasSubstr("2022 b"))));
  // Seven sources of an equal seventh each: the largest part is small.
  ReliefReport pool = line();
  pool.rows = {amount("grid", 1.0 / 7, 1.0 / 7)};
  EXPECT_THAT(labels_text(named({"grid"}), pool, kWide),
              HasSubstr("2022 grid (0.14, and nothing else that was run 0.10). The label"));
}

TEST(Labels, BindInTheYearWhoseAdditionTheyHold) {
  // 100 a year; b holds the second year alone, which is half of the two together.
  ReliefReport report;
  report.output = {{.mean = 1000}, {.mean = 1100}};
  report.rows = {amount("b", {0, 0.09}, {0, 0.09})};
  EXPECT_EQ(labels_text(named({"x", "b"}), report, kWide), "")
      << "9 % of 1100 is 99 of the 100 added";
  report.rows = {amount("b", {0.09, 0.09}, {0.09, 0.09})};
  EXPECT_THAT(labels_text(named({"x", "b"}), report, kWide),
              HasSubstr("2023 b (0.09, and nothing else that was run 0.10)"))
      << "of which 90 were lost in the year before";
}

TEST(Labels, AreHeldAgainstDecisionsKeptOnly) {
  ReliefReport report = line();
  report.rows[2].frozen = false;
  EXPECT_EQ(labels_text(named({"c"}), report, kWide), "");
}

TEST(Labels, SayHowToAskWhereNothingWasReplayed) {
  ReliefReport report = line();
  for (ReliefRow& row : report.rows)
    row.frozen = false;
  ReliefHeading heading = named({"c"});
  heading.step = 0.1;
  EXPECT_EQ(labels_text(heading, report, kWide), "") << "a few constraints were asked for";
  report.sum.emplace();
  EXPECT_THAT(labels_text(heading, report, kWide), HasSubstr("--frozen says so"));
}

TEST(Unpaired, IsWhatCostsAndHelpsWithNothing) {
  ReliefReport report = tie();
  ReliefHeading heading = named({"b"});
  heading.step = 0.1;
  report.sum.emplace();
  EXPECT_THAT(unpaired_text(heading, report, kWide), HasSubstr("together: b (2022); c (2022)."));
  // Found to help together, they are told of as a tie.
  ReliefRow both = amount("b", 0.98, 1);
  both.constraints = {"b", "c"};
  both.tied = {0};
  report.ties = {both};
  EXPECT_EQ(unpaired_text(heading, report, kWide), "");
  report.ties.clear();
  report.sum.reset();
  EXPECT_EQ(unpaired_text(heading, report, kWide), "") << "not all were run";
}

TEST(OneSided, IsWhatATieIsMadeOf) {
  EXPECT_EQ(one_sided_text(line(), true, 0), "");
  EXPECT_EQ(one_sided_text(tie(), true, 0),
            " What counts more on one side than on the other, and there for itself and for what it "
            "is tied to: "
            "b (e+ 0, e- 1.00), c (e+ 0, e- 0.98).");
}

TEST(OneSided, NamesTheFourWhoseSidesDifferMost) {
  ReliefReport report = line();
  report.rows = {amount("least", 0, 0.2), amount("d", 0, 0.6), amount("same", 0.5, 0.59),
                 amount("e", 0.9, 0.1),   amount("f", 0, 0.7), amount("g", 0, 0.5)};
  EXPECT_THAT(one_sided_text(report, true, 0),
              HasSubstr("tied to: e (e+ 0.90, e- 0.10), f (e+ 0, e- 0.70), d (e+ 0, e- "
                        "0.60), g (e+ 0, e- 0.50)."));
}

TEST(OneSided, LooksAtOneKindOfWorldsAndAtAmountsOnly) {
  ReliefReport report = tie();
  report.rows[1].frozen = false;
  report.rows[2].extensive = false;
  EXPECT_EQ(one_sided_text(report, true, 0), "");
  EXPECT_THAT(one_sided_text(report, false, 0), HasSubstr("tied to: b (e+ 0, e- 1.00)."));
  report.rows[1].e_minus.clear();
  EXPECT_EQ(one_sided_text(report, false, 0), "") << "there can be no less of it";
}

}  // namespace
}  // namespace chokepoint
