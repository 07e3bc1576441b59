// Stories of a packaging house and the parts that customers consign to it.

#include "models/actors/packaging_house.hpp"

#include <gtest/gtest.h>

#include "tests/support/model_world.hpp"
#include "tests/support/years.hpp"

namespace chokepoint::models {
namespace {

using test::ModelWorld;

/// Ten wafers of packages a day; a wafer stands for 50 kW.
constexpr double kGwPerWafer = 50e-6;

PackagingHouseSpec house() {
  PackagingHouseSpec spec;
  spec.firm = {.name = "packager", .region = "here"};
  spec.wafers_per_month = 10 * kMinutesPerMonth / kDay;
  spec.space = 1e6;
  spec.line.lots_per_order = 2;
  spec.line.cycle_minutes = Distribution::constant(20 * kDay);
  spec.expansion.lead = {.months = 6};
  spec.expansion.rule = {
      .conviction = 1, .lead_months = 6, .smoothing_months = 2, .max_growth_per_year = 2};
  return spec;
}

/// Sends consigned parts straight to the packager, and orders packages.
class Vendor final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  struct Parts {
    int month;
    std::string commodity;
    std::int64_t wafers;
  };
  Vendor(Market& market, ModelWorld& world, std::vector<Parts> parts, std::int64_t packages,
         bool firm = true)
      : Firm(market, {.name = "vendor", .region = "here"}),
        world_(world),
        parts_(std::move(parts)),
        packages_(packages),
        firm_(firm) {}

  OrderId order = kNoOrder;
  int cancel_in_month = -1;

 private:
  void plan() override {
    const int month = timeline().month_index(now());
    const EventId decided = decide(market_.flow.trace.constraint("demand"));
    Firm& packager = market_.firm("packager");
    if (month == 0) {
      order = buy(packager,
                  {.commodity = market_.commodity("cowos_wafer", "wafer"),
                   .quantity = packages_,
                   .sink_per_unit = kGwPerWafer,
                   .firm = firm_},
                  decided);
    }
    for (const Parts& parts : parts_) {
      if (parts.month != month)
        continue;
      const OrderId id = buy(market_.firm("wafers"),
                             {.commodity = market_.commodity(parts.commodity, "wafer"),
                              .quantity = parts.wafers,
                              .sink_per_unit = kGwPerWafer,
                              .consignee = packager.id()},
                             decided);
      static_cast<void>(id);
    }
    if (month == cancel_in_month)
      world_.tell(name(), "take back", take_back(order, packages_));
  }
  void goods_in(OrderId, std::int64_t quantity, EventId) override {
    world_.tell(name(), "receive", quantity);
  }
  ModelWorld& world_;
  std::vector<Parts> parts_;
  std::int64_t packages_;
  bool firm_;
};

/// Delivers whatever is ordered at once.
class WaferShop final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  explicit WaferShop(Market& market, std::string name = "wafers")
      : Firm(market, {.name = std::move(name), .region = "here"}) {}
  double left = 1;
  [[nodiscard]] double part_left() const override { return left; }

 private:
  void plan() override {}
  void receive_order(OrderId id) override {
    const Order& order = market_.journal.at(id);
    acknowledge(id, now());
    market_.journal.begin(id, order.terms.quantity);
    market_.post.send(market_.firm(order.terms.consignee),
                      Delivery{id, order.terms.quantity, order.decided});
  }
};

TEST(PackagingHouseTest, BeginsOnlyWhatBothPartsAllow) {
  ModelWorld world(200 * kDay);
  world.add<PackagingHouse>(house());
  world.add<WaferShop>();
  world.add<Vendor>(
      world,
      std::vector<Vendor::Parts>{{0, "n5_wafer", 100}, {0, "hbm_wafer", 30}, {1, "hbm_wafer", 70}},
      100);
  world.run();
  // 30 wafers begin on day 0; the rest waits for HBM until day 31. Lots are at most half the order.
  EXPECT_EQ(world.story,
            "23 vendor receive 30\n"
            "56 vendor receive 50\n"
            "58 vendor receive 20\n");
  EXPECT_EQ(world.trace.unexplained(), 0U);
}

