// Stories of a foundry that buys EUV tools.

#include <map>

#include <gtest/gtest.h>

#include "models/actors/fab_tool_maker.hpp"
#include "models/actors/foundry.hpp"
#include "models/actors/module_supplier.hpp"
#include "models/actors/tool_maker.hpp"
#include "tests/support/model_world.hpp"
#include "tests/support/years.hpp"
#include "tests/unit/models/semis/announcer.hpp"

namespace chokepoint::models {
namespace {

using test::Announcer;
using test::ModelWorld;
using test::ScriptedBuyer;

/// Makes two tools a month at most; each takes three months at the customer.
ToolMakerSpec two_tools_a_month() {
  ToolMakerSpec spec;
  spec.firm = {.name = "asml", .region = "here"};
  spec.tools_per_month = 2;
  spec.crew = {
      .backlog_months = 18, .lag_months = 10, .max_growth_per_year = 0, .kept_per_month = 2};
  spec.module_cover_months = 4;
  spec.modules = {{"euv_optics", "euv_optics", 10}};
  spec.line.lots_per_order = 10'000;
  spec.line.cycle_minutes = Distribution::constant(90 * kDay);
  spec.sheet.wafers_per_hour = Profile(100);
  spec.sheet.uptime = 0.9;
  return spec;
}

ModuleSupplierSpec optics() {
  return {.firm = {.name = "euv_optics", .region = "here"},
          .commodity = "euv_optics",
          .modules_per_month = 10,
          .line = {.lots_per_order = 10'000, .cycle_minutes = Distribution::constant(10 * kDay)}};
}

FabToolMakerSpec other_tools() {
  FabToolMakerSpec spec;
  spec.firm = {.name = "tools", .region = "here"};
  spec.sets_per_month = 100;
  spec.line.cycle_minutes = Distribution::constant(30 * kDay);
  return spec;
}

FoundrySpec foundry(bool by_promises) {
  FoundrySpec spec;
  spec.firm = {.name = "tsmc", .region = "here"};
  spec.purchasing = {.euv_tools = "asml",
                     .fab_tools = "tools",
                     .sets_ahead = {.months = 6},
                     .by_promises = by_promises};
  spec.rooms = {.conviction = 0.5, .stable_margin = 1, .smoothing_months = 6};
  spec.starts_per_month = 1000;
  spec.starts_ceiling = 1000;
  spec.stable_customers = {"phones"};
  FoundrySpec::Node node;
  node.name = "n3";
  node.constraint = "logic_cleanroom";
  node.fab.wafers_per_month = 5000;
  node.fab.room_lead = {.months = 12};
  node.fab.euv_layers = Profile(20);
  node.fab.euv_tools = 3;
  node.fab.tool_horizon = {.months = 12};
  node.line.cycle_minutes = Distribution::constant(90 * kDay);
  spec.nodes = {node};
  return spec;
}

/// Runs that foundry and its customer in a world in which next to no EUV tools are made.
void run_without_new_tools(ModelWorld& world, const FoundrySpec& spec) {
  world.add<FabToolMaker>(other_tools());
  world.add<ModuleSupplier>(optics());
  ToolMakerSpec none = two_tools_a_month();
  none.tools_per_month = 1e-6;
  none.crew.kept_per_month = 1e-6;
  world.add<ToolMaker>(none);
  world.add<Foundry>(spec);
  world.add<Announcer>("phones", 40'000.0);
  world.run();
}

/// Tools that the foundry orders in its first two years, when others have ordered `before`.
std::int64_t ordered(bool by_promises, std::int64_t before) {
  ModelWorld world(years(2));
  auto& others = world.add<ScriptedBuyer>(
      "others", world,
      std::vector<ScriptedBuyer::Purchase>{
          {0,
           {.commodity = world.market.commodity("euv_tool", "tool"), .quantity = before},
           "asml"}});
  world.add<FabToolMaker>(other_tools());
  world.add<ModuleSupplier>(optics());
  world.add<ToolMaker>(two_tools_a_month());
  world.add<Foundry>(foundry(by_promises));
  world.add<Announcer>("phones", 40'000.0);
  world.run();
  EXPECT_EQ(others.orders.size(), 1U);
  std::int64_t sum = 0;
  for (OrderId id = 1; id < world.market.journal.size(); ++id) {
    const Order& order = world.market.journal.at(id);
    if (world.market.firm(order.buyer).name() == "tsmc" &&
        world.market.commodity(order.terms.commodity).name == "euv_tool")
      sum += order.terms.quantity;
  }
  return sum;
}

TEST(FoundryToolsTest, ToolsAreOrderedSoonerWhenTheirMakerPromisesThemLater) {
  EXPECT_GT(ordered(true, 60), ordered(false, 60));  // thirty months of work stand before it
  EXPECT_EQ(ordered(false, 60), ordered(false, 1));  // who hears no promises plans as always
  EXPECT_EQ(ordered(true, 1), ordered(false, 1));    // tools come within the usual horizon
}

/// EUV tools by node after nine months: six were ordered for a node that has enough of them, none
/// for its newer one, whose rooms stand without any.
std::map<std::string, double> tools_by_node(bool where_short) {
  ModelWorld world(270 * kDay);
  FoundrySpec spec = foundry(false);
  spec.purchasing.where_short = where_short;
  spec.nodes[0].expands = false;
  spec.nodes[0].fab.euv_on_order = 6;
  FoundrySpec::Node newer = spec.nodes[0];
  newer.name = "n2";
  newer.fab.euv_tools = 0;
  newer.fab.euv_on_order = 0;
  newer.fab.wafers_per_month = 9000;  // for which it takes 2.7 tools
  newer.fab.tool_smoothing_months = 1000;
  spec.nodes.push_back(newer);
  world.add<FabToolMaker>(other_tools());
  world.add<ModuleSupplier>(optics());
  world.add<ToolMaker>(two_tools_a_month());
  world.add<Foundry>(spec);
  world.add<Announcer>("phones", 1.0);
  world.run();
  std::map<std::string, double> tools;
  const auto& series = world.market.series;
  for (const Series::Value& value : series.values()) {
    const Series::Declaration& declared = series.declarations()[value.series];
    if (declared.series == "euv_tools_installed")
      tools[declared.generation] = value.value;
  }
  return tools;
}

TEST(FoundryToolsTest, AToolGoesToTheNodeThatLacksMostWhenItComes) {
  const auto ordered_for = tools_by_node(false);
  const auto shared = tools_by_node(true);
  EXPECT_EQ(ordered_for.at("n2"), 0);
  EXPECT_EQ(shared.at("n2"), 3);
  EXPECT_EQ(ordered_for.at("n3"), shared.at("n3") + shared.at("n2"));
}

TEST(FoundryToolsTest, ConvertedRoomsTakeTheirToolsAlongAndNoneIsLost) {
  ModelWorld world(years(3));
  FoundrySpec spec = foundry(true);
  spec.nodes[0].expands = false;
  FoundrySpec::Node old = spec.nodes[0];
  old.name = "n5";
  old.constraint = "n5_capacity";
  old.fab.euv_tools = 10;
  old.fab.wafers_per_month = 20'000;
  old.conversion = {.to = "n3",
                    .lead = {.months = 9},
                    .rule = {.reserve = 0.1, .yields = 0.8, .most_per_month = 2000}};
  spec.nodes.push_back(old);
  run_without_new_tools(world, spec);
  std::map<std::string, double> first;
  std::map<std::string, double> last;
  for (const Series::Value& value : world.market.series.values()) {
    const Series::Declaration& of = world.market.series.declarations()[value.series];
    if (of.series != "euv_tools_installed")
      continue;
    first.emplace(of.generation, value.value);
    last[of.generation] = value.value;
  }
  EXPECT_EQ(first["n3"], 3);
  EXPECT_EQ(first["n5"], 10);
  EXPECT_GE(last["n3"], 10);  // nine tenths of the rooms were idle
  EXPECT_EQ(last["n3"] + last["n5"], 13);
  EXPECT_EQ(world.trace.unexplained(), 0U);
}

/// Wafers a month that a fab with three tools and rooms for 5,000 can make when the roadmap has
/// gone from 20 to 80 layers.
double capacity_at_80_layers(bool layers_wait) {
  ModelWorld world(years(2));
  FoundrySpec spec = foundry(true);
  spec.nodes[0].expands = false;
  spec.nodes[0].fab.euv_layers = Profile(Profile::Shape::linear, {{0, 20}, {365 * kDay, 80}});
  spec.nodes[0].fab.layers_wait = layers_wait;
  run_without_new_tools(world, spec);
  double last = 0;
  for (const Series::Value& value : world.market.series.values()) {
    const Series::Declaration& of = world.market.series.declarations()[value.series];
    if (of.series == "capacity" && of.entity == "tsmc")
      last = value.value;
  }
  return last;
}

TEST(FoundryToolsTest, WhoLacksToolsForTheRoadmapStaysOnTheOlderProcessWithAllRooms) {
  EXPECT_NEAR(capacity_at_80_layers(true), 5000, 1);
  // Three tools pass 197 thousand wafers a month.
  EXPECT_NEAR(capacity_at_80_layers(false), 3 * 100 * 0.9 * 365.2425 * 2 / 80, 1);
}

}  // namespace
}  // namespace chokepoint::models
