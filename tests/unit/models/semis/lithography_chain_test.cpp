// Stories of the chain behind an EUV tool, told by the real engine.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "models/actors/fab_tool_maker.hpp"
#include "models/actors/module_supplier.hpp"
#include "models/actors/outside_fabs.hpp"
#include "models/actors/tool_maker.hpp"
#include "tests/support/model_world.hpp"
#include "tests/support/years.hpp"

namespace chokepoint::models {
namespace {

using test::ModelWorld;
using test::ScriptedBuyer;

constexpr double kMonth = kMinutesPerMonth;

LineKeys line(double cycle_days) {
  LineKeys keys;
  keys.lots_per_order = 10'000;
  keys.cycle_minutes = Distribution::constant(cycle_days * kDay);
  return keys;
}

ExpansionKeys expansion(double conviction, double growth) {
  ExpansionKeys keys;
  keys.lead = {.months = 12};
  keys.rule = {.conviction = conviction,
               .lead_months = 12,
               .smoothing_months = 6,
               .max_growth_per_year = growth};
  return keys;
}

ModuleSupplierSpec supplier(const std::string& name, double per_month) {
  return {.firm = {.name = name, .region = "here", .months_between = 3},
          .commodity = name,
          .modules_per_month = per_month,
          .line = line(10),
          .expansion = expansion(0.5, 0.24)};
}

ToolMakerSpec assembler(std::int64_t stock) {
  ToolMakerSpec spec;
  spec.firm = {.name = "asml", .region = "here"};
  spec.tools_per_month = 2;
  spec.crew = {
      .backlog_months = 18, .lag_months = 10, .max_growth_per_year = 0.2, .kept_per_month = 2};
  spec.module_cover_months = 4;
  spec.modules = {{"euv_optics", "euv_optics", stock}, {"euv_source", "euv_source", stock}};
  spec.line = line(90);
  return spec;
}

OrderTerms tools(ModelWorld& world, std::int64_t quantity) {
  return {.commodity = world.market.commodity("euv_tool", "tool"), .quantity = quantity};
}

std::int64_t count(const ModelWorld& world, const std::string& commodity, OrderStatus status) {
  std::int64_t orders = 0;
  const Journal& journal = world.market.journal;
  for (OrderId id = 1; id < journal.size(); ++id) {
    const Order& order = journal.at(id);
    if (world.market.commodity(order.terms.commodity).name == commodity && order.status == status) {
      ++orders;
    }
  }
  return orders;
}

TEST(ToolMakerTest, AToolNeedsOneModuleOfEachKindAndMonthsAtTheCustomer) {
  ModelWorld world(250 * kDay);
  world.add<ToolMaker>(assembler(2));
  world.add<ModuleSupplier>(supplier("euv_optics", 1));
  world.add<ModuleSupplier>(supplier("euv_source", 30));
  world.add<ScriptedBuyer>("fab", world,
                           std::vector<ScriptedBuyer::Purchase>{{0, tools(world, 4), "asml"}});
  world.run();
  // Two tools are built from stock in a month; the third waits for optics: 30.4 days of polishing
  // and ten of transport, then half a month of assembly (15.2 days), then 90 days at the customer.
  EXPECT_EQ(world.story,
            "105 fab receive 1\n"
            "120 fab receive 1\n"
            "145 fab receive 1\n"
            "176 fab receive 1\n");
  EXPECT_EQ(world.trace.unexplained(), 0U);
}

TEST(ToolMakerTest, ToolsWaitWhileOneModuleIsMissing) {
  ModelWorld world(400 * kDay);
  world.add<ToolMaker>(assembler(1));
  world.add<ModuleSupplier>(supplier("euv_optics", 0.01));  // one in eight years
  world.add<ModuleSupplier>(supplier("euv_source", 5));
  world.add<ScriptedBuyer>("fab", world,
                           std::vector<ScriptedBuyer::Purchase>{{0, tools(world, 3), "asml"}});
  world.run();
  EXPECT_EQ(world.story, "105 fab receive 1\n");
  EXPECT_EQ(count(world, "euv_tool", OrderStatus::open), 1);
}

TEST(ToolMakerTest, ModulesThatWereOnOrderArriveOverTheCover) {
  ModelWorld world(250 * kDay);
  ToolMakerSpec spec = assembler(0);
  for (ToolMakerSpec::Module& module : spec.modules)
    module.on_order = 4;
  world.add<ToolMaker>(spec);
  world.add<ModuleSupplier>(supplier("euv_optics", 0.01));  // nothing more in all this time
  world.add<ModuleSupplier>(supplier("euv_source", 0.01));
  world.add<ScriptedBuyer>("fab", world,
                           std::vector<ScriptedBuyer::Purchase>{{0, tools(world, 6), "asml"}});
  world.run();
  // One of each kind in the middle of each of four months, then half a month of assembly (15.2
  // days) and 90 days at the customer.
  EXPECT_EQ(world.story,
            "119 fab receive 1\n"
            "150 fab receive 1\n"
            "178 fab receive 1\n"
            "209 fab receive 1\n");
}

TEST(ModuleSupplierTest, AnOrderOfYearsComesInPiecesOfAQuarter) {
  ModelWorld world(200 * kDay);
  ModuleSupplierSpec spec = supplier("euv_optics", 1);
  spec.line.lots_per_order = 1;
  world.add<ModuleSupplier>(spec);
  OrderTerms order = tools(world, 100);
  order.commodity = world.market.commodity("euv_optics", "module");
  world.add<ScriptedBuyer>("asml", world,
                           std::vector<ScriptedBuyer::Purchase>{{0, order, "euv_optics"}});
  world.run();
  EXPECT_EQ(world.story,  // three months of work and ten days on the way
            "101 asml receive 3\n"
            "192 asml receive 3\n");
}

TEST(ToolMakerTest, CrewsFollowTheBacklogSlowlyAndModulesAreOrderedAhead) {
  ModelWorld world(years(3));
  world.add<ToolMaker>(assembler(2));
  world.add<ModuleSupplier>(supplier("euv_optics", 10));
  world.add<ModuleSupplier>(supplier("euv_source", 10));
  std::vector<ScriptedBuyer::Purchase> script;
  for (int month = 0; month < 36; ++month)
    script.push_back({month, tools(world, 6), "asml"});
  world.add<ScriptedBuyer>("fab", world, script);
  world.run();
  // Orders of 72 a year against 24: once the backlog asks for more, crews grow by 20 % a year.
  double last = 0;
  for (const Series::Value& value : world.market.series.values()) {
    const Series::Declaration& d = world.market.series.declarations()[value.series];
    if (d.series == "capacity" && d.entity == "asml") {
      EXPECT_GE(value.value, last);
      EXPECT_LE(value.value, last == 0 ? 2.0 : last * (1 + 0.2 / 12) + 1e-9);
      last = value.value;
    }
  }
  EXPECT_GT(last, 2 * 1.2);
  EXPECT_LE(last, 2 * 1.2 * 1.2 * 1.2);
  EXPECT_GT(count(world, "euv_optics", OrderStatus::delivered), 20);
}

TEST(ToolMakerTest, CrewsGrowForToolsThatArePaidForWithoutAnOrder) {
  const auto crew = [](double tools, Tick from, Tick until) {
    ModelWorld world(years(2));
    ToolMakerSpec spec = assembler(2);
    spec.rights = {.tools = tools, .from = from, .until = until};
    world.add<ToolMaker>(spec);
    world.add<ModuleSupplier>(supplier("euv_optics", 10));
    world.add<ModuleSupplier>(supplier("euv_source", 10));
    world.run();
    double last = 0;
    for (const Series::Value& value : world.market.series.values()) {
      const Series::Declaration& d = world.market.series.declarations()[value.series];
      if (d.series == "capacity" && d.entity == "asml")
        last = value.value;
    }
    return last;
  };
  EXPECT_DOUBLE_EQ(crew(0, 0, kNever), 2);  // nothing is on order: the kept crew
  EXPECT_GT(crew(120, 0, kNever), 2.5);
  EXPECT_DOUBLE_EQ(crew(120, years(3), kNever), 2);  // not paid yet
}

TEST(ModuleSupplierTest, BelievesHalfOfWhatItHearsAndWaitsForItsSpecialists) {
  ModelWorld world(years(2));
  // The tool maker announces at least its own pace of two a month; the supplier makes one.
  world.add<ToolMaker>(assembler(0));
  world.add<ModuleSupplier>(supplier("euv_optics", 1));
  world.add<ModuleSupplier>(supplier("euv_source", 5));
  world.add<ScriptedBuyer>("fab", world,
                           std::vector<ScriptedBuyer::Purchase>{{0, tools(world, 60), "asml"}});
  world.run();
  std::vector<double> by_quarter;
  for (const Series::Value& value : world.market.series.values()) {
    const Series::Declaration& d = world.market.series.declarations()[value.series];
    if (d.series == "capacity" && d.entity == "euv_optics")
      by_quarter.push_back(value.value);
  }
  ASSERT_GE(by_quarter.size(), 8U);
  EXPECT_DOUBLE_EQ(by_quarter[4], 1);  // nothing decided in the first quarter is done in a year
  EXPECT_GT(by_quarter[6], 1);
  EXPECT_LE(by_quarter[7], 1.24);  // 24 % a year at most
}

TEST(ModuleSupplierTest, WhatWasBegunBeforeTheStartWorksFromItsDateOn) {
  const auto sold = [](double more) {
    ModelWorld world(330 * kDay);
    ModuleSupplierSpec spec = supplier("euv_optics", 1);
    spec.expansion.rule.max_growth_per_year = 0;
    if (more > 0)
      spec.under_way = {{more, 120 * kDay}};
    auto& optics = world.add<ModuleSupplier>(spec);
    OrderTerms order = tools(world, 100);
    order.commodity = world.market.commodity("euv_optics", "module");
    world.add<ScriptedBuyer>("asml", world,
                             std::vector<ScriptedBuyer::Purchase>{{0, order, "euv_optics"}});
    world.run();
    EXPECT_EQ(&optics, &world.market.firm("euv_optics"));
    return world.market.journal.at(1).arrived;
  };
  EXPECT_EQ(sold(0), 10);  // one a month for 320 days
  EXPECT_EQ(sold(2), 23);  // and two more from the fifth month on
}

TEST(OutsideFabsTest, OrderWhatIsGivenAndTakeTheirTurn) {
  ModelWorld world(years(2));
  world.add<ToolMaker>(assembler(10));
  world.add<ModuleSupplier>(supplier("euv_optics", 10));
  world.add<ModuleSupplier>(supplier("euv_source", 10));
  OutsideFabsSpec spec;
  spec.firm = {.name = "others", .region = "here", .months_between = 3};
  spec.euv_tools = "asml";
  spec.tools_per_month = Profile(0.5);
  spec.installed = 3;
  spec.on_order = 4;
  spec.ahead = {.months = 12};
  world.add<OutsideFabs>(spec);
  world.run();
  double ordered = 0;
  double arrived = 0;
  for (OrderId id = 1; id < world.market.journal.size(); ++id) {
    const Order& order = world.market.journal.at(id);
    if (world.market.firm(order.buyer).name() != "others")
      continue;
    ordered += static_cast<double>(order.terms.quantity);
    arrived += static_cast<double>(order.arrived);
  }
  EXPECT_EQ(ordered, 4 + 0.5 * 24);  // the old orders, and half a tool a month in eight quarters
  EXPECT_GT(arrived, 0);
  double installed = 0;
  for (const Series::Value& value : world.market.series.values()) {
    const Series::Declaration& of = world.market.series.declarations()[value.series];
    if (of.series == "euv_tools_installed" && of.entity == "others")
      installed = value.value;
  }
  EXPECT_EQ(installed, 3 + arrived);
}

/// Announces that it will want five sets a month of "etch" more, and orders none.
class SetsAnnouncer final : public Firm {
 public:
  explicit SetsAnnouncer(Market& market)
      : Firm(market, {.name = "fab", .region = "here", .months_between = 3}) {}
  void state(ProcessModel&) const override {}