TEST(PackagingHouseTest, KeepsCustomersPartsApart) {
  ModelWorld world(100 * kDay);
  PackagingHouseSpec spec = house();
  spec.consigned = {{"wafers", 1e6, 1e6}};
  world.add<PackagingHouse>(spec);
  world.add<WaferShop>();
  world.add<Vendor>(world, std::vector<Vendor::Parts>{{0, "n5_wafer", 10}}, 10);
  world.run();
  EXPECT_EQ(world.story, "");  // others' HBM does not help
  EXPECT_EQ(world.market.journal.at(1).status, OrderStatus::open);
}

TEST(PackagingHouseTest, ACustomerTakesBackWhatHasNoPartsYet) {
  ModelWorld world(100 * kDay);
  world.add<PackagingHouse>(house());
  world.add<WaferShop>();
  auto& vendor = world.add<Vendor>(
      world, std::vector<Vendor::Parts>{{0, "n5_wafer", 100}, {0, "hbm_wafer", 40}}, 100, false);
  vendor.cancel_in_month = 1;
  world.run();
  EXPECT_EQ(world.story,
            "24 vendor receive 40\n"
            "31 vendor take back 60\n");
  EXPECT_EQ(world.market.journal.at(vendor.order).status, OrderStatus::delivered);
}

TEST(PackagingHouseTest, OthersShareOfTheLineIsNotForSale) {
  ModelWorld world(100 * kDay);
  PackagingHouseSpec spec = house();
  spec.other_use = Profile(spec.wafers_per_month / 2);
  spec.consigned = {{"vendor", 5000, 5000}};
  world.add<PackagingHouse>(spec);
  world.add<Vendor>(world, std::vector<Vendor::Parts>{}, 100);
  world.run();
  EXPECT_EQ(world.story,
            "30 vendor receive 50\n"
            "40 vendor receive 50\n");
}

TEST(PackagingHouseTest, WhatOthersNeedDiesForStandsStillWithWhoMakesThem) {
  ModelWorld world(100 * kDay);
  PackagingHouseSpec spec = house();
  spec.other_use = Profile(spec.wafers_per_month / 2);
  spec.other_use_of = "wafers";
  spec.other_use_share = 0.5;
  spec.consigned = {{"vendor", 10000, 10000}};
  world.add<PackagingHouse>(spec);
  world.add<WaferShop>().left = 0;
  world.add<Vendor>(world, std::vector<Vendor::Parts>{}, 150);
  world.run();
  // Three quarters of ten wafers a day.
  EXPECT_EQ(world.story,
            "30 vendor receive 75\n"
            "40 vendor receive 75\n");
}

/// Announces a hundred wafers a day from the third year on.
class Newcomer final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  explicit Newcomer(Market& market) : Firm(market, {.name = "newcomer", .region = "here"}) {}

 private:
  void plan() override {
    if (now() < years(2))
      return;
    const double rate = 100 * kMinutesPerMonth / kDay;
    tell(market_.firm("packager"), market_.commodity("cowos_wafer", "wafer"),
         {rate, rate, rate, rate});
  }
};

/// What the packager can make at the end of three years and a quarter, in thousand wafers a month.
double grown(bool had_customers) {
  ModelWorld world(1185 * kDay);
  PackagingHouseSpec spec = house();
  spec.consigned = {{"vendor", 5000, 5000}};
  spec.expansion.rule.faith = {.patience_months = 6, .fade_months = 1, .floor = 0};
  world.add<PackagingHouse>(spec);
  if (had_customers)
    world.add<Vendor>(world, std::vector<Vendor::Parts>{}, 100);
  else
    world.add<WaferShop>("vendor");
  world.add<Newcomer>();
  world.run();
  double kwpm = 0;
  for (const Series::Value& value : world.market.series.values()) {
    if (world.market.series.declarations()[value.series].series == "cowos_kwpm")
      kwpm = value.value;
  }
  return kwpm;
}

