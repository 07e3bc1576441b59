// Stories of an accelerator vendor between builders and its suppliers.

#include "models/actors/accelerator_vendor.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/unit/models/sites/shop.hpp"

namespace chokepoint::models {
namespace {

using test::Announcer;
using test::ModelWorld;
using test::ScriptedBuyer;
using test::Shop;

/// Takes in the parts that others consign to it.
class Packager final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Packager(Market& market, ModelWorld& world)
      : Firm(market, {.name = "packager", .region = "here"}), world_(world) {}

 private:
  void plan() override {}
  void receive_order(OrderId id) override {
    const Order& order = market_.journal.at(id);
    world_.tell(name(), "packages", order.terms.quantity);
    acknowledge(id, now() + 60 * kDay);
    market_.journal.begin(id, order.terms.quantity);
    market_.post.send(market_.firm(order.buyer), Delivery{id, order.terms.quantity, kWorldStart},
                      60 * kDay);
  }
  ModelWorld& world_;
};

AcceleratorVendorSpec vendor() {
  AcceleratorVendorSpec spec;
  spec.firm = {.name = "vendor", .region = "here"};
  AcceleratorVendorSpec::Generation generation;
  generation.name = "first";
  generation.foundry = "foundry";
  generation.wafer = "n5_wafer";
  generation.wafers_per_gw = 20000;  // a wafer is worth 50 kW
  generation.hbm_wafers_per_gw = 100000;
  generation.dram_wafers_per_gw = 50000;
  generation.cowos_wafers_per_gw = 25000;
  generation.usd_per_kw = 30000;
  generation.share = Profile(1);
  spec.generations = {generation};
  spec.memory = {{"memory", 1}};
  spec.packaging = {{"packager", 1}};
  spec.conviction = 1;
  spec.assembly = 1e6;
  spec.assembly_lead = {.months = 3};
  spec.delivery = Distribution::constant(10 * kDay);
  return spec;
}

class AcceleratorVendorTest : public ::testing::Test {
 protected:
  AcceleratorVendorTest() : world_(500 * kDay) {}

  void found(const AcceleratorVendorSpec& spec) {
    accelerator_ = world_.market.commodity("accelerator", "kW_it");
    world_.add<AcceleratorVendor>(spec);
    foundry_ = &world_.add<Shop>("foundry", world_, 120 * kDay);
    memory_ = &world_.add<Shop>("memory", world_, 150 * kDay);
    world_.add<Packager>(world_);
    announcer_ = &world_.add<Announcer>("announcer", "vendor", "accelerator", 10000);
  }
  /// Units of a commodity that were ordered, rejected ones not counted.
  std::int64_t ordered(const std::string& commodity) const {
    std::int64_t sum = 0;
    for (OrderId id = 1; id < world_.market.journal.size(); ++id) {
      const Order& order = world_.market.journal.at(id);
      if (order.status == OrderStatus::rejected)
        continue;
      if (world_.market.commodity(order.terms.commodity).name == commodity)
        sum += order.terms.quantity;
    }
    return sum;
  }

