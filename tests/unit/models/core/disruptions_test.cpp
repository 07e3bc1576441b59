#include "models/core/disruptions.hpp"

#include <gtest/gtest.h>

#include "models/core/export_rule.hpp"
#include "models/core/places.hpp"

namespace chokepoint::models {
namespace {

/// Stops everything in a region from day 100 to day 190.
Disruption stop_of(const std::string& name, double share = 1) {
  Disruption stop{.name = name};
  stop.from = 100 * kDay;
  stop.to = 190 * kDay;
  stop.share = share;
  stop.steps = {{stop.from, 1 - share}, {stop.to, 1}};
  stop.regions = {"island"};
  stop.transit = 7 * kDay;
  return stop;
}

Disruption relocation(double share) {
  Disruption move{.name = "move", .kind = Disruption::Kind::relocate};
  move.firms = {"maker"};
  move.region = "desert";
  move.share = share;
  return move;
}

const std::vector<AbroadSpec> kAbroad = {{.region = "desert", .at_start = 0.2, .added = 0.5}};

TEST(Disruptions, WhatIsLeftIsAStepFunctionOfTheDate) {
  const Disruption stop = stop_of("stop", 0.75);
  EXPECT_EQ(stop.left(100 * kDay - 1), 1);
  EXPECT_EQ(stop.left(100 * kDay), 0.25);
  EXPECT_EQ(stop.left(190 * kDay - 1), 0.25);
  EXPECT_EQ(stop.left(190 * kDay), 1);
}

TEST(Disruptions, InvestorsCloseAndLendersOnlyWhenTheySaySo) {
  Disruption investors{.name = "investors", .kind = Disruption::Kind::capital, .from = kDay};
  investors.steps = {{kDay, 0.25}, {9 * kDay, 1}};
  Disruption lenders = investors;
  lenders.name = "lenders";
  lenders.lenders_close = true;
  const Disruptions one({investors});
  EXPECT_EQ(one.capital(2 * kDay), 0.25);
  EXPECT_EQ(one.loans(2 * kDay), 1);
  const Disruptions both({investors, lenders});
  EXPECT_EQ(both.capital(2 * kDay), 0.0625);
  EXPECT_EQ(both.loans(2 * kDay), 0.25);
  EXPECT_EQ(both.loans(9 * kDay), 1);
}

TEST(Disruptions, OfTwoStockpilesTheLargerOneIsHeldAndTheFasterOneFilled) {
  Disruption slow{.name = "slow", .kind = Disruption::Kind::stockpile, .from = kDay};
  slow.firms = {"maker"};
  slow.months = 12;
  slow.share = 0.1;
  Disruption hoard = slow;
  hoard.name = "hoard";
  hoard.from = 5 * kDay;
  hoard.months = 6;
  hoard.share = 0.5;
  const Disruptions events({slow, hoard});
  EXPECT_EQ(events.stockpile("maker", 0).months, 0);
  EXPECT_EQ(events.stockpile("maker", 2 * kDay).part, 0.1);
  EXPECT_EQ(events.stockpile("maker", 5 * kDay).months, 12);
  EXPECT_EQ(events.stockpile("maker", 5 * kDay).part, 0.5);
  EXPECT_EQ(events.stockpile("other", 5 * kDay).months, 0);
}

TEST(Disruptions, WhatHasAllBackAtOnceOrTakesNoShareTakesNothing) {
  EXPECT_FALSE(stop_of("stop").takes_nothing());
  EXPECT_TRUE(stop_of("null", 0).takes_nothing());
  Disruption back = stop_of("back");
  back.steps = {{back.from, 0}, {back.from, 1}};
  EXPECT_TRUE(back.takes_nothing());
  EXPECT_FALSE(relocation(0.4).takes_nothing());
}

TEST(Places, CapacityStandsWhereItWasBuiltAndWhatIsLeftFollows) {
  const Disruptions events({stop_of("stop")});
  const Places places(events, "maker", "island", kAbroad);
  ASSERT_TRUE(places.concerned());
  PlacedCapacity capacity(places, 100);
  EXPECT_DOUBLE_EQ(capacity.left(150 * kDay), 0.2);
  capacity.add(100, 0);  // half of it goes abroad
  EXPECT_DOUBLE_EQ(capacity.left(150 * kDay), 70.0 / 200);
  EXPECT_DOUBLE_EQ(capacity.left(190 * kDay), 1);
}

TEST(Places, ANodeIsStruckByItselfEverywhereOrInOneRegion) {
  Disruption stop = stop_of("stop");
  stop.firms.clear();
  stop.regions.clear();
  const auto left = [&](const std::string& struck, std::string_view node) {
    stop.nodes = {struck};
    const Disruptions events({stop});
    const Places places(events, "maker", "island", kAbroad, node);
    EXPECT_TRUE(places.concerned());
    return PlacedCapacity(places, 100).left(150 * kDay);  // a fifth of it stands abroad
  };
  EXPECT_DOUBLE_EQ(left("maker.n3", "n3"), 0);
  EXPECT_DOUBLE_EQ(left("maker.island.n3", "n3"), 0.2);
  EXPECT_DOUBLE_EQ(left("maker." + kAbroad.front().region + ".n3", "n3"), 0.8);
  EXPECT_DOUBLE_EQ(left("maker.n3", "n5"), 1);
  EXPECT_DOUBLE_EQ(left("maker.n3", ""), 1);
  const Disruptions events({stop});
  EXPECT_TRUE(events.strikes_nodes("maker"));
  EXPECT_FALSE(events.strikes_nodes("maker", "n5"));
  EXPECT_FALSE(events.strikes_nodes("make"));
}

TEST(Places, WhatOpensAbroadIsLeftAndHomeHasSoMuchLess) {
  const Disruptions events({stop_of("stop")});
  const Places places(events, "maker", "island", kAbroad);
  PlacedCapacity capacity(places, 100);  // a fifth of it stands abroad
  const std::size_t abroad = places.in(kAbroad.front().region);
  capacity.move(abroad, 30);
  EXPECT_DOUBLE_EQ(capacity.left(150 * kDay), 0.5);
  capacity.move(abroad, 1000);  // no more than there is at home
  EXPECT_DOUBLE_EQ(capacity.left(150 * kDay), 1);
  EXPECT_EQ(places.in("moon"), 0U);
}

TEST(Places, AfterAFirmsPatienceAllThatIsAddedGoesElsewhereUntilItIsBack) {
  const Disruptions events({stop_of("stop")});
  Places places(events, "maker", "island", kAbroad);
  EXPECT_FALSE(places.give_up_or_take_up(100 * kDay, 30 * kDay));
  EXPECT_DOUBLE_EQ(places.split(100 * kDay)[1], 0.5);
  EXPECT_TRUE(places.give_up_or_take_up(130 * kDay, 30 * kDay));
  EXPECT_DOUBLE_EQ(places.split(130 * kDay)[1], 1);
  EXPECT_DOUBLE_EQ(places.split_of(99 * kDay)[1], 0.5);  // decided before
  EXPECT_TRUE(places.give_up_or_take_up(190 * kDay, 30 * kDay));
  EXPECT_DOUBLE_EQ(places.split(190 * kDay)[1], 0.5);
}

TEST(Places, ARelocationTakesItsShareFromEveryPlace) {
  const Disruptions events({relocation(0.4)});
  const Places places(events, "maker", "island", kAbroad);
  const std::vector<double> parts = places.split(0);
  EXPECT_DOUBLE_EQ(parts[0], 0.5 * 0.6);
  EXPECT_DOUBLE_EQ(parts[1], 0.5 * 0.6 + 0.4);
  EXPECT_DOUBLE_EQ(places.moved(0), 0.2);
}

TEST(Places, RelocationsAddUpInAnyOrder) {
  Disruption other = relocation(0.5);
  other.region = "hills";
  for (const auto& moves : {std::vector{relocation(0.4), other}, {other, relocation(0.4)}}) {
    const Disruptions events(moves);
    const Places places(events, "maker", "island", {});
    const std::vector<double> parts = places.split(0);
    EXPECT_DOUBLE_EQ(parts[0], 0.1);
    EXPECT_DOUBLE_EQ(parts[places.in("desert")], 0.4);
    EXPECT_DOUBLE_EQ(parts[places.in("hills")], 0.5);
  }
  // Two that want more than all of it in one region have all of it.
  const Disruptions twice({relocation(0.8), relocation(0.7)});
  const Places places(twice, "maker", "island", {});
  EXPECT_DOUBLE_EQ(places.split(0)[places.in("desert")], 1);
}

TEST(Places, WithoutEventsNothingIsKept) {
  const Disruptions events;
  const Places places(events, "maker", "island", kAbroad);
  EXPECT_FALSE(places.concerned());
  PlacedCapacity capacity(places, 100);
  capacity.add(100, 0);
  EXPECT_EQ(capacity.left(0), 1);
  EXPECT_EQ(capacity.counted(), 1);
}

TEST(ExportRule, ForbidsItsGoodsIntoItsRegionsBetweenItsDates) {
  const ExportRule rule{.into = {"china"}, .goods = "hbm_wafer", .from = 100, .to = 200};
  EXPECT_TRUE(rule.forbids("china", "hbm_wafer", 100));
  EXPECT_TRUE(rule.forbids("china", "hbm_wafer", 199));
  EXPECT_FALSE(rule.forbids("china", "hbm_wafer", 99));
  EXPECT_FALSE(rule.forbids("china", "hbm_wafer", 200));
  EXPECT_FALSE(rule.forbids("china", "dram_wafer", 150));
  EXPECT_FALSE(rule.forbids("korea", "hbm_wafer", 150));
  EXPECT_TRUE((ExportRule{.into = {"china"}}.forbids("china", "anything", 0)));
}

}  // namespace
}  // namespace chokepoint::models