TEST(PackagingHouseTest, DoubtsAnnouncementsWhenItsCustomersHaveLeftItIdleAndNotWhenItHadNone) {
  const double at_start = house().wafers_per_month / 1000;
  EXPECT_GT(grown(false), 1.5 * at_start);
  EXPECT_DOUBLE_EQ(grown(true), at_start);
}

/// Wafers a month that a house without customers has at the end, all with those that others take.
double standing_at_end(PackagingHouseSpec spec) {
  ModelWorld world(1185 * kDay);
  world.add<PackagingHouse>(std::move(spec));
  world.run();
  double kwpm = 0;
  for (const Series::Value& value : world.market.series.values()) {
    if (world.market.series.declarations()[value.series].series == "cowos_kwpm")
      kwpm = value.value;
  }
  return kwpm * 1000;
}

TEST(PackagingHouseTest, LooksForCustomersBesideThoseWhoPassByItsBook) {
  PackagingHouseSpec spec = house();
  spec.other_use = Profile(spec.wafers_per_month / 2);
  spec.expansion.rule.conviction = 0;  // it goes by what it made for customers, and by the others
  EXPECT_DOUBLE_EQ(standing_at_end(spec), spec.wafers_per_month);
}

TEST(PackagingHouseTest, KeepsPaceWithOthersAlsoWhileNobodyElseAsks) {
  PackagingHouseSpec spec = house();
  const double first = spec.wafers_per_month;
  spec.other_use = Profile(Profile::Shape::linear, {{0, first}, {720 * kDay, 3 * first}});
  spec.idle_months_between = 6;
  EXPECT_GT(standing_at_end(spec), 2.8 * first);
  EXPECT_LE(standing_at_end(spec), 3 * first + 1);
}

TEST(PackagingHouseTest, LinesForWhichThereIsNoSpaceWaitForABuilding) {
  PackagingHouseSpec spec = house();
  spec.other_use = Profile(3 * spec.wafers_per_month);
  spec.lead_with_building = {.months = 60};  // none is finished in this world
  EXPECT_GT(standing_at_end(spec), 2 * spec.wafers_per_month);
  spec.space = spec.wafers_per_month;
  EXPECT_DOUBLE_EQ(standing_at_end(spec), spec.wafers_per_month);
  spec.lead_with_building = {.months = 12};
  EXPECT_GT(standing_at_end(spec), 2 * spec.wafers_per_month);
}

TEST(PackagingHouseTest, LinesThatComeWhileOthersLackSomeAreTheirs) {
  ModelWorld world(1185 * kDay);
  PackagingHouseSpec spec = house();
  const double first = spec.wafers_per_month;
  spec.other_use = Profile(Profile::Shape::linear, {{0, first}, {180 * kDay, 3 * first}});
  auto& packager = world.add<PackagingHouse>(spec);
  world.run();
  EXPECT_LT(packager.lines_for_customers(), 0.02 * first);
}

TEST(PackagingHouseTest, RefusesOrdersWhenItsBookIsFull) {
  ModelWorld world(100 * kDay);
  PackagingHouseSpec spec = house();
  spec.line.sold_out_months = 2;
  world.add<PackagingHouse>(spec);
  world.add<test::ScriptedBuyer>("late", world,
                                 std::vector<test::ScriptedBuyer::Purchase>{
                                     {0,
                                      {.commodity = world.market.commodity("cowos_wafer", "wafer"),
                                       .quantity = 1000,
                                       .sink_per_unit = kGwPerWafer},
                                      "packager"},
                                     {0,
                                      {.commodity = world.market.commodity("cowos_wafer", "wafer"),
                                       .quantity = 10,
                                       .sink_per_unit = kGwPerWafer},
                                      "packager"}});
  world.run();
  EXPECT_EQ(world.story, "0 late is refused 10\n");
}

}  // namespace
}  // namespace chokepoint::models