  ModelWorld world_;
  CommodityId accelerator_ = 0;
  Shop* foundry_ = nullptr;
  Shop* memory_ = nullptr;
  Announcer* announcer_ = nullptr;
};

TEST_F(AcceleratorVendorTest, OrdersMatchedSetsForWhatBuildersAnnounce) {
  found(vendor());
  world_.run();
  const double logic_kw = static_cast<double>(ordered("n5_wafer")) * 50;
  const double hbm_kw = static_cast<double>(ordered("hbm_wafer")) * 10;
  const double packages_kw = static_cast<double>(ordered("cowos_wafer")) * 40;
  EXPECT_GT(packages_kw, 0);
  EXPECT_LE(packages_kw, logic_kw);
  EXPECT_LE(packages_kw, hbm_kw);
  EXPECT_LE(hbm_kw, 1.5 * logic_kw);
}

TEST_F(AcceleratorVendorTest, OrdersNoMemoryForLogicItDoesNotGet) {
  found(vendor());
  foundry_->sold_out_from = 0;
  foundry_->quiet = memory_->quiet = true;
  world_.run();
  EXPECT_EQ(ordered("cowos_wafer"), 0);
  // Only the month by which HBM is ordered earlier than logic.
  EXPECT_LE(ordered("hbm_wafer"), 1200);
}

/// HBM wafers ordered in the second half-year from a maker that promises 150 days and from one that
/// promises 450, where half of the business is usual for each.
std::pair<double, double> memory_of_quick_and_slow(double promise_shift) {
  ModelWorld world(360 * kDay);
  AcceleratorVendorSpec spec = vendor();
  spec.memory = {{"quick", 1}, {"slow", 1}};
  spec.promise_shift = promise_shift;
  spec.split_wafers = 0;
  world.add<AcceleratorVendor>(spec);
  world.add<Shop>("foundry", world, 120 * kDay).quiet = true;
  world.add<Shop>("quick", world, 150 * kDay).quiet = true;
  world.add<Shop>("slow", world, 450 * kDay).quiet = true;
  world.add<Packager>(world);
  world.add<Announcer>("announcer", "vendor", "accelerator", 10000.0);
  world.run();
  std::pair<double, double> wafers;
  for (OrderId id = 1; id < world.market.journal.size(); ++id) {
    const Order& order = world.market.journal.at(id);
    if (order.placed < 180 * kDay ||
        world.market.commodity(order.terms.commodity).name != "hbm_wafer")
      continue;
    const bool slow = world.market.firm(order.seller).name() == "slow";
    (slow ? wafers.second : wafers.first) += static_cast<double>(order.terms.quantity);
  }
  return wafers;
}

TEST_F(AcceleratorVendorTest, TurnsToTheMakersOfMemoryThatPromiseSooner) {
  const auto [loyal, as_loyal] = memory_of_quick_and_slow(0);
  EXPECT_GT(loyal, 0);
  EXPECT_NEAR(as_loyal / loyal, 1, 0.01);
  // Three times the wait: a third of the business at the power of one, a ninth at two.
  const auto [quick, slow] = memory_of_quick_and_slow(1);
  EXPECT_NEAR(slow / quick, 1.0 / 3, 0.01);
  const auto [quicker, slower] = memory_of_quick_and_slow(2);
  EXPECT_NEAR(slower / quicker, 1.0 / 9, 0.01);
}

TEST(VendorNewsTest, FoundriesHearAtOnceOfAPlanThatChanges) {
  const auto told_in = [](double news) {
    ModelWorld world(85 * kDay);
    AcceleratorVendorSpec spec = vendor();
    spec.news = news;
    world.add<AcceleratorVendor>(spec);
    auto& foundry = world.add<test::Listener>("foundry", "n5_wafer", "wafer");
    world.add<Shop>("memory", world, 150 * kDay).quiet = true;
    world.add<Packager>(world);
    world.add<Announcer>("announcer", "vendor", "accelerator", 10000.0);
    world.run();
    return foundry.heard_now();
  };
  // Builders announce in January, after the vendor has told what it knew.
  EXPECT_GT(told_in(0.2), 0);
  EXPECT_EQ(told_in(1), 0);
}

TEST(FallbackTest, AnOlderGenerationIsOrderedForWhatANewNodeRefuses) {
  const auto older = [](double fallback) {
    ModelWorld world(500 * kDay);
    AcceleratorVendorSpec spec = vendor();
    spec.generations.push_back(spec.generations.front());
    spec.generations.front().share = spec.generations.back().share = Profile(0.5);
    spec.generations.back().name = "second";
    spec.generations.back().foundry = "new";
    spec.generations.back().wafer = "n3_wafer";
    spec.fallback = fallback;
    world.add<AcceleratorVendor>(spec);
    for (const char* name : {"foundry", "memory"})
      world.add<Shop>(name, world, 120 * kDay).quiet = true;
    auto& full = world.add<Shop>("new", world, 120 * kDay);
    full.quiet = true;
    full.sold_out_from = 0;
    world.add<Packager>(world);
    world.add<Announcer>("announcer", "vendor", "accelerator", 10000.0);
    world.run();
    double wafers = 0;
    for (OrderId id = 1; id < world.market.journal.size(); ++id) {
      const Order& order = world.market.journal.at(id);
      if (world.market.commodity(order.terms.commodity).name == "n5_wafer")
        wafers += static_cast<double>(order.terms.quantity);
    }
    return wafers;
  };
  EXPECT_GT(older(0.4), 1.05 * older(0));
}

/// Sells memory at a price of its own.
class DearMemory final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  DearMemory(Market& market, double price)
      : Firm(market, {.name = "memory", .region = "here"}), price_(price) {}

