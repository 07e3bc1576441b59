#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "models/policy/consumption.hpp"
#include "models/policy/lithography.hpp"
#include "models/policy/memory_price.hpp"
#include "models/policy/node_conversion.hpp"
#include "models/policy/yield_learning.hpp"

namespace chokepoint::models {
namespace {

TEST(LithographyTest, PassesAreWafersTimesLayersAndToolsTimesHours) {
  constexpr std::array<LayerLoad, 2> kLoads{{{100, 20}, {30, 5}}};
  EXPECT_DOUBLE_EQ(euv_passes(kLoads), 2150);
  EXPECT_DOUBLE_EQ(euv_passes({}), 0);
  EXPECT_NEAR(12 * passes_per_tool_month(100, 0.5), 50 * 24 * 365.2425, 1e-6);
}

TEST(LithographyTest, AFabOrdersWhatItsRoomsWillNeedLessWhatItHasOrOrdered) {
  ToolNeed need{.wafers_per_month = 1000,
                .layers = 20,
                .passes_per_tool = 1000,
                .usable_share = 0.8,
                .margin = 1.2,
                .fleet = 10,
                .on_order = 2,
                .smoothing_months = 9};
  EXPECT_DOUBLE_EQ(tool_target(need), 30);
  EXPECT_DOUBLE_EQ(tools_to_order(need), 2);
  need.on_order = 25;
  EXPECT_DOUBLE_EQ(tools_to_order(need), 0);
  need.passes_per_tool = 0;
  EXPECT_DOUBLE_EQ(tool_target(need), 0);
}

TEST(LithographyTest, AFabLooksAsFarAheadAsItsToolsTake) {
  EXPECT_DOUBLE_EQ(tool_horizon(24, 0), 24);  // nothing was promised yet
  EXPECT_DOUBLE_EQ(tool_horizon(24, 20), 24);
  EXPECT_DOUBLE_EQ(tool_horizon(24, 31), 31);
}

TEST(LithographyTest, WafersFollowTheRoadmapAsFarAsThereArePasses) {
  EXPECT_DOUBLE_EQ(layers_run(4, 2, 500, 100), 4);  // enough for the roadmap
  EXPECT_DOUBLE_EQ(layers_run(4, 2, 300, 100), 3);  // the older process for a part of them
  EXPECT_DOUBLE_EQ(layers_run(4, 2, 100, 100), 2);  // never back
  EXPECT_DOUBLE_EQ(layers_run(1, 2, 50, 100), 1);   // unless the roadmap itself needs fewer
  EXPECT_DOUBLE_EQ(layers_run(4, 2, -50, 100), 2);  // what others need first is more than all
  EXPECT_DOUBLE_EQ(layers_run(4, 2, 0, 0), 4);      // nothing to make
}

constexpr PriceRule kPrice{.gain_per_month = 1,
                           .steepest_fall = 0.1,
                           .steepest_rise = 0.2,
                           .cash_cost = 0.5,
                           .ceiling = 12};

TEST(MemoryPriceTest, FollowsTheRatioOfDemandToSupplyWithinItsLimits) {
  EXPECT_NEAR(next_price(kPrice, 1, 105, 100), 1.05, 1e-11);
  EXPECT_NEAR(next_price(kPrice, 1, 300, 100), std::exp(0.2), 1e-11);
  EXPECT_NEAR(next_price(kPrice, 1, 50, 100), std::exp(-0.1), 1e-11);
  EXPECT_DOUBLE_EQ(next_price(kPrice, 1, 100, 100), 1);
}

TEST(MemoryPriceTest, TheMarketIsTheMeanOfItsMakersByWhatTheyMake) {
  constexpr std::array<MakersPrice, 3> kMakers{{{1, 300}, {8, 100}, {50, 0}}};
  EXPECT_NEAR(published_price(kMakers), std::exp(std::log(8) / 4), 1e-9);
  EXPECT_DOUBLE_EQ(published_price({}), 0);
}

TEST(MemoryPriceTest, APriceIsDrawnToTheMarket) {
  EXPECT_NEAR(drawn_to_market(4, 1, 0.5), 2, 1e-9);
  EXPECT_NEAR(drawn_to_market(1, 4, 0.5), 2, 1e-9);
  EXPECT_NEAR(drawn_to_market(4, 1, 1), 1, 1e-9);
  EXPECT_DOUBLE_EQ(drawn_to_market(4, 1, 0), 4);
  EXPECT_DOUBLE_EQ(drawn_to_market(4, 0, 0.5), 4);  // nobody has published a price
}

TEST(MemoryPriceTest, StopsAtTheCashCostAndAtTheCeiling) {
  EXPECT_DOUBLE_EQ(next_price(kPrice, 0.51, 50, 100), 0.5);
  EXPECT_DOUBLE_EQ(next_price(kPrice, 11.9, 300, 100), 12);
  EXPECT_DOUBLE_EQ(next_price(kPrice, 0.5, 0, 100), 0.5);
  EXPECT_DOUBLE_EQ(next_price(kPrice, 0.4, 50, 100), 0.4);  // already below: it stays
}

TEST(FabTriggerTest, NeedsPriceVolumeAndTimeTogether) {
  const FabTrigger trigger{.price = 1.6, .months = 9, .utilisation = 0.9};
  double months = 0;
  for (int i = 0; i < 8; ++i)
    months = count_high(trigger, months, 1.7, 0.95, 1);
  EXPECT_FALSE(pulled(trigger, months));
  EXPECT_TRUE(pulled(trigger, count_high(trigger, months, 1.7, 0.95, 1)));
  EXPECT_DOUBLE_EQ(count_high(trigger, months, 1.6, 0.95, 1), 0);  // not above
  EXPECT_DOUBLE_EQ(count_high(trigger, months, 1.7, 0.89, 1), 0);  // rooms not full
}

TEST(HbmAppealTest, FallsOnceCommodityMemoryEarnsMore) {
  EXPECT_DOUBLE_EQ(hbm_appeal(3, 1), 1);
  EXPECT_DOUBLE_EQ(hbm_appeal(3, 3), 1);
  EXPECT_DOUBLE_EQ(hbm_appeal(3, 6), 0.5);
}

TEST(ConsumptionTest, ACheapPriceDoesNotRaiseWhatPeopleWant) {
  const PriceResponse rule{.elasticity = 0.5, .lag_months = 4, .unit_exponent = 2};
  EXPECT_DOUBLE_EQ(long_run_response(rule, 0.5), 1);
  EXPECT_NEAR(long_run_response(rule, 4), 0.5, 1e-11);
}

TEST(ConsumptionTest, DemandFollowsThePriceWithALagAndTheLowEndFirst) {
  const PriceResponse rule{.elasticity = 0.5, .lag_months = 4, .unit_exponent = 2};
  EXPECT_NEAR(next_response(rule, 1, 4), 0.875, 1e-11);
  EXPECT_NEAR(unit_response(rule, 0.9), 0.81, 1e-11);
}

TEST(ConversionTest, TakesWhatIsIdleWhatIsMissingOrWhatCrewsCanBegin) {
  const ConversionRule rule{.reserve = 0.1, .yields = 0.5, .most_per_month = 1000};
  ConversionView view{.standing = 10'000,
                      .announced = 6000,
                      .newer_target = 9000,
                      .newer_pace = 8000,
                      .under_way = 0};
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 12), 2000);  // 1000 missing, half a wafer from each
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 1), 1000);   // what crews can begin in a month
  view.under_way = 900;
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 12), 200);
  view.under_way = 0;
  view.announced = 8500;
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 12), 500);  // a tenth is kept
  view.announced = 9500;
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 12), 0);
  view.announced = 0;
  view.newer_pace = 10'000;
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 12), 0);
}

