// Stories of a memory maker: two products from one room, prices, and late fabs.

#include "models/actors/memory_vendor.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "models/actors/fab_tool_maker.hpp"
#include "tests/support/model_world.hpp"
#include "tests/support/years.hpp"

namespace chokepoint::models {
namespace {

using test::ModelWorld;
using test::ScriptedBuyer;

constexpr double kTenWafersADay = 10 * kMinutesPerMonth / kDay;

MemoryVendorSpec vendor(AllocationRule rule = AllocationRule::fifo) {
  MemoryVendorSpec spec;
  spec.firm = {.name = "hynix", .region = "here"};
  spec.purchasing = {.euv_tools = "", .fab_tools = "tools", .sets_ahead = {.months = 6}};
  spec.fab.wafers_per_month = kTenWafersADay;
  spec.fab.room_lead = {.months = 12};
  spec.line.rule = rule;
  spec.line.lots_per_order = 1;
  spec.line.cycle_minutes = Distribution::constant(60 * kDay);
  spec.rooms = {.conviction = 1, .stable_margin = 1, .smoothing_months = 6};
  spec.starts_per_month = 1000;
  spec.steady_customers = {"phones"};
  MemoryVendorSpec::Hbm hbm;
  hbm.per_month = kTenWafersADay / 2;
  hbm.cycle_minutes = Distribution::constant(100 * kDay);
  hbm.expansion.lead = {.months = 6};
  hbm.expansion.rule = {
      .conviction = 0, .lead_months = 6, .smoothing_months = 6, .max_growth_per_year = 0};
  spec.hbm = hbm;
  return spec;
}

FabToolMakerSpec tool_maker() {
  FabToolMakerSpec spec;
  spec.firm = {.name = "tools", .region = "here"};
  spec.sets_per_month = 100;
  spec.line.cycle_minutes = Distribution::constant(30 * kDay);
  return spec;
}

OrderTerms wafers(ModelWorld& world, const std::string& commodity, std::int64_t quantity,
                  bool stable = false) {
  return {.commodity = world.market.commodity(commodity, "wafer"),
          .quantity = quantity,
          .stable = stable};
}

/// Orders the same every month.
std::vector<ScriptedBuyer::Purchase> monthly(const OrderTerms& terms, int months) {
  std::vector<ScriptedBuyer::Purchase> script;
  for (int month = 0; month < months; ++month)
    script.push_back({month, terms, "hynix"});
  return script;
}

std::vector<double> values_of_hynix(const ModelWorld& world, const std::string& series) {
  std::vector<double> result;
  for (const Series::Value& value : world.market.series.values()) {
    const Series::Declaration& d = world.market.series.declarations()[value.series];
    if (d.series == series && d.entity == "hynix")
      result.push_back(value.value);
  }
  return result;
}

TEST(MemoryVendorTest, HbmPassesTheStackingLineAsWell) {
  ModelWorld world(300 * kDay);
  world.add<FabToolMaker>(tool_maker());
  world.add<MemoryVendor>(vendor());
  world.add<ScriptedBuyer>("phones", world, std::vector<ScriptedBuyer::Purchase>{});
  world.add<ScriptedBuyer>(
      "ai", world,
      std::vector<ScriptedBuyer::Purchase>{{0, wafers(world, "hbm_wafer", 100), "hynix"},
                                           {0, wafers(world, "dram_wafer", 50), "hynix"}});
  world.run();
  // HBM: 10 days of wafer starts, 20 of stacking at half the pace, 100 of cycle. DRAM: 15 and 60.
  EXPECT_EQ(world.story,
            "75 ai receive 50\n"
            "130 ai receive 100\n");
  EXPECT_EQ(world.trace.unexplained(), 0U);
}

TEST(MemoryVendorTest, WithoutAStackingLineItRefusesHbm) {
  ModelWorld world(100 * kDay);
  world.add<FabToolMaker>(tool_maker());
  MemoryVendorSpec spec = vendor();
  spec.hbm.reset();
  world.add<MemoryVendor>(spec);
  world.add<ScriptedBuyer>("phones", world, std::vector<ScriptedBuyer::Purchase>{});
  world.add<ScriptedBuyer>(
      "ai", world,
      std::vector<ScriptedBuyer::Purchase>{{0, wafers(world, "hbm_wafer", 100), "hynix"}});
  world.run();
  EXPECT_EQ(world.story, "0 ai is refused 100\n");
}

TEST(MemoryVendorTest, SteadyContractsBearTheShortageLast) {
  ModelWorld world(400 * kDay);
  world.add<FabToolMaker>(tool_maker());
  world.add<MemoryVendor>(vendor(AllocationRule::stable_first));
  auto& ai = world.add<ScriptedBuyer>("ai", world, monthly(wafers(world, "dram_wafer", 200), 12));
  auto& phones = world.add<ScriptedBuyer>("phones", world,
                                          monthly(wafers(world, "dram_wafer", 200, true), 12));
  world.run();
  const Journal& journal = world.market.journal;
  EXPECT_EQ(journal.at(phones.orders[8]).status, OrderStatus::delivered);
  EXPECT_EQ(journal.at(ai.orders[8]).status, OrderStatus::open);
}

/// Wafers that come to AI for each that comes to phones, when both ask for as much and there is not
/// enough.
double ai_over_phones(bool divides) {
  ModelWorld world(400 * kDay);
  MemoryVendorSpec spec = vendor(AllocationRule::stable_first);
  spec.divides_lines = divides;
  world.add<FabToolMaker>(tool_maker());
  world.add<MemoryVendor>(spec);
  const auto& ai =
      world.add<ScriptedBuyer>("ai", world, monthly(wafers(world, "dram_wafer", 200), 12));
  const auto& phones = world.add<ScriptedBuyer>(
      "phones", world, monthly(wafers(world, "dram_wafer", 200, true), 12));
  world.run();
  const auto arrived = [&](const std::vector<OrderId>& orders) {
    double sum = 0;
    for (const OrderId id : orders)
      sum += static_cast<double>(world.market.journal.at(id).arrived);
    return sum;
  };
  return arrived(ai.orders) / arrived(phones.orders);
}

TEST(MemoryVendorTest, DividesItsLinesByWhatIsAskedForWhenTheyDoNotDoForAll) {
  EXPECT_LT(ai_over_phones(false), 0.7);
  EXPECT_GT(ai_over_phones(true), 0.85);
}

TEST(MemoryVendorTest, ThePriceRisesWhileOrdersExceedSupplyAndFallsAfterwards) {
  ModelWorld world(600 * kDay);
  world.add<FabToolMaker>(tool_maker());
  world.add<MemoryVendor>(vendor());
  world.add<ScriptedBuyer>("phones", world, monthly(wafers(world, "dram_wafer", 450, true), 9));
  world.run();
  const std::vector<double> price = values_of_hynix(world, "dram_price");
  ASSERT_GE(price.size(), 19U);
  EXPECT_GT(price[8], price[3]);
  EXPECT_GT(price[3], price[1]);
  EXPECT_LT(price[18], price[12]);
}

TEST(MemoryVendorTest, FabsAreStartedOnlyAfterMonthsOfHighPricesAndFullRooms) {
  for (const int months : {6, 30}) {
    ModelWorld world(years(3));
    world.add<FabToolMaker>(tool_maker());
    MemoryVendorSpec spec = vendor();
    spec.trigger = {.price = 1.2, .months = 9, .utilisation = 0.9};
    world.add<MemoryVendor>(spec);
    world.add<ScriptedBuyer>("phones", world,
                             monthly(wafers(world, "dram_wafer", 400, true), months));
    class SteadyAnnouncer final : public Firm {
     public:
      void state(ProcessModel&) const override {}
      explicit SteadyAnnouncer(Market& market) : Firm(market, {.name = "ai", .region = "here"}) {}

     private:
      void plan() override {
        tell(market_.firm("hynix"), market_.commodity("dram_wafer", "wafer"),
             {1000, 1000, 1000, 1000});
      }
    };
    world.add<SteadyAnnouncer>();
    world.run();
    const std::vector<double> capacity = values_of_hynix(world, "capacity");
    ASSERT_GE(capacity.size(), 36U);
    // The price passes 1.2 in the first quarter: nothing can open before 9 + 12 months.
    EXPECT_DOUBLE_EQ(capacity[20], std::round(kTenWafersADay));
    if (months == 6) {
      EXPECT_DOUBLE_EQ(capacity.back(), std::round(kTenWafersADay));
    } else {
      EXPECT_GT(capacity.back(), kTenWafersADay + 100);
    }
  }
}

/// Wafers a month at the end of so many years of a maker to whom no price pays for a fab.
double capacity_without_prices(const MemoryVendorSpec& spec, int of_years, bool busy) {
  ModelWorld world(years(of_years));
  world.add<FabToolMaker>(tool_maker());
  world.add<MemoryVendor>(spec);
  world.add<ScriptedBuyer>("phones", world,
                           busy ? monthly(wafers(world, "dram_wafer", 400, true), 12 * of_years)
                                : std::vector<ScriptedBuyer::Purchase>{});
  world.run();
  return values_of_hynix(world, "capacity").back();
}

TEST(MemoryVendorTest, TheSameRoomsMakeMoreEachQuarterWhereTheKeySaysSo) {
  MemoryVendorSpec spec = vendor();
  spec.trigger = {.price = 1e9, .months = 9, .utilisation = 0.9};
  EXPECT_DOUBLE_EQ(capacity_without_prices(spec, 1, true), std::round(kTenWafersADay));
  spec.creep_per_year = 0.08;
  // In April, July and October.
  EXPECT_NEAR(capacity_without_prices(spec, 1, true), kTenWafersADay * std::pow(1.02, 3), 1);
}

TEST(MemoryVendorTest, PublicMoneyBuildsRoomsWhateverThePriceButNotBesideEmptyOnes) {
  MemoryVendorSpec spec = vendor();
  spec.trigger = {.price = 1e9, .months = 9, .utilisation = 0.9};
  spec.rooms.faith.patience_months = 9;
  EXPECT_DOUBLE_EQ(capacity_without_prices(spec, 3, true), std::round(kTenWafersADay));
  spec.steady_starts = 10;
  // Ten wafers a month, each month for the two years whose rooms stand by then.
  EXPECT_NEAR(capacity_without_prices(spec, 3, true), kTenWafersADay + 240, 21);
  const double beside_empty_rooms = capacity_without_prices(spec, 3, false);
  EXPECT_GT(beside_empty_rooms, kTenWafersADay + 50);
  EXPECT_LT(beside_empty_rooms, kTenWafersADay + 130);
}

/// Says something to the maker each month.
class Teller final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Teller(Market& market, std::function<void(Teller&)> says)
      : Firm(market, {.name = "teller", .region = "here"}), says_(std::move(says)) {}
  void announce(const std::string& goods, double rate) {
    tell(market_.firm("hynix"), market_.commodity(goods, "wafer"), {rate, rate, rate, rate});
  }
  void publish(double price, double per_month) {
    quote(market_.firm("hynix"), market_.commodity("dram_wafer", "wafer"), price, per_month);
  }