 private:
  void plan() override {
    quote(market_.firm("vendor"), market_.commodity("dram_wafer", "wafer"), price_);
  }
  void receive_order(OrderId id) override {
    const Order& order = market_.journal.at(id);
    acknowledge(id, now() + 90 * kDay);
    market_.journal.begin(id, order.terms.quantity);
    const FirmId to = order.terms.consignee == kNoFirm ? order.buyer : order.terms.consignee;
    market_.post.send(market_.firm(to), Delivery{id, order.terms.quantity, kWorldStart}, 90 * kDay);
  }
  double price_;
};

/// kW of systems that each wafer of server memory stands for, in the orders of a vendor.
double kw_to_a_wafer(double price, double thrift) {
  ModelWorld world(500 * kDay);
  AcceleratorVendorSpec spec = vendor();
  spec.memory_thrift = thrift;
  world.add<AcceleratorVendor>(spec);
  world.add<Shop>("foundry", world, 120 * kDay).quiet = true;
  world.add<DearMemory>(price);
  world.add<Packager>(world);
  world.add<Announcer>("announcer", "vendor", "accelerator", 10000.0);
  world.run();
  const Journal& journal = world.market.journal;
  for (auto id = static_cast<OrderId>(journal.size() - 1); id > 0; --id) {
    const Order& order = journal.at(id);
    if (world.market.commodity(order.terms.commodity).name == "dram_wafer")
      return order.terms.sink_per_unit * 1e6;
  }
  return 0;
}

TEST(MemoryThriftTest, DearMemoryIsSavedInServersAndCheapMemoryIsNotWasted) {
  EXPECT_NEAR(kw_to_a_wafer(4, 0), 20, 1e-6);
  EXPECT_NEAR(kw_to_a_wafer(4, 0.5), 40, 1e-6);
  EXPECT_NEAR(kw_to_a_wafer(0.5, 0.5), 20, 1e-6);
}

/// Flash wafers that a vendor has ordered for each of packaging, where a wafer holds so much more.
double flash_for_packages(double wafers_per_gw, double denser_per_year) {
  ModelWorld world(500 * kDay);
  AcceleratorVendorSpec spec = vendor();
  if (wafers_per_gw > 0)
    spec.storage = AcceleratorVendorSpec::Storage{wafers_per_gw, denser_per_year, {{"flash", 1}}};
  world.add<AcceleratorVendor>(spec);
  for (const char* name : {"foundry", "memory"})
    world.add<Shop>(name, world, 120 * kDay).quiet = true;
  auto& flash = world.add<Shop>("flash", world, 120 * kDay);
  flash.quiet = true;
  flash.begins = false;  // no system waits for it
  world.add<Packager>(world);
  world.add<Announcer>("announcer", "vendor", "accelerator", 10000.0);
  world.run();
  double packages = 0;
  double drives = 0;
  for (OrderId id = 1; id < world.market.journal.size(); ++id) {
    const Order& order = world.market.journal.at(id);
    const std::string what = world.market.commodity(order.terms.commodity).name;
    packages += what == "cowos_wafer" ? static_cast<double>(order.terms.quantity) : 0;
    drives += what == "nand_wafer" ? static_cast<double>(order.terms.quantity) : 0;
  }
  return drives / packages;
}

TEST(StorageTest, IsOrderedWithThePackagesAndTakesFewerWafersAsTheyHoldMore) {
  EXPECT_EQ(flash_for_packages(0, 0), 0);
  // 25,000 packaging wafers for a GW; each order is in whole wafers.
  EXPECT_NEAR(flash_for_packages(200000, 0), 8, 0.04);
  EXPECT_LT(flash_for_packages(200000, 0.5), 7);
}

