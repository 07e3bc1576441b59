// Stories of those who supply sites: power, gear, construction.

#include <cmath>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/actors/gear_vendor.hpp"
#include "models/actors/labour_pool.hpp"
#include "models/actors/power_supplier.hpp"
#include "tests/unit/models/sites/shop.hpp"

namespace chokepoint::models {
namespace {

using test::ModelWorld;
using test::ScriptedBuyer;
using Purchases = std::vector<ScriptedBuyer::Purchase>;

constexpr double kTenADay = 10 * kMinutesPerMonth / kDay;

PowerSupplierSpec engines() {
  PowerSupplierSpec spec;
  spec.firm = {.name = "engines", .region = "here"};
  spec.constraint = "gas_engines";
  spec.rate = kTenADay;
  spec.growth_per_year = 0;
  spec.most = 100 * kTenADay;
  spec.lead = Distribution::constant(30 * kDay);
  spec.sold_out_months = 3;
  return spec;
}

OrderTerms order_of(std::int64_t quantity, bool firm = true) {
  return {.quantity = quantity, .firm = firm};
}

TEST(PowerSupplierTest, ConnectsAtItsPaceAndTurnsAwayWhatIsSoldOut) {
  ModelWorld world(200 * kDay);
  world.add<PowerSupplier>(engines());
  world.add<ScriptedBuyer>("builder", world,
                           Purchases{{0, order_of(1000), "engines"}, {0, order_of(50), "engines"}});
  world.run();
  // Ten a day, in pieces of at most a quarter, 913; a month on the way.
  EXPECT_EQ(world.story,
            "0 builder is refused 50\n121 builder receive 913\n130 builder receive 87\n");
  EXPECT_EQ(world.trace.unexplained(), 0U);
}

TEST(PowerSupplierTest, GivesBackASlotThatWasNotBegun) {
  ModelWorld world(200 * kDay);
  world.add<PowerSupplier>(engines());
  auto& buyer = world.add<ScriptedBuyer>(
      "builder", world,
      Purchases{{0, order_of(500), "engines"}, {0, order_of(300, false), "engines"}});
  buyer.cancel_in_month = 1;
  world.run();
  EXPECT_EQ(world.story, "31 builder take back 300\n80 builder receive 500\n");
}

/// The capacities that were in force for a constraint, per day, rounded.
std::vector<long> paces(const ModelWorld& world, const std::string& constraint) {
  std::vector<long> result;
  for (const CapacityStep& step : world.trace.capacity_steps()) {
    if (world.trace.name(step.constraint) == constraint && step.tick > 0) {
      result.push_back(std::lround(step.rate * kDay));
    }
  }
  return result;
}

TEST(PowerSupplierTest, GrowsOnlyInMonthsAfterItWasAskedForMoreThanHalfItsPace) {
  ModelWorld world(150 * kDay);
  PowerSupplierSpec spec = engines();
  spec.growth_per_year = 12;  // e a month
  world.add<PowerSupplier>(spec);
  world.add<ScriptedBuyer>("builder", world,
                           Purchases{{1, order_of(400), "engines"}, {2, order_of(100), "engines"}});
  world.run();
  // February's order lets it grow in March; March's is too small for the pace it then has.
  EXPECT_EQ(paces(world, "gas_engines"), (std::vector<long>{27}));
}

TEST(PowerSupplierTest, MoreSlotsTakeTheirLeadToCome) {
  ModelWorld world(300 * kDay);
  PowerSupplierSpec spec = engines();
  spec.growth_per_year = 12;  // e a month
  spec.expansion_lead = {.months = 3};
  world.add<PowerSupplier>(spec);
  world.add<ScriptedBuyer>("builder", world, Purchases{{1, order_of(400), "engines"}});
  world.run();
  ASSERT_EQ(paces(world, "gas_engines"), (std::vector<long>{27}));
  Tick grown = 0;
  for (const CapacityStep& step : world.trace.capacity_steps()) {
    if (step.tick > 0)
      grown = step.tick;
  }
  EXPECT_EQ(grown / kDay, 151);  // decided on the first of March, there on the first of June
  EXPECT_EQ(world.trace.unexplained(), 0U);
}

TEST(PowerSupplierTest, WhatWasBegunBeforeTheStartOpensOnItsDay) {
  ModelWorld world(200 * kDay);
  PowerSupplierSpec spec = engines();
  spec.under_way = {{.kw_per_month = kTenADay, .due = 60 * kDay}};
  world.add<PowerSupplier>(spec);
  world.add<ScriptedBuyer>("builder", world, Purchases{{0, order_of(800), "engines"}});
  world.run();
  EXPECT_EQ(paces(world, "gas_engines"), (std::vector<long>{20}));
  // 600 until then, the rest at twice that pace, a month on the way.
  EXPECT_EQ(world.story, "100 builder receive 800\n");
  EXPECT_EQ(world.trace.unexplained(), 0U);
}

TEST(PowerSupplierTest, FreesWhatOthersGiveUpBeforeItBuilds) {
  const auto grown = [](double quick) {
    ModelWorld world(300 * kDay);
    PowerSupplierSpec spec = engines();
    spec.growth_per_year = 12;  // e a month: from 10 to 27 a day
    spec.expansion_lead = {.months = 6};
    spec.quick = {.most = quick * kTenADay, .lead = {.months = 1}};
    world.add<PowerSupplier>(spec);
    world.add<ScriptedBuyer>("builder", world, Purchases{{1, order_of(400), "engines"}});
    world.run();
    std::vector<std::pair<Tick, long>> steps;
    for (const CapacityStep& step : world.trace.capacity_steps()) {
      if (step.tick > 0)
        steps.emplace_back(step.tick / kDay, std::lround(step.rate * kDay));
    }
    return steps;
  };
  using Steps = std::vector<std::pair<Tick, long>>;
  // Decided on the first of March: ten a day are free on the first of April, the rest is built.
  EXPECT_EQ(grown(1), (Steps{{90, 20}, {243, 27}}));
  EXPECT_EQ(grown(5), (Steps{{90, 27}}));
  EXPECT_EQ(grown(0), (Steps{{243, 27}}));
}

TEST(HallOwnerTest, SellsFinishedHallsAtItsPace) {
  ModelWorld world(200 * kDay);
  HallOwnerSpec spec{engines()};
  spec.commodity = "hall";
  world.add<HallOwner>(spec);
  OrderTerms order = order_of(1000);
  order.commodity = world.market.commodity("hall", "kW_it");
  world.add<ScriptedBuyer>("builder", world, Purchases{{0, order, "engines"}});
  world.run();
  EXPECT_EQ(world.story, "121 builder receive 913\n130 builder receive 87\n");
}

/// Notes what a seller asks for.
class PriceReader final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  PriceReader(Market& market, std::string seller, std::string commodity)
      : Firm(market, {.name = "reader", .region = "here"}),
        seller_(std::move(seller)),
        commodity_(std::move(commodity)) {}
  void meet() override {
    supplied_by(market_.firm(seller_), market_.commodity(commodity_, "kW_it"));
  }
  std::vector<PriceQuote> heard_prices;