 private:
  void plan() override { says_(*this); }
  std::function<void(Teller&)> says_;
};

/// Of a maker whose price moves only where the market draws it: the last value of a series.
double told_at_last(MemoryVendorSpec spec, const std::string& series,
                    const std::function<void(Teller&)>& says) {
  spec.price.gain_per_month = spec.price.steepest_fall = spec.price.steepest_rise = 0;
  ModelWorld world(years(2));
  world.add<FabToolMaker>(tool_maker());
  world.add<MemoryVendor>(spec);
  world.add<ScriptedBuyer>("phones", world, std::vector<ScriptedBuyer::Purchase>{});
  world.add<Teller>(says);
  world.run();
  return values_of_hynix(world, series).back();
}

TEST(MemoryVendorTest, StackingGrowsLessWhereCommodityMemoryEarnsMore) {
  MemoryVendorSpec spec = vendor();
  spec.hbm->expansion.rule.conviction = 1;
  spec.hbm->expansion.rule.max_growth_per_year = 1;
  const auto stacked = [&](double premium) {
    spec.hbm->premium = premium;
    return told_at_last(spec, "hbm_capacity", [](Teller& ai) { ai.announce("hbm_wafer", 1000); });
  };
  const double first = kTenWafersADay / 2;
  const double all = stacked(2);
  EXPECT_GT(all, 1.3 * first);
  EXPECT_LT(stacked(0.25) - first, 0.6 * (all - first));
  EXPECT_GT(stacked(0.25), first);
}

TEST(MemoryVendorTest, APriceFollowsThePublishedOneWhereTheKeySaysSo) {
  MemoryVendorSpec spec = vendor();
  const auto price = [&](double follow) {
    spec.follow = follow;
    return told_at_last(spec, "dram_price", [](Teller& rival) { rival.publish(4, 1e9); });
  };
  EXPECT_EQ(price(0), spec.first_price);
  EXPECT_NEAR(price(0.5), 4, 0.01);
}

TEST(MemoryVendorTest, AMakerOfFlashSellsItUnderNamesOfItsOwn) {
  ModelWorld world(300 * kDay);
  world.add<FabToolMaker>(tool_maker());
  MemoryVendorSpec spec = vendor();
  spec.product = "nand";
  spec.hbm.reset();
  world.add<MemoryVendor>(spec);
  world.add<ScriptedBuyer>("phones", world, monthly(wafers(world, "nand_wafer", 300, true), 1));
  world.run();
  EXPECT_EQ(world.story, "90 phones receive 300\n");
  EXPECT_FALSE(values_of_hynix(world, "nand_price").empty());
  EXPECT_TRUE(values_of_hynix(world, "dram_price").empty());
  bool of_flash = false;
  for (const CapacityStep& step : world.trace.capacity_steps()) {
    of_flash = of_flash || world.trace.name(step.constraint) == "nand_cleanroom";
    EXPECT_NE(world.trace.name(step.constraint), "dram_cleanroom");
  }
  EXPECT_TRUE(of_flash);
}

TEST(MemoryVendorTest, ASubsidyMakesALowerPriceEnoughForAFab) {
  const auto grown = [](std::optional<Subsidy> subsidy) {
    ModelWorld world(years(3));
    world.add<FabToolMaker>(tool_maker());
    MemoryVendorSpec spec = vendor();
    spec.price.cash_cost = 0.5;
    spec.price.ceiling = 1.4;
    spec.trigger = {.price = 1.6, .months = 3, .utilisation = 0.9};
    spec.steady_customers = {"phones"};
    spec.subsidy = subsidy;
    world.add<MemoryVendor>(spec);
    world.add<ScriptedBuyer>("phones", world, monthly(wafers(world, "dram_wafer", 400, true), 30));
    class Hoping final : public Firm {
     public:
      void state(ProcessModel&) const override {}
      explicit Hoping(Market& market) : Firm(market, {.name = "ai", .region = "here"}) {}

     private:
      void plan() override {
        tell(market_.firm("hynix"), market_.commodity("dram_wafer", "wafer"),
             {1000, 1000, 1000, 1000});
      }
    };
    world.add<Hoping>();
    world.run();
    return values_of_hynix(world, "capacity").back();
  };
  // Nobody pays more than 1.4. A fab pays at 1.6, or at 0.5 + 1.1 * 0.7 = 1.27.
  EXPECT_DOUBLE_EQ(grown(std::nullopt), std::round(kTenWafersADay));
  EXPECT_GT(grown(Subsidy{.rule = {.part_paid = 0.3}}), kTenWafersADay + 100);
  EXPECT_DOUBLE_EQ(grown(Subsidy{.rule = {.part_paid = 0.1}}), std::round(kTenWafersADay));
}

}  // namespace
}  // namespace chokepoint::models