TEST_F(AcceleratorVendorTest, OrdersNoLogicForMemoryThatIsNotInSight) {
  found(vendor());
  memory_->sold_out_from = 0;
  foundry_->quiet = memory_->quiet = true;
  world_.run();
  EXPECT_EQ(ordered("n5_wafer"), 0);
}

TEST_F(AcceleratorVendorTest, KeepsLogicWithinTheMarginOfTheMemoryThatComes) {
  found(vendor());
  // Memory for half a year, then none.
  memory_->sold_out_from = 180 * kDay;
  foundry_->quiet = memory_->quiet = true;
  world_.run();
  const double logic_kw = static_cast<double>(ordered("n5_wafer")) * 50;
  const double hbm_kw = static_cast<double>(ordered("hbm_wafer")) * 10;
  EXPECT_GT(logic_kw, 0);
  EXPECT_LE(logic_kw, 1.2 * hbm_kw);
}

/// Buys accelerators from the vendor, announces 10,000 kW a month, and hears what it will get.
class Builder final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  explicit Builder(Market& market)
      : Firm(market, {.name = "builder", .region = "here"}),
        accelerator_(market.commodity("accelerator", "kW_it")) {}
  void meet() override { supplied_by(market_.firm("vendor"), accelerator_); }
  double told() const { return heard(accelerator_, {}); }

 private:
  void plan() override { tell(market_.firm("vendor"), accelerator_, {10000, 10000, 10000, 10000}); }
  CommodityId accelerator_;
};

TEST_F(AcceleratorVendorTest, TellsEachBuilderItsPartOfWhatSuchPlansCameTo) {
  const auto told = [](bool tells, bool delivers, int days) {
    ModelWorld world(days * kDay);
    AcceleratorVendorSpec spec = vendor();
    if (tells)
      spec.outlook_memory = 6;
    spec.faith.floor = 1;  // idle lines take none of it
    world.add<AcceleratorVendor>(spec);
    auto& foundry = world.add<Shop>("foundry", world, 120 * kDay);
    auto& memory = world.add<Shop>("memory", world, 150 * kDay);
    foundry.quiet = memory.quiet = true;
    if (!delivers)
      foundry.sold_out_from = memory.sold_out_from = 0;
    world.add<Packager>(world);
    world.add<Announcer>("another", "vendor", "accelerator", 30000);
    const auto& builder = world.add<Builder>();
    world.run();
    return builder.told();
  };
  // Until the first plan is due it believes in it, and both will get what they announce.
  EXPECT_DOUBLE_EQ(told(true, false, 200), 10000);
  // The first plan is due in October. From November on nothing has come of such plans: six lessons
  // until it tells in April.
  const double nothing_came = 10000 * std::pow(5.0 / 6, 6);
  EXPECT_NEAR(told(true, false, 500), nothing_came, 0.01 * nothing_came);
  EXPECT_GT(told(true, true, 500), 1.2 * nothing_came);
  EXPECT_DOUBLE_EQ(told(false, false, 200), 0);
}

TEST_F(AcceleratorVendorTest, ShipsFromStockAndTurnsAwayWhatItCouldOnlyBeginTooLate) {
  AcceleratorVendorSpec spec = vendor();
  spec.at_start.stock = 300;
  spec.assembly = 600;
  spec.sold_out_months = 1.5;
  spec.lots_per_order = 1;
  found(spec);
  foundry_->sold_out_from = memory_->sold_out_from = 0;
  foundry_->quiet = memory_->quiet = true;
  const OrderTerms order{.commodity = accelerator_, .quantity = 300, .sink_per_unit = 1e-6};
  world_.add<ScriptedBuyer>("builder", world_,
                            std::vector<ScriptedBuyer::Purchase>{{0, order, "vendor"},
                                                                 {0, order, "vendor"},
                                                                 {0, order, "vendor"},
                                                                 {0, order, "vendor"},
                                                                 {0, order, "vendor"}});
  world_.run();
  EXPECT_NE(world_.story.find("builder is refused 300\n"), std::string::npos);
  EXPECT_NE(world_.story.find("builder receive 300\n"), std::string::npos);
  EXPECT_EQ(world_.story.find("builder receive 300\n"),
            world_.story.rfind("builder receive 300\n"));
}

