#include "models/policy/capacity_plan.hpp"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "models/actors/common_keys.hpp"
#include "models/policy/room_plan.hpp"

namespace chokepoint::models {
namespace {

CapacityRule rule(double conviction) {
  return {.conviction = conviction,
          .lead_months = 12,
          .smoothing_months = 5,
          .max_growth_per_year = 1,
          .faith = {.patience_months = 9, .fade_months = 12, .floor = 0},
          .backlog_months = 18};
}

TEST(ExpansionChoiceTest, StartsNothingWhileWhatStandsAndIsUnderWayIsEnough) {
  const ExpansionChoice choice =
      choose_expansion(rule(1), {.heard = 100, .trend = 50, .standing = 60, .under_way = 40});
  EXPECT_DOUBLE_EQ(choice.per_month, 0);
  EXPECT_EQ(choice.limit, ExpansionLimit::demand);
}

TEST(ExpansionChoiceTest, ClosesTheGapOverTheSmoothingTime) {
  const ExpansionChoice choice =
      choose_expansion(rule(1), {.heard = 110, .trend = 50, .standing = 60, .under_way = 40});
  EXPECT_DOUBLE_EQ(choice.per_month, 2);
  EXPECT_EQ(choice.limit, ExpansionLimit::demand);
}

TEST(ExpansionChoiceTest, SaysSoWhenItBelievedLessThanItHeard) {
  const ExpansionChoice choice =
      choose_expansion(rule(0.5), {.heard = 200, .trend = 20, .standing = 60, .under_way = 40});
  EXPECT_DOUBLE_EQ(choice.per_month, 2);
  EXPECT_EQ(choice.limit, ExpansionLimit::orders);
}

TEST(ExpansionChoiceTest, NeverGrowsFasterThanItsPeopleDo) {
  const ExpansionChoice choice =
      choose_expansion(rule(1), {.heard = 1000, .trend = 50, .standing = 60, .under_way = 40});
  EXPECT_NEAR(choice.per_month, 100 * (std::pow(2.0, 1.0 / 12) - 1), 1e-12);
  EXPECT_EQ(choice.limit, ExpansionLimit::growth);
}

TEST(ExpansionChoiceTest, GrowsByItsCapInAYearHoweverOftenItPlans) {
  for (const int plannings : {1, 4, 12}) {
    double standing = 60;
    for (int i = 0; i < plannings; ++i)
      standing *= grown_over(1.75, 12.0 / plannings);
    EXPECT_NEAR(standing, 60 * 2.75, 1e-9) << plannings;
  }
  CapacityView view{.heard = 1e9, .standing = 60};
  for (int month = 0; month < 12; ++month)
    view.under_way += choose_expansion(rule(1), view).per_month;
  EXPECT_NEAR(view.under_way, 60, 1e-9);
}

TEST(ExpansionChoiceTest, ABacklogAloneMakesAFirmGrowThatBelievesNobody) {
  const CapacityView view{.heard = 0, .trend = 100, .backlog = 10 * 18, .standing = 100};
  EXPECT_DOUBLE_EQ(choose_expansion(rule(0), view).per_month, 2);
}

TEST(ExpansionChoiceTest, LongIdlenessTakesTheWeightFromAnnouncements) {
  CapacityView view{.heard = 110, .trend = 50, .standing = 100, .idle_months = 9};
  EXPECT_DOUBLE_EQ(choose_expansion(rule(1), view).per_month, 2);
  view.idle_months = 21;
  EXPECT_DOUBLE_EQ(choose_expansion(rule(1), view).per_month, 0);
}

TEST(IdleTest, CountsMonthsOfLowUtilisationInARow) {
  EXPECT_DOUBLE_EQ(count_idle({.idle_below = 0.75}, 4, 0.74, 3), 7);
  EXPECT_DOUBLE_EQ(count_idle({.idle_below = 0.75}, 4, 0.75, 3), 0);
}

constexpr CrewRule kCrew{
    .backlog_months = 18, .lag_months = 10, .max_growth_per_year = 0.24, .kept_per_month = 3};

TEST(CrewTest, MovesATenthOfTheWayEachMonth) {
  EXPECT_DOUBLE_EQ(choose_crew(kCrew, 4, 18 * 4, 1).per_month, 4);
  EXPECT_DOUBLE_EQ(choose_crew(kCrew, 4, 18 * 4.5, 1).per_month, 4.05);
  EXPECT_DOUBLE_EQ(choose_crew(kCrew, 4, 18 * 3.5, 1).per_month, 3.95);
}

TEST(CrewTest, GrowsNoFasterThanItsCapAndSaysSo) {
  const CrewChoice choice = choose_crew(kCrew, 4, 18 * 40, 1);
  EXPECT_DOUBLE_EQ(choice.per_month, 4 * std::pow(1.24, 1.0 / 12));
  EXPECT_EQ(choice.limit, ExpansionLimit::growth);
}

TEST(CrewTest, KeepsItsPeopleWhenNobodyOrders) {
  EXPECT_DOUBLE_EQ(choose_crew(kCrew, 3.1, 0, 12).per_month, 3);
}

TEST(CrewTest, LearnsByDoingSoWithoutPartsNobodyIsTrained) {
  EXPECT_DOUBLE_EQ(crew_change(0.4, 1), 0.4);
  EXPECT_DOUBLE_EQ(crew_change(0.4, 0.25), 0.1);
  EXPECT_DOUBLE_EQ(crew_change(0.4, 0), 0);
  EXPECT_DOUBLE_EQ(crew_change(-0.4, 0), -0.4);
}

TEST(RoomPlanTest, SteadyCustomersAreBelievedInFullAndFastOnesALittle) {
  const RoomRule sceptic{.conviction = 0.25, .stable_margin = 1.1, .smoothing_months = 12};
  EXPECT_DOUBLE_EQ(room_target(sceptic, {.stable = 100, .fast = 80, .trend = 40}), 110 + 50);
}

TEST(RoomPlanTest, ATrendCountsAsFarAsItIsAnnouncedWhereNoMoreIsBelieved) {
  RoomRule rule{.conviction = 0.25, .stable_margin = 1.1, .smoothing_months = 10};
  const RoomView leaving{.stable = 100, .fast = 40, .trend = 80};
  EXPECT_DOUBLE_EQ(room_target(rule, leaving), 110 + 70);
  EXPECT_DOUBLE_EQ(choose_rooms(rule, leaving).announced, 110 + 80);
  rule.trend_within_announced = true;
  EXPECT_DOUBLE_EQ(room_target(rule, leaving), 110 + 40);
  EXPECT_DOUBLE_EQ(choose_rooms(rule, leaving).announced, 110 + 40);
  EXPECT_DOUBLE_EQ(room_target(rule, {.stable = 100, .fast = 80, .trend = 40}), 110 + 50);
}

TEST(RoomPlanTest, WhatWaitsIsNoPartOfWhatIsBelieved) {
  const RoomRule rule{.conviction = 0.25, .stable_margin = 1.1, .backlog_months = 20};
  const RoomView view{.stable = 100, .fast = 80, .trend = 40, .backlog = 600};
  EXPECT_DOUBLE_EQ(believed_rate(rule, view), 110 + 50);
  EXPECT_DOUBLE_EQ(room_target(rule, view), 110 + 50 + 30);
}

TEST(RoomPlanTest, RoomsUnderWayAreCountedAndDisbeliefIsNamed) {
  const RoomRule sceptic{.conviction = 0.25, .stable_margin = 1, .smoothing_months = 10};
  const RoomView enough{.stable = 100, .fast = 80, .trend = 40, .standing = 100, .under_way = 50};
  EXPECT_DOUBLE_EQ(choose_rooms(sceptic, enough).per_month, 0);
  EXPECT_EQ(choose_rooms(sceptic, enough).limit, RoomLimit::conviction);
  const RoomView none{.stable = 100, .fast = 0, .trend = 0, .standing = 60, .under_way = 30};
  EXPECT_DOUBLE_EQ(choose_rooms(sceptic, none).per_month, 1);
  EXPECT_EQ(choose_rooms(sceptic, none).limit, RoomLimit::demand);
}

TEST(RoomPlanTest, SteadyBusinessGetsItsUsualPaceOrItsWholeBook) {
  EXPECT_DOUBLE_EQ(steady_share(50, 40, 100), 0.5);
  EXPECT_DOUBLE_EQ(steady_share(50, 60, 100), 0.6);
  EXPECT_DOUBLE_EQ(steady_share(200, 400, 100), 0.97);
  EXPECT_DOUBLE_EQ(steady_share(50, 0, 0), 0.97);
}

TEST(RoomPlanTest, WhoElseHasAContractGetsItsPartWhenThereIsNotEnough) {
  EXPECT_DOUBLE_EQ(steady_share(50, 40, 100, 50), 0.5);
  EXPECT_DOUBLE_EQ(steady_share(50, 40, 100, 10), 0.5);  // enough for both
  EXPECT_DOUBLE_EQ(steady_share(60, 90, 100, 30), 0.75);
  EXPECT_DOUBLE_EQ(steady_share(60, 90, 0, 30), 0.97);
}

TEST(RoomPlanTest, StartsForSteadyCustomersAreKnownFromTheRest) {
  const RoomRule rule{.conviction = 0.5, .stable_margin = 1.1, .smoothing_months = 10};
  const RoomChoice both = choose_rooms(rule, {.stable = 100, .fast = 80, .standing = 90});
  EXPECT_DOUBLE_EQ(both.per_month, 6);
  EXPECT_DOUBLE_EQ(both.steady, 2);
  EXPECT_DOUBLE_EQ(choose_rooms(rule, {.stable = 100, .fast = 80, .standing = 120}).steady, 0);
}

TEST(RoomPlanTest, OnANodeOfSteadyCustomersAsManyRoomsAreStartedAsTheyNeedUnlessThatIsSwitchedOff) {
  const auto started_for_phones = [](bool steady_first) {
    const RoomRule rule{.conviction = 0.5,
                        .stable_margin = 1,
                        .smoothing_months = 10,
                        .steady_first = steady_first};
    std::array<RoomChoice, 2> nodes{choose_rooms(rule, {.fast = 160}),
                                    choose_rooms(rule, {.stable = 40})};
    share_start_rate(nodes, 6);  // of 8 and 4 a month that are wanted
    return nodes[1].per_month;
  };
  EXPECT_DOUBLE_EQ(started_for_phones(true), 4);
  EXPECT_DOUBLE_EQ(started_for_phones(false), 2);
}

TEST(RoomPlanTest, NodesShareTheStartRateInProportion) {
  std::array<RoomChoice, 3> nodes{
      {{6, 0, RoomLimit::demand}, {0, 0, RoomLimit::demand}, {2, 0, RoomLimit::conviction}}};
  share_start_rate(nodes, 8);
  EXPECT_DOUBLE_EQ(nodes[0].per_month, 6);
  EXPECT_EQ(nodes[2].limit, RoomLimit::conviction);
  share_start_rate(nodes, 4);
  EXPECT_DOUBLE_EQ(nodes[0].per_month, 3);
  EXPECT_DOUBLE_EQ(nodes[2].per_month, 1);
  EXPECT_EQ(nodes[0].limit, RoomLimit::start_rate);
  EXPECT_EQ(nodes[1].limit, RoomLimit::demand);
}

TEST(RoomPlanTest, RoomsForSteadyCustomersAreStartedFirst) {
  std::array<RoomChoice, 3> nodes{
      {{8, 1, RoomLimit::demand}, {3, 3, RoomLimit::demand}, {2, 0, RoomLimit::demand}}};
  share_start_rate(nodes, 7);
  EXPECT_DOUBLE_EQ(nodes[0].per_month, 1 + 7.0 / 3);
  EXPECT_DOUBLE_EQ(nodes[1].per_month, 3);
  EXPECT_DOUBLE_EQ(nodes[2].per_month, 2.0 / 3);
  EXPECT_EQ(nodes[0].limit, RoomLimit::start_rate);
  EXPECT_EQ(nodes[1].limit, RoomLimit::demand);
  share_start_rate(nodes, 2);
  EXPECT_DOUBLE_EQ(nodes[0].per_month, 0.5);
  EXPECT_DOUBLE_EQ(nodes[1].per_month, 1.5);
  EXPECT_DOUBLE_EQ(nodes[2].per_month, 0);
  EXPECT_EQ(nodes[1].limit, RoomLimit::start_rate);
}

TEST(StartLimitTest, GrowsOnlyWhileMoreIsWantedThanItAllows) {
  EXPECT_DOUBLE_EQ(next_start_limit(5, 4, 0.22, 1, 11), 5);
  EXPECT_DOUBLE_EQ(next_start_limit(5, 5, 0.22, 1, 11), 5);
  EXPECT_NEAR(next_start_limit(5, 6, 0.24, 1, 11), 5 * std::exp(0.02), 1e-9);
  EXPECT_DOUBLE_EQ(next_start_limit(10.9, 20, 0.24, 3, 11), 11);
  // A limit that begins above the ceiling is not taken away.
  EXPECT_DOUBLE_EQ(next_start_limit(12, 20, 0.24, 3, 11), 12);
}

TEST(SubsidyTest, TakesItsPartFromTheLossOfARoomTooMany) {
  const auto conviction = [](double own, double part) {
    return subsidised(RoomRule{.conviction = own}, part).conviction;
  };
  EXPECT_DOUBLE_EQ(conviction(0.25, 0), 0.25);
  // One is missed to three that stand idle; half of the three are paid for.
  EXPECT_DOUBLE_EQ(conviction(0.25, 0.5), 0.4);
  EXPECT_DOUBLE_EQ(conviction(0.25, 1), 1);
  EXPECT_DOUBLE_EQ(conviction(0, 0.9), 0);
  EXPECT_DOUBLE_EQ(conviction(0, 1), 0);
  EXPECT_DOUBLE_EQ(conviction(1, 0.5), 1);
}

TEST(SubsidyTest, LowersThePriceAtWhichAFabPaysTowardTheCashCost) {
  const auto price = [](double own, double part) {
    return subsidised(FabTrigger{.price = own}, 0.5, part).price;
  };
  EXPECT_DOUBLE_EQ(price(1.5, 0), 1.5);
  EXPECT_DOUBLE_EQ(price(1.5, 0.25), 1.25);
  EXPECT_DOUBLE_EQ(price(1.5, 1), 0.5);
  EXPECT_DOUBLE_EQ(price(0.4, 0.5), 0.4);
}

TEST(SubsidyTest, HoldsFromItsFirstDayToTheDayAfterTheLastWhereItIsPaid) {
  const Subsidy subsidy{.rule = {.part_paid = 0.4, .reach = 0.5}, .from = 10, .to = 20};
  EXPECT_DOUBLE_EQ(subsidy.part(9), 0);
  EXPECT_DOUBLE_EQ(subsidy.part(10), 0.2);
  EXPECT_DOUBLE_EQ(subsidy.part(19), 0.2);
  EXPECT_DOUBLE_EQ(subsidy.part(20), 0);
}

}  // namespace
}  // namespace chokepoint::models