 private:
  void plan() override {
    tell(market_.firm("etch"), market_.commodity("fab_tool_set", "set"), {5, 5, 5, 5});
  }
};

TEST(OutsideFabsTest, TheirOrdersOfOtherToolsKeepMakersBusyWhoThenBelieveOthers) {
  const auto grown = [](double sets) {
    ModelWorld world(years(3));
    world.add<ToolMaker>(assembler(10));
    world.add<ModuleSupplier>(supplier("euv_optics", 10));
    world.add<ModuleSupplier>(supplier("euv_source", 10));
    FabToolMakerSpec maker;
    maker.firm = {.name = "etch", .region = "here"};
    maker.sets_per_month = 10;
    maker.line = line(30);
    maker.expansion = expansion(1, 0.4);
    maker.expansion.rule.faith = {.patience_months = 0, .fade_months = 1, .floor = 0};
    world.add<FabToolMaker>(maker);
    world.add<SetsAnnouncer>();
    OutsideFabsSpec spec;
    spec.firm = {.name = "others", .region = "here"};
    spec.euv_tools = "asml";
    spec.ahead = {.months = 12};
    if (sets > 0)
      spec.fab_tools = "etch";
    spec.sets_per_month = Profile(sets);
    spec.sets_ahead = {.months = 12};
    world.add<OutsideFabs>(spec);
    world.run();
    EXPECT_EQ(count(world, "fab_tool_set", OrderStatus::delivered) > 0, sets > 0);
    double capacity = 0;
    for (const Series::Value& value : world.market.series.values()) {
      const Series::Declaration& of = world.market.series.declarations()[value.series];
      if (of.series.starts_with("capacity") && of.entity == "etch")
        capacity = value.value;
    }
    return capacity;
  };
  // Idle lines make a maker doubt what it hears at once; busy ones have room for five sets more.
  EXPECT_LT(grown(0), 10.5);
  EXPECT_GT(grown(9), 13);
  EXPECT_LT(grown(9), 15);
}

TEST(FabToolMakerTest, DeliversSetsInTheOrderOfOrdersAndGrowsWithItsBacklog) {
  ModelWorld world(years(3));
  FabToolMakerSpec spec;
  spec.firm = {.name = "etch", .region = "here"};
  spec.sets_per_month = 10;
  spec.line = line(30);
  spec.line.lots_per_order = 1;
  spec.expansion = expansion(0, 0.4);
  world.add<FabToolMaker>(spec);
  const OrderTerms sets{.commodity = world.market.commodity("fab_tool_set", "set"), .quantity = 10};
  std::vector<ScriptedBuyer::Purchase> script;
  for (int month = 0; month < 24; ++month)
    script.insert(script.end(), 2, {month, sets, "etch"});
  auto& fab = world.add<ScriptedBuyer>("fab", world, script);
  world.run();
  const Journal& journal = world.market.journal;
  EXPECT_EQ(journal.at(fab.orders[0]).delivered, static_cast<Tick>(std::ceil(kMonth)) + 30 * kDay);
  EXPECT_LT(journal.at(fab.orders[0]).delivered, journal.at(fab.orders[1]).delivered);
  const auto done =
      static_cast<int>(std::count_if(fab.orders.begin(), fab.orders.end(), [&](OrderId id) {
        return journal.at(id).status == OrderStatus::delivered;
      }));
  EXPECT_GT(done, 36);  // one a month without growth
}

}  // namespace
}  // namespace chokepoint::models
