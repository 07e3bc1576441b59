// Counterfactuals of systems whose answer is known on paper, through the loader and the workers.
#include <algorithm>
#include <array>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/systems/relieved_system.hpp"

namespace chokepoint::models {
namespace {

TEST(RelievingASeries, HelpsAtTheSlowestGateUntilTheNextOneTakesOver) {
  const ReliefReport report = RelievedSystem("T1").study(0.02);
  expect_elasticity(report, "b", 1, 1);
  expect_elasticity(report, "a", 0, 0);
  expect_elasticity(report, "c", 0, 0);
  EXPECT_NEAR(row(report, "b").headroom.value().by, 10.0 / 7 - 1, 0.01);
  EXPECT_FALSE(row(report, "a").headroom.has_value());
}

class RelievingATie : public testing::TestWithParam<const char*> {};

TEST_P(RelievingATie, HelpsOnlyTogether) {
  const ReliefReport report = RelievedSystem(GetParam()).study(0.02);
  expect_elasticity(report, "b", 0, 1);
  expect_elasticity(report, "c", 0, 1);
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, (std::vector<std::string>{"b", "c"}));
  EXPECT_NEAR(report.ties[0].e_plus.at(11).mean, 1, kTolerance);
  // In the series the next one makes 10 a day; the join has no other.
  const double headroom = report.ties[0].headroom.value_or(Headroom{}).by;
  if (std::string(GetParam()) == "T2-series") {
    EXPECT_NEAR(headroom, 10.0 / 7 - 1, 0.01);
  } else {
    EXPECT_TRUE(std::isinf(headroom)) << headroom;
  }
}

INSTANTIATE_TEST_SUITE_P(T2, RelievingATie, testing::Values("T2-series", "T2-join"),
                         [](const auto& which) { return which.index == 0 ? "Series" : "Join"; });

TEST(RelievingStockedGates, CountsTheOneThatDecidesInTheEnd) {
  const ReliefReport report = RelievedSystem("T3").study(0.02);
  expect_elasticity(report, "a", 1, 1, 23);
  expect_elasticity(report, "b", 0, 0, 23);
}

TEST(RelievingStockedGates, MovesTheFlowOfAYearByMoreThanItsShare) {
  // a at 21 and then 10.5 a day keeps b busy to day 420 instead of 360. The second year's flow is
  // 9555 - 5475 = 4080 lots instead of 9100 - 5450 = 3650.
  constexpr double kStep = 0.05;
  const ReliefReport report = RelievedSystem("T3").study(kStep);
  const auto& gain = row(report, "a").gain;
  const double flow = report.output[23].mean - report.output[11].mean;
  EXPECT_NEAR(flow, 3650, 1);
  EXPECT_NEAR((gain[23].mean - gain[11].mean) / (kStep * flow), 430 / (kStep * 3650),
              2 / (kStep * 3650));
}

TEST(RelievingStockedGates, TellsWhenTheCauseWas) {
  const RelievedSystem system("T3");
  const double step = 0.05;
  const std::vector<Variant> variants = {
      {}, {.relaxed = {Relaxation::by("a", 1 + step, 0, 180 * kDay)}}};
  const auto outcomes = system.worlds().run(variants);
  const double gain = outcomes[1][0].output[23] - outcomes[0][0].output[23];
  // Of the 9100 lots of two years, 3600 hang on what a did before day 180, when b decided.
  EXPECT_NEAR(gain, step * 3600, 2);
}

TEST(RelievingASharedTool, HelpsByAllThatItDoes) {
  const ReliefReport report = RelievedSystem("T4").study(0.02);
  expect_elasticity(report, "tool", 1, 1);
  expect_elasticity(report, "logic", 0, 0);
  expect_elasticity(report, "memory", 0, 0);
  expect_elasticity(report, "pack", 0, 0);
}

TEST(RelievingAPool, HelpsAtEverySourceByItsPart) {
  const ReliefReport scarce = RelievedSystem("T5a").study(0.02);
  expect_elasticity(scarce, "grid", 4.0 / 9, 4.0 / 9);
  expect_elasticity(scarce, "turbines", 3.0 / 9, 3.0 / 9);
  expect_elasticity(scarce, "engines", 2.0 / 9, 2.0 / 9);
  expect_elasticity(scarce, "chips", 0, 0);
  const ReliefReport plenty = RelievedSystem("T5b").study(0.02);
  expect_elasticity(plenty, "grid", 0, 0);
  expect_elasticity(plenty, "chips", 1, 1);
}

TEST(RelievingDemand, HelpsWhereNothingElseIsShort) {
  const ReliefReport report = RelievedSystem("T6").study(0.02);
  expect_elasticity(report, "demand", 1, 1);
  expect_elasticity(report, "works", 0, 0);
}

TEST(RelievingMoney, HelpsWhereItIsShort) {
  const ReliefReport report = RelievedSystem("T7").study(0.02);
  expect_elasticity(report, "money", 1, 1);
  expect_elasticity(report, "works", 0, 0);
  expect_elasticity(report, "demand", 0, 0);
  // Ten a day could be made, six are paid.
  EXPECT_NEAR(row(report, "money").headroom.value().by, 10.0 / 6 - 1, 0.02);
}

TEST(RelievingALimitOfOnePlace, AddsAWholePlace) {
  for (const auto& [name, limit] :
       {std::pair("wip-limit", "b_slots"), {"full-store", "shelf_space"}}) {
    const RelievedSystem system(name);
    ReliefQuestion question = system.question(0.1);
    const BaseFacts facts = system.worlds().base();
    for (auto* list : {&question.constraints, &question.extensive}) {
      for (auto& constraint : *list) {
        const auto known =
            std::find_if(facts.constraints.begin(), facts.constraints.end(),
                         [&](const auto& one) { return one.name == constraint.name; });
        constraint.wholes = known->wholes;
      }
    }
    const ReliefReport report = study_relief(question, system.runner());
    const ReliefRow& slots = row(report, limit);
    // A lot takes five days, and all else is done in some hours: two places let twice as much pass.
    EXPECT_EQ(slots.change_plus, 1) << name;
    EXPECT_NEAR(slots.e_plus.at(23).mean, 1, kTolerance) << name;
    EXPECT_EQ(slots.change_minus, 0) << name;
    EXPECT_TRUE(slots.e_minus.empty()) << name;
    EXPECT_NEAR(report.sum->parts.at(23), 1, kTolerance) << name;
  }
}

TEST(RelievingAnOutage, BringsBackWhatItCost) {
  const RelievedSystem system("T9");
  const BaseFacts facts = system.worlds().base();
  const auto outage = std::find_if(facts.constraints.begin(), facts.constraints.end(),
                                   [](const auto& constraint) { return constraint.time; });
  ASSERT_NE(outage, facts.constraints.end());
  const auto outcomes =
      system.worlds().run(std::vector<Variant>{{}, {.relaxed = {Relaxation::by(outage->name, 3)}}});
  // A third of 90 days is covered by the stock of 30: nothing of the 600 is lost.
  EXPECT_NEAR(outcomes[1][0].output.back() - outcomes[0][0].output.back(), 600, 1);
}

TEST(RelievingAParallelTie, HelpsOnlyAllThreeTogether) {
  const ReliefReport report = RelievedSystem("T2-three").study(0.02);
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, (std::vector<std::string>{"b", "c", "d"}));
  EXPECT_NEAR(report.ties[0].e_plus.at(11).mean, 1, kTolerance);
}

