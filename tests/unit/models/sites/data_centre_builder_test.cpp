// Stories of a data-centre builder among partners that do one thing.

#include "models/actors/data_centre_builder.hpp"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "tests/unit/models/sites/data_centre_story.hpp"

namespace chokepoint::models {
namespace {

using test::add_quiet_shops;
using test::Announcer;
using test::builder;
using test::DataCentreBuilderTest;
using test::Listener;
using test::ModelWorld;
using test::Purchases;
using test::ScriptedBuyer;
using test::Shop;

TEST_F(DataCentreBuilderTest, BuysSystemsForAContractAndBringsThemOnline) {
  DataCentreBuilderSpec spec = builder();
  spec.inherited.ready = 1000;
  spec.cap = spec.cap_most = 0;  // builds nothing
  found(spec);
  world_.add<ScriptedBuyer>("lab", world_, Purchases{{0, contract(500), "builder"}});
  world_.run();
  // It buys on its planning day, gets the systems 30 days later and installs them in ten.
  EXPECT_EQ(world_.story,
            "31 vendor sells accelerator 500\n"
            "71 lab receive 500\n");
  ASSERT_EQ(world_.trace.sink_lots().size(), 1U);
  EXPECT_DOUBLE_EQ(world_.trace.sink_lots()[0].amount, 500e-6);
  EXPECT_EQ(world_.trace.unexplained(), 0U);
}

/// When a builder's systems of 500 kW, installed on day 71, come online.
std::string brings_online(double part_that_fails) {
  DataCentreBuilderSpec spec = builder();
  spec.inherited.ready = 1000;
  spec.cap = spec.cap_most = 0;
  spec.reseated = {part_that_fails, Distribution::constant(20 * kDay)};
  ModelWorld world(700 * kDay);
  add_quiet_shops(world, 30 * kDay);
  world.add<DataCentreBuilder>(spec);
  const OrderTerms contract{.commodity = world.market.commodity("compute", "kW_it"),
                            .quantity = 500,
                            .sink_per_unit = 1e-6};
  world.add<ScriptedBuyer>("lab", world, Purchases{{0, contract, "builder"}});
  world.run();
  EXPECT_EQ(world.trace.unexplained(), 0U);
  for (const Store* store : world.market.flow.stores)
    EXPECT_EQ(store->total_in(), store->total_out() + store->level()) << store->name();
  return world.story;
}

TEST(ReseatingTest, WhatFailsComesOnlineLaterAndNothingIsLost) {
  EXPECT_EQ(brings_online(0), "71 lab receive 500\n");
  EXPECT_EQ(brings_online(0.15),
            "71 lab receive 425\n"
            "91 lab receive 75\n");
  EXPECT_EQ(brings_online(1), "91 lab receive 500\n");
}

TEST_F(DataCentreBuilderTest, ContractsWithinTheReadySitesWaitForTheirWantedDate) {
  DataCentreBuilderSpec spec = builder();
  spec.inherited.ready = 1000;
  spec.inherited.systems = 500;
  spec.inherited.system_months = 1;
  spec.cap = spec.cap_most = 0;
  found(spec);
  world_.add<ScriptedBuyer>("lab", world_, Purchases{{0, contract(500, 200 * kDay), "builder"}});
  world_.run();
  EXPECT_EQ(world_.story, "200 lab receive 500\n");
}

TEST_F(DataCentreBuilderTest, OrdersShellGearAndPowerAndOpensWhenTheLastOfThemHasCome) {
  found(builder());
  world_.add<ScriptedBuyer>("lab", world_, Purchases{{0, contract(900), "builder"}});
  world_.run();
  // On the second quarter day it starts sites for the contract. The grid would come after the
  // shell, so engines are ordered once the shells come into their lead; systems come last.
  EXPECT_NE(world_.story.find("90 trades sells construction 2700\n"), std::string::npos);
  EXPECT_NE(world_.story.find("90 gear sells electrical_gear 2700\n"), std::string::npos);
  EXPECT_NE(world_.story.find("engines sells power"), std::string::npos);
  EXPECT_NE(world_.story.find("lab receive 900"), std::string::npos);
  const std::size_t online = world_.story.find("lab receive 900");
  const std::size_t engines = world_.story.find("engines sells power");
  EXPECT_LT(engines, online);
  EXPECT_EQ(world_.trace.unexplained(), 0U);
}

TEST_F(DataCentreBuilderTest, WaitsForEachOfTheGoodsThatItsSitesAreEquippedWith) {
  DataCentreBuilderSpec spec = builder();
  spec.gear.push_back({"transformers", "winders"});
  found(spec);
  world_.add<Shop>("winders", world_, 500 * kDay, "transformers");
  world_.add<ScriptedBuyer>("lab", world_, Purchases{{0, contract(900), "builder"}});
  world_.run();
  EXPECT_NE(world_.story.find("90 gear sells electrical_gear 2700\n"), std::string::npos);
  EXPECT_NE(world_.story.find("90 winders sells transformers 2700\n"), std::string::npos);
  // The shell comes 300 days after the order, the transformers 500: on the 590th.
  const std::size_t online = world_.story.find("lab receive 900");
  ASSERT_NE(online, std::string::npos);
  EXPECT_GE(std::stoi(world_.story.substr(world_.story.rfind('\n', online) + 1)), 600);
  EXPECT_EQ(world_.trace.unexplained(), 0U);
}

TEST_F(DataCentreBuilderTest, StartsNoMoreSitesThanVendorsSayTheyHaveChipsFor) {
  const auto started = [](double told) {
    ModelWorld world(250 * kDay);
    DataCentreBuilderSpec spec = builder();
    spec.chips_margin = 1;
    world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 900 * kDay);
    world.add<Announcer>("labs", "builder", "compute", 1000);
    if (told > 0)
      world.add<Announcer>("vendor_says", "builder", "accelerator", told);
    world.run();
    std::int64_t sum = 0;
    for (OrderId id = 1; id < world.market.journal.size(); ++id) {
      const Order& order = world.market.journal.at(id);
      if (world.market.commodity(order.terms.commodity).name == "construction")
        sum += order.terms.quantity;
    }
    return sum;
  };
  // Ten months of what labs announce, in two quarters: the gap is closed over a month, three times.
  EXPECT_EQ(started(0), 30000);
  EXPECT_EQ(started(400), 12000);
  EXPECT_EQ(started(5000), 30000);
}

TEST_F(DataCentreBuilderTest, TellsTradesAndGearMakersOfNoMoreSitesThanChipsCome) {
  const auto heard = [](double told, bool tells_for_chips = true) {
    ModelWorld world(250 * kDay);
    DataCentreBuilderSpec spec = builder();
    spec.tells_for_chips = tells_for_chips;
    spec.chips_margin = 2;
    spec.smoothing_months = 12;
    spec.smallest_site = 1000000000;  // it begins none
    world.add<DataCentreBuilder>(spec);
    const auto& trades = world.add<Listener>("trades", "construction");
    const auto& gear = world.add<Listener>("gear", "electrical_gear");
    for (const char* name : {"grid", "engines"})
      world.add<Shop>(name, world, 900 * kDay, "power").quiet = true;
    world.add<Shop>("vendor", world, 900 * kDay, "accelerator").quiet = true;
    world.add<Announcer>("labs", "builder", "compute", 1000);
    if (told > 0)
      world.add<Announcer>("vendor_says", "builder", "accelerator", told);
    world.run();
    return std::pair(trades.heard_now(), gear.heard_now());
  };
  EXPECT_EQ(heard(0), std::pair(1000.0, 1000.0));
  EXPECT_EQ(heard(300), std::pair(600.0, 600.0));
  EXPECT_EQ(heard(900), std::pair(1000.0, 1000.0));
  EXPECT_EQ(heard(300, false), std::pair(1000.0, 1000.0));
}

TEST_F(DataCentreBuilderTest, PromisesByTheChipsThatVendorsSayTheyWillShip) {
  const auto waits_for_second = [](double told) {
    ModelWorld world(120 * kDay);
    const DataCentreBuilderSpec spec = builder();
    world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 900 * kDay);
    if (told > 0)
      world.add<Announcer>("vendor_says", "builder", "accelerator", told);
    const OrderTerms terms{.commodity = world.market.commodity("compute", "kW_it"),
                           .quantity = 1000,
                           .sink_per_unit = 1e-6};
    auto& lab = world.add<ScriptedBuyer>("lab", world,
                                         Purchases{{1, terms, "builder"}, {1, terms, "builder"}});
    world.run();
    const Order& second = world.market.journal.at(lab.orders.at(1));
    return static_cast<double>(second.promised - second.placed - 10 * kDay) / kMinutesPerMonth;
  };
  // Nothing has come so far and nobody tells of more: as long as it plans ahead.
  EXPECT_NEAR(waits_for_second(0), 10, 1e-3);
  // The first 1,000 kW come in two and a half months.
  EXPECT_NEAR(waits_for_second(400), 2.5, 1e-3);
}