TEST_F(AcceleratorVendorTest, PromisesByWhatItPlansToShip) {
  AcceleratorVendorSpec spec = vendor();
  spec.at_start.pace = 100;
  found(spec);
  foundry_->quiet = memory_->quiet = true;
  const OrderTerms order{.commodity = accelerator_, .quantity = 25000, .sink_per_unit = 1e-6};
  const auto& builder = world_.add<ScriptedBuyer>(
      "builder", world_,
      std::vector<ScriptedBuyer::Purchase>{{1, order, "vendor"}, {1, order, "vendor"}});
  world_.run();
  // 10,000 a month are announced: both orders are five months of work, and the last takes ten days.
  const Order& second = world_.market.journal.at(builder.orders.at(1));
  EXPECT_NEAR(static_cast<double>(second.promised - second.placed - 10 * kDay) / kMinutesPerMonth,
              5, 0.01);
}

/// Systems that have come after 200 days, of a stock of 3,000 kW, where boards are made at
/// `boards_per_month` and grow by so much a year at most; 0 boards: none are needed.
std::int64_t shipped_with(double boards_per_month, double growth_per_year) {
  ModelWorld world(200 * kDay);
  AcceleratorVendorSpec spec = vendor();
  spec.at_start.stock = 3000;
  spec.lots_per_order = 30;
  if (boards_per_month > 0)
    spec.light_parts = {{"boards", boards_per_month, {.months = 2}, 0.3, growth_per_year}};
  world.add<AcceleratorVendor>(spec);
  auto& foundry = world.add<Shop>("foundry", world, 120 * kDay);
  auto& memory = world.add<Shop>("memory", world, 150 * kDay);
  foundry.sold_out_from = memory.sold_out_from = 0;
  foundry.quiet = memory.quiet = true;
  world.add<Packager>(world);
  world.add<Announcer>("announcer", "vendor", "accelerator", 10000.0);
  const OrderTerms order{.commodity = world.market.commodity("accelerator", "kW_it"),
                         .quantity = 3000,
                         .sink_per_unit = 1e-6};
  auto& builder = world.add<ScriptedBuyer>(
      "builder", world, std::vector<ScriptedBuyer::Purchase>{{0, order, "vendor"}});
  world.run();
  EXPECT_EQ(world.trace.unexplained(), 0U);
  return world.market.journal.at(builder.orders.at(0)).arrived;
}

TEST(LightPartsTest, HoldSystemsBackUntilTheirMakersHaveGrown) {
  EXPECT_EQ(shipped_with(0, 0), 3000);
  const std::int64_t slow = shipped_with(300, 0);
  EXPECT_GT(slow, 1500);  // 300 a month for 190 days, less what is not ready
  EXPECT_LT(slow, 2000);
  EXPECT_EQ(shipped_with(300, 1500), 3000);  // nearly twice as much each month
}

/// The values of a series of the vendor, in the order of time.
std::vector<Series::Value> values_of(const ModelWorld& world, const std::string& name) {
  std::vector<Series::Value> found;
  for (const Series::Value& value : world.market.series.values()) {
    if (world.market.series.declarations()[value.series].series == name)
      found.push_back(value);
  }
  return found;
}