TEST(ConversionTest, RoomIsKeptForWhatIsMadeAndLateAndForWhatIsBelievedOrAllThatIsAnnounced) {
  ConversionRule rule{.reserve = 0.1, .yields = 1, .most_per_month = 1e6};
  ConversionView view{
      .standing = 10'000, .announced = 20'000, .believed = 5000, .made = 4000, .newer_target = 1e6};
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 1), 0);
  rule.keeps_announced = false;
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 1), 4000);
  view.late = 500;
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 1), 3500);
  view.made = 6000;
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 1), 2500);
  view.believed = 8500;
  EXPECT_DOUBLE_EQ(to_convert(rule, view, 1), 0);
}

TEST(YieldTest, TheDistanceFromMatureHalvesWithSoManyWafers) {
  const YieldLearning rule{.first = 0.6, .half_wafers = 1000};
  EXPECT_DOUBLE_EQ(yield_after(rule, 0), 0.6);
  EXPECT_NEAR(yield_after(rule, 1000), 0.8, 1e-9);
  EXPECT_NEAR(yield_after(rule, 2000), 0.9, 1e-9);
  EXPECT_DOUBLE_EQ(yield_after({.first = 1, .half_wafers = 1000}, 500), 1);
}

TEST(HiringTest, TeamsBringAPartOfTheGapAndNothingFromWhoKnowsLess) {
  const double half_a_year = 0.5;
  const HiringRule rule{.closes_per_year = 2 * std::log(2.0)};
  EXPECT_NEAR(brought_along(rule, 1000, 200, half_a_year), 400, 1e-6);
  EXPECT_DOUBLE_EQ(brought_along(rule, 1000, 200, 0), 0);
  EXPECT_DOUBLE_EQ(brought_along(rule, 200, 1000, 5), 0);
  EXPECT_NEAR(brought_along(rule, 1000, 0, 100), 1000, 1e-6);
  EXPECT_DOUBLE_EQ(brought_along(HiringRule{}, 1000, 0, 5), 0);
}

