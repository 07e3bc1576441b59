// Stories of a market for devices.

#include "models/actors/consumer_market.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "models/core/line.hpp"
#include "tests/support/model_world.hpp"
#include "tests/support/years.hpp"

namespace chokepoint::models {
namespace {

using test::ModelWorld;

ConsumerMarketSpec phones(double per_month) {
  ConsumerMarketSpec spec;
  spec.firm = {.name = "phones", .region = "here"};
  spec.response = {.elasticity = 0.5, .lag_months = 1, .unit_exponent = 2};
  spec.padding = 0.1;
  ConsumerMarketSpec::Need memory;
  memory.commodity = "dram_wafer";
  memory.before_price = Profile(per_month);
  memory.cover_months = 3;
  memory.stock_months = 3;
  memory.sellers = {{"seller", 1}};
  spec.needs = {memory};
  spec.units = Profile(1000);
  return spec;
}

/// Sells from one line at `per_month`, after a month of cycle; quotes a price each month.
class Seller final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Seller(Market& market, double per_month, double price, double sold_out = 0,
         const std::string& goods = "dram_wafer")
      : Firm(market, {.name = "seller", .region = "here"}),
        line_(market, *this,
              {.name = "seller.line",
               .commodity = market.commodity(goods, "wafer"),
               .lots_per_order = 1,
               .cycle = {.months = 1},
               .sold_out_months = sold_out}),
        goods_(market.commodity(goods, "wafer")),
        price_(price) {
    line_.gate().add_resource(market.flow.trace.constraint("room"), per_minute(per_month));
  }
  std::int64_t cancelled = 0;

 private:
  void plan() override { quote(market_.firm("phones"), goods_, price_); }
  void receive_order(OrderId order) override {
    const Tick promised = line_.book(order);
    if (promised == kNever) {
      reject(order);
    } else {
      acknowledge(order, promised);
    }
  }
  void order_cancelled(OrderId order, std::int64_t quantity) override {
    cancelled += quantity;
    line_.cancelled(order, quantity);
  }