TEST_F(DataCentreBuilderTest, BuysHallsForWhatHasChipsAndFindsNoSite) {
  const auto bought = [](bool sold) {
    ModelWorld world(100 * kDay);
    DataCentreBuilderSpec spec = builder();
    spec.cap = spec.cap_most = 0;  // builds nothing itself
    if (sold)
      spec.halls = {"halls"};
    world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 30 * kDay);
    world.add<Shop>("halls", world, 60 * kDay, "hall");
    world.add<Announcer>("labs", "builder", "compute", 1000);
    world.add<Announcer>("vendor_says", "builder", "accelerator", 600);
    world.run();
    return world.story;
  };
  // Two months of chips at 600 a month, on the second quarter day.
  EXPECT_EQ(bought(true), "90 halls sells hall 1183\n");
  EXPECT_EQ(bought(false), "");
}

TEST_F(DataCentreBuilderTest, TellsVendorsAtOnceWhenItsPlansChange) {
  const auto told_in = [](double news) {
    ModelWorld world(85 * kDay);
    DataCentreBuilderSpec spec = builder();
    spec.news = news;
    spec.vendors = {{"listener", 1}};
    world.add<DataCentreBuilder>(spec);
    for (const auto& [name, what] : {std::pair("trades", "construction"),
                                     {"gear", "electrical_gear"},
                                     {"grid", "power"},
                                     {"engines", "power"}})
      world.add<Shop>(name, world, 900 * kDay, what).quiet = true;
    auto& listener = world.add<Listener>();
    world.add<Announcer>("labs", "builder", "compute", 1000);
    world.run();
    return listener.heard_now();
  };
  // Labs announce in January, after the builder has told what it knew.
  EXPECT_DOUBLE_EQ(told_in(0.2), 1000);
  EXPECT_DOUBLE_EQ(told_in(1), 0);
}