TEST(ConsumptionTest, ModelsStayOnTheOlderNodeUpToAPart) {
  const Fallback rule{.most = 0.5, .wafers = 1, .lag_months = 6};
  EXPECT_DOUBLE_EQ(kept_back(rule, 1, 1), 0);
  EXPECT_DOUBLE_EQ(kept_back(rule, 0.75, 1), 0.25);
  EXPECT_DOUBLE_EQ(kept_back(rule, 0.1, 1), 0.5);   // the best models need the new one
  EXPECT_DOUBLE_EQ(kept_back(rule, 0.75, 0.5), 0);  // memory allows no more
  EXPECT_DOUBLE_EQ(next_kept_back(rule, 0, 0.4, 3), 0.25);
  EXPECT_DOUBLE_EQ(next_kept_back(rule, 0.5, 1, 6), 0);  // the new one has come
}

TEST(ConsumptionTest, BuyersShiftTowardTheCheaperSeller) {
  EXPECT_NEAR(shifted_weight(0.4, 1, 2, 2), 1.6, 1e-11);
  EXPECT_NEAR(shifted_weight(0.4, 2, 2, 2), 0.4, 1e-11);
  EXPECT_NEAR(shifted_weight(0.4, 1, 2, 0), 0.4, 1e-11);
}

TEST(ConsumptionTest, AnOrderIsContractSpotAndPadding) {
  const SteadyOrder order = split_order(1000, 0.92, 0.1);
  EXPECT_EQ(order.contracted, 920);
  EXPECT_EQ(order.padding, 100);
  EXPECT_EQ(order.spot, 180);
  const SteadyOrder none = split_order(0, 0.92, 0.1);
  EXPECT_EQ(none.contracted + none.spot + none.padding, 0);
}

}  // namespace
}  // namespace chokepoint::models