TEST_F(AcceleratorVendorTest, CountsThePackagesOfWhatItShipsByTheQuarter) {
  AcceleratorVendorSpec spec = vendor();
  spec.at_start.stock = 300;
  spec.lots_per_order = 1;
  spec.generations[0].kw_per_package = 1.5;
  spec.generations[0].tdp_kw_per_package = 0.7;
  spec.generations[0].h100e_per_gw = 680000;
  found(spec);
  foundry_->sold_out_from = memory_->sold_out_from = 0;
  foundry_->quiet = memory_->quiet = true;
  OrderTerms order{.commodity = accelerator_, .quantity = 60, .sink_per_unit = 1e-6};
  world_.add<ScriptedBuyer>("builder", world_,
                            std::vector<ScriptedBuyer::Purchase>{
                                {0, order, "vendor"}, {2, order, "vendor"}, {4, order, "vendor"}});
  world_.run();
  // 60 kW are 40 packages; two orders in the first quarter, one in the second.
  const auto packages = values_of(world_, "accelerator_packages");
  ASSERT_EQ(packages.size(), 2U);
  EXPECT_EQ(packages[0].month, 0);
  EXPECT_NEAR(packages[0].value, 80, 1e-9);
  EXPECT_EQ(packages[1].month, 3);
  EXPECT_NEAR(packages[1].value, 40, 1e-9);
  EXPECT_NEAR(values_of(world_, "installed_h100e").back().value, 180e-6 * 680000, 1e-9);
  EXPECT_NEAR(values_of(world_, "installed_chip_tdp_gw").back().value, 120 * 0.7e-6, 1e-15);
}

/// Packages that were under way at the start come for six months; parts of the second generation
/// are ordered from the first day on.
TEST_F(AcceleratorVendorTest, WhatWasUnderWayAtTheStartIsOfTheGenerationThatWasSoldThen) {
  AcceleratorVendorSpec spec = vendor();
  spec.at_start.packages = 600;
  spec.at_start.package_months = 6;
  spec.generations.push_back(spec.generations[0]);
  spec.generations[1].name = "second";
  spec.generations[0].share = Profile(Profile::Shape::linear, {{0, 1}, {30 * kDay, 0}});
  spec.generations[1].share = Profile(Profile::Shape::linear, {{0, 0}, {30 * kDay, 1}});
  spec.generations[0].h100e_per_gw = 1e6;
  spec.generations[1].h100e_per_gw = 5e6;
  found(spec);
  foundry_->sold_out_from = memory_->sold_out_from = 0;
  foundry_->quiet = memory_->quiet = true;
  const OrderTerms order{.commodity = accelerator_, .quantity = 600, .sink_per_unit = 1e-6};
  world_.add<ScriptedBuyer>("builder", world_,
                            std::vector<ScriptedBuyer::Purchase>{{0, order, "vendor"}});
  world_.run();
  EXPECT_NEAR(values_of(world_, "installed_h100e").back().value, 600e-6 * 1e6, 1e-6);
}

TEST_F(AcceleratorVendorTest, WhatABuyerReceivesIsWrittenDownByTheMonth) {
  AcceleratorVendorSpec spec = vendor();
  spec.at_start.stock = 300;
  spec.lots_per_order = 2;
  found(spec);
  foundry_->sold_out_from = memory_->sold_out_from = 0;
  foundry_->quiet = memory_->quiet = true;
  const OrderTerms order{.commodity = accelerator_, .quantity = 60, .sink_per_unit = 1e-6};
  world_.add<ScriptedBuyer>("builder", world_,
                            std::vector<ScriptedBuyer::Purchase>{{0, order, "vendor"}});
  world_.run();
  double sum = 0;
  for (const Series::Value& value : values_of(world_, "received"))
    sum += value.value;
  EXPECT_EQ(sum, 60);
}

TEST_F(AcceleratorVendorTest, WhoOrdersWithoutCommitmentTakesBackWhatAShrunkenPlanDoesNotNeed) {
  AcceleratorVendorSpec spec = vendor();
  spec.firm_orders = false;
  found(spec);
  // A foundry that never begins, and a builder that takes its announcement back in autumn.
  foundry_->begins = false;
  foundry_->quiet = memory_->quiet = true;
  announcer_->until = 240 * kDay;
  world_.run();
  std::int64_t taken_back = 0;
  for (OrderId id = 1; id < world_.market.journal.size(); ++id) {
    const Order& order = world_.market.journal.at(id);
    if (order.seller == foundry_->id())
      taken_back += order.cancelled;
  }
  EXPECT_GT(taken_back, 0);
}

}  // namespace
}  // namespace chokepoint::models
