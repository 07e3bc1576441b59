// Stories of a labour pool whose sites need permits of a region, or are made of blocks.

#include "models/actors/labour_pool.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/policy/supplier_growth.hpp"
#include "tests/support/model_world.hpp"

namespace chokepoint::models {
namespace {

constexpr double kTenKwADay = 10 * kMinutesPerMonth / kDay;

OrderTerms site_of(std::int64_t quantity) {
  return {.quantity = quantity};
}

/// What crews build a day, rounded, after each change.
std::vector<long> crew_paces(const test::ModelWorld& world) {
  std::vector<long> rates;
  for (const CapacityStep& step : world.trace.capacity_steps()) {
    if (world.trace.name(step.constraint) == "construction_labour" && step.tick > 0)
      rates.push_back(std::lround(step.rate * kDay));
  }
  return rates;
}

/// What a builder receives of 900 kW where offices of these regions grant so many kW a month.
std::string built_with(const std::vector<LabourPoolSpec::Office>& offices) {
  test::ModelWorld world(400 * kDay);
  LabourPoolSpec spec;
  spec.firm = {.name = "trades", .region = "here"};
  spec.worker_years_per_kw = 1;
  spec.workers = 12 * kTenKwADay;
  spec.population = Profile(12 * kTenKwADay);
  spec.queue_months = 1;
  spec.lead = Distribution::constant(20 * kDay);
  spec.lots_per_order = 1;
  spec.offices = offices;
  world.add<LabourPool>(spec);
  world.add<test::ScriptedBuyer>(
      "builder", world, std::vector<test::ScriptedBuyer::Purchase>{{0, site_of(900), "trades"}});
  world.run();
  EXPECT_EQ(world.trace.unexplained(), 0U);
  for (const Store* store : world.market.flow.stores)
    EXPECT_EQ(store->total_in(), store->total_out() + store->level()) << store->name();
  return world.story;
}

TEST(LabourPoolTest, WaitsForTheOfficeOfItsBuildersRegionAndForNoOther) {
  const std::string at_once = "110 builder receive 900\n";
  EXPECT_EQ(built_with({}), at_once);
  EXPECT_EQ(built_with({{"elsewhere", {1, 0}}}), at_once);
  EXPECT_EQ(built_with({{"here", {1000, 0}}}), at_once);
  // 200 at the start and 200 at each sitting, though crews build more.
  const std::string held =
      "40 builder receive 200\n71 builder receive 200\n99 builder receive 200\n"
      "130 builder receive 200\n150 builder receive 100\n";
  EXPECT_EQ(built_with({{"here", {200, 0}}}), held);
  EXPECT_EQ(built_with({{"here", {200, 0}}, {"elsewhere", {1, 0}}}), held);
  // Who has no office of its own asks that of everywhere.
  EXPECT_EQ(built_with({{"everywhere", {200, 0}}}), held);
  EXPECT_EQ(built_with({{"elsewhere", {1, 0}}, {"everywhere", {200, 0}}}), held);
  EXPECT_EQ(built_with({{"here", {1000, 0}}, {"everywhere", {1, 0}}}), at_once);
}

TEST(LabourPoolTest, SitesSlipAgainstTheirPromiseWhereTheirLeadIsDrawn) {
  const auto days_late = [](Distribution lead) {
    test::ModelWorld world(900 * kDay);
    LabourPoolSpec spec;
    spec.firm = {.name = "trades", .region = "here"};
    spec.worker_years_per_kw = 1;
    spec.workers = 12 * kTenKwADay;
    spec.population = Profile(12 * kTenKwADay);
    spec.lead = std::move(lead);
    spec.lots_per_order = 1;
    world.add<LabourPool>(spec);
    std::vector<test::ScriptedBuyer::Purchase> orders;
    for (int month = 0; month < 12; ++month)
      orders.push_back({month, site_of(100), "trades"});
    world.add<test::ScriptedBuyer>("builder", world, orders);
    world.run();
    std::vector<long> late;
    for (OrderId id = 1; id < world.market.journal.size(); ++id) {
      const Order& order = world.market.journal.at(id);
      late.push_back(static_cast<long>((order.delivered - order.promised) / kDay));
    }
    return late;
  };
  // 100 kW take ten days.
  EXPECT_THAT(days_late(Distribution::constant(100 * kDay)), ::testing::Each(::testing::Eq(0)));
  const std::vector<long> drawn = days_late(Distribution::lognormal(100 * kDay, 0.4));
  EXPECT_THAT(drawn, ::testing::Contains(::testing::Gt(10)));
  EXPECT_THAT(drawn, ::testing::Contains(::testing::Lt(-10)));
}

TEST(LabourPoolTest, AnOfficeHiresWhileMoreIsAskedForThanItGrants) {
  // e in two months; 900 kW are asked for in the first, to be worked off in one.
  EXPECT_EQ(built_with({{"here", {200, 6}}}),
            "40 builder receive 200\n84 builder receive 330\n121 builder receive 370\n");
  EXPECT_EQ(built_with({{"here", {1000, 6}}}), "110 builder receive 900\n");
}

TEST(LabourPoolTest, BlocksFromAFactoryLetTheSamePeopleBuildMore) {
  const auto paces_with = [](std::optional<LabourPoolSpec::Modular> modular) {
    test::ModelWorld world(100 * kDay);
    LabourPoolSpec spec;
    spec.firm = {.name = "trades", .region = "here"};
    spec.worker_years_per_kw = 1;
    spec.workers = 12 * kTenKwADay;
    spec.population = Profile(12 * kTenKwADay);
    spec.modular = modular;
    world.add<LabourPool>(spec);
    world.add<test::ScriptedBuyer>(
        "builder", world, std::vector<test::ScriptedBuyer::Purchase>{{0, site_of(9000), "trades"}});
    world.run();
    return crew_paces(world);
  };
  EXPECT_THAT(paces_with(std::nullopt), ::testing::IsEmpty());
  using Points = std::vector<Profile::Point>;
  // From 15 January on half of all sites, which take a fifth of the labour: 0.6 of it in all.
  const Profile half(Profile::Shape::steps, Points{{0, 0}, {15 * kDay, 0.5}});
  EXPECT_THAT(paces_with(LabourPoolSpec::Modular{half, 0.8}).front(), 17);
}

TEST(LabourLeftTest, FallsByWhatBlocksSaveOfTheirPart) {
  EXPECT_DOUBLE_EQ(labour_left(0, 0.5), 1);
  EXPECT_DOUBLE_EQ(labour_left(0.2, 0.5), 0.9);
  EXPECT_DOUBLE_EQ(labour_left(2, 0.5), 0.5);
}

TEST(PermitsTest, AnOfficeHiresOnlyForWhatIsAskedForAndNoFasterThanItCan) {
  EXPECT_DOUBLE_EQ(next_permits(100, 90, 0.4, 1), 100);
  EXPECT_DOUBLE_EQ(next_permits(100, 110, 0.4, 1), 110);
  EXPECT_NEAR(next_permits(100, 900, 0.4, 1), 100 * std::exp(0.4), 1e-9);
  EXPECT_DOUBLE_EQ(next_permits(100, 900, 0, 1), 100);
}

TEST(PermitsTest, AnOfficeSavesNothingUpForItsNextSitting) {
  EXPECT_DOUBLE_EQ(allowance(0, 50, 3), 150);
  EXPECT_DOUBLE_EQ(allowance(100, 50, 3), 50);
  EXPECT_DOUBLE_EQ(allowance(200, 50, 3), 0);
}

}  // namespace
}  // namespace chokepoint::models
