#pragma once

#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "models/actors/data_centre_builder.hpp"
#include "tests/unit/models/sites/shop.hpp"

namespace chokepoint::models::test {

using Purchases = std::vector<ScriptedBuyer::Purchase>;

/// One that plans a year ahead and has a million at the start.
inline DataCentreBuilderSpec builder() {
  DataCentreBuilderSpec spec;
  spec.firm = {.name = "builder", .region = "here"};
  spec.labour = "trades";
  spec.gear = {{"electrical_gear", "gear"}};
  spec.power = {"grid", "engines"};
  spec.vendors = {{"vendor", 1}};
  spec.conviction = 1;
  spec.horizon_months = 10;
  spec.smoothing_months = 1;
  spec.power_smoothing_months = 3;
  spec.power_faith = 0;
  spec.cap = spec.cap_most = 1e6;
  spec.systems_ahead_months = 3;
  spec.deployment = Distribution::constant(10 * kDay);
  spec.own_cash = Profile(1e6);
  return spec;
}

/// All that a builder buys but halls, each sold with that lead by somebody who tells no story.
inline void add_quiet_shops(ModelWorld& world, Tick lead) {
  for (const auto& [name, what] : {std::pair("trades", "construction"),
                                   {"gear", "electrical_gear"},
                                   {"grid", "power"},
                                   {"engines", "power"},
                                   {"vendor", "accelerator"}})
    world.add<Shop>(name, world, lead, what).quiet = true;
}

/// A builder among shops that tell when they sell.
class DataCentreBuilderTest : public ::testing::Test {
 protected:
  explicit DataCentreBuilderTest() : world_(700 * kDay) {}

  void found(const DataCentreBuilderSpec& spec) {
    compute_ = world_.market.commodity("compute", "kW_it");
    world_.add<DataCentreBuilder>(spec);
    trades_ = &world_.add<Shop>("trades", world_, 300 * kDay, "construction");
    gear_ = &world_.add<Shop>("gear", world_, 100 * kDay, "electrical_gear");
    grid_ = &world_.add<Shop>("grid", world_, 600 * kDay, "power");
    engines_ = &world_.add<Shop>("engines", world_, 180 * kDay, "power");
    vendor_ = &world_.add<Shop>("vendor", world_, 30 * kDay, "accelerator");
  }
  OrderTerms contract(std::int64_t quantity, Tick wanted = 0) const {
    return {.commodity = compute_, .quantity = quantity, .sink_per_unit = 1e-6, .wanted = wanted};
  }

  ModelWorld world_;
  CommodityId compute_ = 0;
  Shop* trades_ = nullptr;
  Shop* gear_ = nullptr;
  Shop* grid_ = nullptr;
  Shop* engines_ = nullptr;
  Shop* vendor_ = nullptr;
};

}  // namespace chokepoint::models::test