TEST(RelievingSixGatesInSeries, HelpsOnlyAllSixTogether) {
  const std::vector<std::string> gates = {"a", "b", "c", "d", "e", "f"};
  const ReliefReport report = RelievedSystem("T2-six").study(0.05);
  for (const std::string& gate : gates)
    expect_elasticity(report, gate, 0, 1);
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, gates);
  EXPECT_NEAR(report.ties[0].e_plus.at(11).mean, 1, kTolerance);
}

class EverySystem : public testing::TestWithParam<const char*> {};

TEST_P(EverySystem, GivesAsMuchMoreAsAllOfItsAmountsTogether) {
  const RelievedSystem system(GetParam());
  ReliefQuestion question = system.question(0.03);
  question.headroom = false;
  const ReliefReport report = study_relief(question, system.runner());
  for (const std::size_t month : question.year_ends) {
    const double lots = report.output[month].mean;
    EXPECT_NEAR(report.sum->together.at(month), 1, 0.02 + 2 / (0.03 * lots)) << month;
  }
}

TEST_P(EverySystem, NeverGivesLessWhenACapacityIsRelaxed) {
  const RelievedSystem system(GetParam());
  ReliefQuestion question = system.question(0.1);
  question.headroom = question.together = false;
  const ReliefReport report = study_relief(question, system.runner());
  for (const ReliefRow& row : report.rows) {
    for (std::size_t month = 0; month < row.gain.size(); ++month) {
      EXPECT_GE(row.gain[month].mean, 0) << row.constraints.front() << " " << month;
      EXPECT_GE(row.e_minus[month].mean, 0) << row.constraints.front() << " " << month;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Textbook, EverySystem,
                         testing::Values("T1", "T2-series", "T2-join", "T3", "T4", "T5a", "T5b",
                                         "T6", "T7", "T9"),
                         [](const auto& which) {
                           std::string name = which.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace chokepoint::models