  Line line_;
  CommodityId goods_;
  double price_;
};

std::vector<double> values(const ModelWorld& world, const std::string& series) {
  std::vector<double> result;
  for (const Series::Value& value : world.market.series.values()) {
    if (world.market.series.declarations()[value.series].series == series) {
      result.push_back(value.value);
    }
  }
  return result;
}

TEST(ConsumerMarketTest, BuildsAllItWantsWhileItsPartsCome) {
  ModelWorld world(years(3));
  world.add<ConsumerMarket>(phones(1000));
  world.add<Seller>(1300.0, 1.0);
  world.run();
  for (const double devices : values(world, "phones_sold"))
    EXPECT_NEAR(devices, 1000, 1e-6);
}

TEST(ConsumerMarketTest, DearMemoryTakesTheLowEndFirst) {
  ModelWorld world(365 * kDay);
  world.add<ConsumerMarket>(phones(1000));
  world.add<Seller>(2000.0, 4.0);
  world.run();
  // Price 4 at elasticity 0.5 halves the memory used, and the units fall to a quarter.
  EXPECT_NEAR(values(world, "price_response").back(), 0.5, 1e-9);
  EXPECT_NEAR(values(world, "used").back(), 500, 1e-6);
  EXPECT_NEAR(values(world, "phones_sold").back(), 250, 1e-6);
}

TEST(ConsumerMarketTest, SavesOnWhatIsDearWhereThatIsWhatItWatches) {
  const auto response = [](const std::string& priced_by) {
    ModelWorld world(365 * kDay);
    ConsumerMarketSpec spec = phones(1000);
    spec.needs[0].commodity = "nand_wafer";
    spec.priced_by = priced_by;
    world.add<ConsumerMarket>(spec);
    world.add<Seller>(2000.0, 4.0, 0.0, "nand_wafer");
    world.run();
    return values(world, "price_response").back();
  };
  EXPECT_NEAR(response("nand_wafer"), 0.5, 1e-9);
  EXPECT_NEAR(response("dram_wafer"), 1, 1e-9);
}

TEST(ConsumerMarketTest, OrdersATenthMoreAndCutsItBackWhenItWasNotBegun) {
  ModelWorld world(365 * kDay);
  world.add<ConsumerMarket>(phones(1000));
  auto& seller = world.add<Seller>(500.0, 1.0);
  world.run();
  EXPECT_GT(seller.cancelled, 0);
  const Journal& journal = world.market.journal;
  std::int64_t asked = 0;
  for (OrderId id = 1; id < journal.size(); ++id)
    asked += journal.at(id).terms.quantity;
  EXPECT_LE(seller.cancelled, asked / 11 + 1);  // never more than the padding of what it asked for
}

TEST(ConsumerMarketTest, TakesAWholeOrderBackWhenItsNeedHasGone) {
  ModelWorld world(365 * kDay);
  ConsumerMarketSpec spec = phones(0);
  spec.padding = 0;
  ConsumerMarketSpec::Need& memory = spec.needs.front();
  memory.before_price =
      Profile(Profile::Shape::steps, {{0, 1000}, {31 * kDay, 3000}, {59 * kDay, 0}});
  memory.stock_months = 0;
  memory.contracted = 0;
  world.add<ConsumerMarket>(spec);
  auto& seller = world.add<Seller>(500.0, 1.0);
  world.run();
  // Three months of the mean of today's need and that in three months: 1500 in January, 4500 less
  // those in February, nothing in March. The first order is in work by then.
  const Journal& journal = world.market.journal;
  ASSERT_EQ(journal.size(), 3U);
  EXPECT_EQ(journal.at(1).terms.quantity, 1500);
  EXPECT_EQ(journal.at(1).status, OrderStatus::delivered);
  EXPECT_EQ(journal.at(1).cancelled, 0);
  EXPECT_EQ(journal.at(2).terms.quantity, 3000);
  EXPECT_EQ(journal.at(2).status, OrderStatus::cancelled);
  EXPECT_EQ(journal.at(2).cancelled, 3000);
  EXPECT_EQ(seller.cancelled, 3000);
}

TEST(ConsumerMarketTest, ARejectedOrderIsAskedForAgain) {
  ModelWorld world(365 * kDay);
  world.add<ConsumerMarket>(phones(1000));
  world.add<Seller>(100.0, 1.0, 2.0);
  world.run();
  const Journal& journal = world.market.journal;
  int rejected = 0;
  for (OrderId id = 1; id < journal.size(); ++id) {
    rejected += journal.at(id).status == OrderStatus::rejected ? 1 : 0;
  }
  EXPECT_GE(rejected, 5);  // the book is full from the first order on, for ten months
  EXPECT_LT(values(world, "phones_sold").back(), 250);
}

TEST(ConsumerMarketTest, AMissingChipStopsOnlyTheDevicesThatUseIt) {
  ModelWorld world(365 * kDay);
  ConsumerMarketSpec spec = phones(1000);
  ConsumerMarketSpec::Need logic = spec.needs[0];
  logic.commodity = "n3_wafer";
  logic.before_price = Profile(75);
  spec.needs.push_back(logic);
  logic.commodity = "n2_wafer";
  logic.before_price = Profile(25);
  logic.stock_months = 0;
  logic.sellers = {{"nobody", 1}};
  spec.needs.push_back(logic);
  spec.needs[1].sellers = {{"n3", 1}};
  class Silent final : public Firm {
   public:
    void state(ProcessModel&) const override {}
    Silent(Market& market, std::string name)
        : Firm(market, {.name = std::move(name), .region = "here"}) {}

   private:
    void plan() override {}
    void receive_order(OrderId order) override { reject(order); }
  };
  world.add<ConsumerMarket>(spec);
  world.add<Seller>(2000.0, 1.0);
  world.add<Silent>("n3");
  world.add<Silent>("nobody");
  world.run();
  // In the first month the stock of n3 lasts: three quarters of the chips, 0.75^2 of the units.
  EXPECT_NEAR(values(world, "phones_sold").front(), 562.5, 1e-6);
}

/// Devices a month in the fourth year, when half of the chips of the newest node come.
double devices(double most) {
  ModelWorld world(years(4));
  ConsumerMarketSpec spec = phones(1000);
  spec.response.unit_exponent = 1;
  spec.needs.push_back(spec.needs[0]);
  spec.needs.push_back(spec.needs[0]);
  spec.needs[0].commodity = "n3_wafer";
  spec.needs[0].sellers = {{"short", 1}};
  spec.needs[0].before_price = Profile(100);
  spec.needs[0].stock_months = 0;
  spec.needs[0].older = "n5_wafer";
  spec.needs[0].fallback = {.most = most, .wafers = 1.5, .lag_months = 6};
  spec.needs[1].commodity = "n5_wafer";
  spec.needs[1].sellers = {{"plenty", 1}};
  spec.needs[1].before_price = Profile(100);
  class Foundry final : public Firm {
   public:
    void state(ProcessModel&) const override {}
    Foundry(Market& market, const std::string& name, const std::string& wafer, double per_month)
        : Firm(market, {.name = name, .region = "here"}),
          line_(market, *this,
                {.name = name + ".line",
                 .commodity = market.commodity(wafer, "wafer"),
                 .lots_per_order = 100,
                 .cycle = {.months = 1}}) {
      line_.gate().add_resource(market.flow.trace.constraint("room"), per_minute(per_month));
    }

   private:
    void plan() override {}
    void receive_order(OrderId order) override { acknowledge(order, line_.book(order)); }
    void order_cancelled(OrderId order, std::int64_t quantity) override {
      line_.cancelled(order, quantity);
    }
    Line line_;
  };
  world.add<ConsumerMarket>(spec);
  world.add<Seller>(2000.0, 1.0);
  world.add<Foundry>("short", "n3_wafer", 50.0);
  world.add<Foundry>("plenty", "n5_wafer", 1000.0);
  world.run();
  const std::vector<double> sold = values(world, "phones_sold");
  return std::accumulate(sold.end() - 12, sold.end(), 0.0) / 12;
}

TEST(ConsumerMarketTest, SomeModelsKeepTheChipOfAnOlderNodeWhenTheNewestIsShort) {
  EXPECT_NEAR(devices(0), 750, 10);     // half of the half that needs the newest
  EXPECT_NEAR(devices(0.3), 900, 10);   // three tenths of it stay on the older node
  EXPECT_NEAR(devices(0.8), 1000, 10);  // all that are missing
}

}  // namespace
}  // namespace chokepoint::models