/// Power orders of a builder with a contract for 900 kW: how many, the largest, and all.
std::array<double, 3> power_orders(double block, std::int64_t most) {
  ModelWorld world(700 * kDay);
  DataCentreBuilderSpec spec = builder();
  spec.power_block = block;
  spec.most_blocks = most;
  add_quiet_shops(world, 180 * kDay);
  world.add<DataCentreBuilder>(spec);
  const OrderTerms contract{.commodity = world.market.commodity("compute", "kW_it"),
                            .quantity = 900,
                            .sink_per_unit = 1e-6};
  world.add<ScriptedBuyer>("lab", world, Purchases{{0, contract, "builder"}});
  world.run();
  std::array<double, 3> found{};
  for (OrderId id = 1; id < world.market.journal.size(); ++id) {
    const Order& order = world.market.journal.at(id);
    if (world.market.commodity(order.terms.commodity).name != "power")
      continue;
    const auto kw = static_cast<double>(order.terms.quantity);
    found = {found[0] + 1, std::max(found[1], kw), found[2] + kw};
  }
  return found;
}

TEST(PowerBlocksTest, TheSamePowerComesInBlocksAndInNoMoreThanSoMany) {
  const std::array<double, 3> whole = power_orders(1e9, 100);
  const std::array<double, 3> blocks = power_orders(100, 100);
  const std::array<double, 3> few = power_orders(100, 3);
  EXPECT_EQ(blocks[2], whole[2]);
  EXPECT_EQ(few[2], whole[2]);
  EXPECT_LT(blocks[1], 150);
  EXPECT_GT(blocks[0], few[0]);
  EXPECT_LE(few[0], 3 * whole[0]);
  EXPECT_GT(few[1], 150);
}

TEST_F(DataCentreBuilderTest, TurnsToTheNextSourceWhenOneIsSoldOut) {
  DataCentreBuilderSpec spec = builder();
  spec.power = {"grid", "engines"};
  found(spec);
  grid_->sold_out_from = 0;
  trades_->quiet = gear_->quiet = vendor_->quiet = true;
  world_.add<ScriptedBuyer>("lab", world_, Purchases{{0, contract(900), "builder"}});
  world_.run();
  const std::size_t refused = world_.story.find("grid turns away power");
  const std::size_t engines = world_.story.find("engines sells power");
  ASSERT_NE(refused, std::string::npos);
  ASSERT_NE(engines, std::string::npos);
  EXPECT_LT(refused, engines);
}

TEST_F(DataCentreBuilderTest, ACancelledContractLeavesItsPlaceToOthers) {
  DataCentreBuilderSpec spec = builder();
  spec.inherited.ready = 1000;
  spec.inherited.systems = 300;
  spec.inherited.system_months = 3;  // 100 in the middle of January, February, March
  spec.cap = spec.cap_most = 0;
  found(spec);
  vendor_->sold_out_from = 0;
  vendor_->quiet = true;
  OrderTerms loose = contract(150);
  loose.firm = false;
  auto& hesitant = world_.add<ScriptedBuyer>("hesitant", world_, Purchases{{0, loose, "builder"}});
  hesitant.cancel_in_month = 1;
  world_.add<ScriptedBuyer>("lab", world_, Purchases{{0, contract(200), "builder"}});
  world_.run();
  EXPECT_EQ(world_.story,
            "24 hesitant receive 100\n"
            "31 hesitant take back 50\n"
            "55 lab receive 100\n"
            "83 lab receive 100\n");
}

}  // namespace
}  // namespace chokepoint::models