 private:
  void plan() override {}
  void quoted(const PriceQuote& price) override { heard_prices.push_back(price); }
  std::string seller_;
  std::string commodity_;
};

TEST(PowerSupplierTest, AsksMoreAndPromisesLaterWhileOrdersWait) {
  ModelWorld world(40 * kDay);
  PowerSupplierSpec spec = engines();
  spec.usd_per_kw = 100;
  spec.price = {.most = 2, .full_months = 4};
  world.add<PowerSupplier>(spec);
  world.add<ScriptedBuyer>("builder", world,
                           Purchases{{0, order_of(500), "engines"}, {0, order_of(400), "engines"}});
  auto& reader = world.add<PriceReader>("engines", "power");
  world.run();
  ASSERT_EQ(reader.heard_prices.size(), 2U);
  EXPECT_DOUBLE_EQ(reader.heard_prices[0].usd, 100);
  EXPECT_EQ(reader.heard_prices[0].wait, 30 * kDay);
  EXPECT_NEAR(reader.heard_prices[0].room, 3 * kTenADay, 1e-6);  // sold out after three months
  // In February 400 kW wait: forty days of work.
  const double queue = 400 / kTenADay;
  EXPECT_DOUBLE_EQ(reader.heard_prices[1].usd, 100 * (1 + queue / 4));
  EXPECT_EQ(reader.heard_prices[1].wait, 70 * kDay);
  EXPECT_NEAR(reader.heard_prices[1].room, (3 - queue) * kTenADay, 1e-6);
}

TEST(LabourPoolTest, TrainsPeopleWhileWorkWaits) {
  ModelWorld world(200 * kDay);
  LabourPoolSpec spec;
  spec.firm = {.name = "trades", .region = "here"};
  spec.worker_years_per_kw = 1;
  spec.workers = 12 * kTenADay;  // ten kW a day
  spec.training_per_year = 6;
  spec.population = Profile(14 * kTenADay);
  spec.lead = Distribution::constant(20 * kDay);
  spec.lots_per_order = 1;
  world.add<LabourPool>(spec);
  world.add<ScriptedBuyer>("builder", world, Purchases{{0, order_of(2000), "trades"}});
  world.run();
  // 310 kW are built in January; from February on the whole population of 14/12 the size works.
  EXPECT_EQ(paces(world, "construction_labour").front(), 12);
  // In pieces of at most a quarter of what is built when they begin: 913, then 1,065.
  EXPECT_EQ(world.story,
            "102 builder receive 913\n"
            "193 builder receive 1065\n"
            "195 builder receive 22\n");
}

TEST(LabourPoolTest, TrainsNobodyForWorkThatItsPaceDoesInTimeUnlessOrdersCountTwice) {
  const auto trained = [](bool orders_count_once) {
    ModelWorld world(200 * kDay);
    LabourPoolSpec spec;
    spec.orders_count_once = orders_count_once;
    spec.firm = {.name = "trades", .region = "here"};
    spec.worker_years_per_kw = 1;
    spec.workers = 12 * kTenADay;
    spec.training_per_year = 6;
    spec.queue_months = 1;
    spec.idle_reserve = 1;
    spec.population = Profile(1e6);
    spec.lead = Distribution::constant(0);
    // Each month's work comes just before the pool plans.
    Purchases orders;
    for (int month = 1; month < 6; ++month)
      orders.push_back({month, order_of(280), "trades"});
    world.add<ScriptedBuyer>("builder", world, orders);
    world.add<LabourPool>(spec);
    world.run();
    return paces(world, "construction_labour");
  };
  EXPECT_THAT(trained(true), ::testing::IsEmpty());
  EXPECT_THAT(trained(false), ::testing::Not(::testing::IsEmpty()));
}

TEST(PowerSupplierTest, ResellsSlotsForTheMonthsThatTheySave) {
  const auto asked = [](std::int64_t in_the_queue, bool resells) {
    ModelWorld world(40 * kDay);
    PowerSupplierSpec grid = engines();
    grid.firm.name = "grid";
    grid.usd_per_kw = 100;
    grid.lead = Distribution::constant(365 * kDay);
    grid.sold_out_months = 0;
    PowerSupplierSpec holders = engines();
    holders.usd_per_kw = 300;
    if (resells)
      holders.resale = PowerSupplierSpec::Resale{"grid", 10};
    world.add<PowerSupplier>(grid);
    world.add<PowerSupplier>(holders);
    world.add<ScriptedBuyer>("builder", world, Purchases{{0, order_of(in_the_queue), "grid"}});
    auto& reader = world.add<PriceReader>("engines", "power");
    world.run();
    return reader.heard_prices.back().usd;
  };
  EXPECT_DOUBLE_EQ(asked(300, false), 300);
  // A slot is there eleven months sooner, and a month more for each ten days in the queue.
  const double months = 335 * kDay / kMinutesPerMonth;
  EXPECT_NEAR(asked(300, true), 100 + 10 * months, 1);
  EXPECT_GT(asked(6000, true), 100 + 10 * (months + 15));
}

TEST(GearVendorTest, BuildsFactoriesForTheQueueThatItSees) {
  ModelWorld world(900 * kDay);
  GearVendorSpec spec;
  spec.firm = {.name = "gear", .region = "here"};
  spec.capacity = kTenADay;
  spec.conviction = 1;
  spec.expansion_lead = {.months = 6};
  spec.growth_cap = std::pow(1 + 1.0 / 12, 12) - 1;  // a twelfth more each month
  spec.lots_per_order = 40;
  spec.lead = Distribution::constant(0);
  world.add<GearVendor>(spec);
  world.add<ScriptedBuyer>("builder", world, Purchases{{0, order_of(12000), "gear"}});
  world.run();
  // At ten a day it would have made 9,000 by then.
  EXPECT_EQ(world.market.journal.at(1).arrived, 11700);
  EXPECT_FALSE(paces(world, "electrical_gear").empty());
  EXPECT_EQ(world.trace.unexplained(), 0U);
}

TEST(GearVendorTest, StopsBelievingAnnouncementsThatBroughtNoOrders) {
  const auto expansions = [](double faith_that_is_never_lost) {
    ModelWorld world(1500 * kDay);
    GearVendorSpec spec;
    spec.firm = {.name = "gear", .region = "here"};
    spec.capacity = kTenADay;
    spec.first_use = 0;
    spec.conviction = 1;
    spec.expansion_lead = {.months = 6};
    spec.growth_cap = 0.1;
    spec.lead = Distribution::constant(0);
    spec.faith.floor = faith_that_is_never_lost;
    world.add<GearVendor>(spec);
    world.add<test::Announcer>("builder", "gear", "electrical_gear", 20 * kTenADay);
    world.run();
    return paces(world, "electrical_gear").size();
  };
  EXPECT_GT(expansions(1), 20U);
  EXPECT_LT(expansions(0), expansions(1) - 6);
}

}  // namespace
}  // namespace chokepoint::models
