// Stories of a foundry: who gets wafers, and when new rooms come.

#include "models/actors/foundry.hpp"

#include <optional>
#include <sstream>

#include <gtest/gtest.h>

#include "models/actors/fab_tool_maker.hpp"
#include "tests/support/model_world.hpp"
#include "tests/support/years.hpp"
#include "tests/unit/models/semis/announcer.hpp"

namespace chokepoint::models {
namespace {

using test::Announcer;
using test::ModelWorld;
using test::ScriptedBuyer;

constexpr double kTenADay = 10 * kMinutesPerMonth / kDay;

FoundrySpec foundry(AllocationRule rule = AllocationRule::fifo) {
  FoundrySpec spec;
  spec.firm = {.name = "tsmc", .region = "here"};
  spec.purchasing = {.euv_tools = "", .fab_tools = "tools", .sets_ahead = {.months = 6}};
  spec.rooms = {.conviction = 0.5, .stable_margin = 1, .smoothing_months = 6};
  spec.starts_per_month = 1e6;
  spec.starts_ceiling = 1e6;
  FoundrySpec::Node node;
  node.name = "n3";
  node.constraint = "logic_cleanroom";
  node.fab.wafers_per_month = kTenADay;
  node.fab.room_lead = {.months = 12};
  node.line.rule = rule;
  node.line.lots_per_order = 2;
  node.line.cycle_minutes = Distribution::constant(90 * kDay);
  node.line.sold_out_months = 3;
  spec.nodes = {node};
  return spec;
}

FabToolMakerSpec tools(double per_month = 100) {
  FabToolMakerSpec spec;
  spec.firm = {.name = "tools", .region = "here"};
  spec.sets_per_month = per_month;
  spec.line.cycle_minutes = Distribution::constant(30 * kDay);
  return spec;
}

OrderTerms wafers(ModelWorld& world, std::int64_t quantity, bool stable) {
  return {.commodity = world.market.commodity("n3_wafer", "wafer"),
          .quantity = quantity,
          .stable = stable};
}

double last_value(const ModelWorld& world, const std::string& series, const std::string& entity) {
  double last = -1;
  for (const Series::Value& value : world.market.series.values()) {
    const Series::Declaration& d = world.market.series.declarations()[value.series];
    if (d.series == series && d.entity == entity)
      last = value.value;
  }
  return last;
}

/// The most that a series ever told.
double ever(const ModelWorld& world, const std::string& series) {
  double most = 0;
  for (const Series::Value& value : world.market.series.values()) {
    if (world.market.series.declarations()[value.series].series == series)
      most = std::max(most, value.value);
  }
  return most;
}

TEST(FoundryTest, SteadyCustomersGoBeforeOlderOrdersOfFastOnes) {
  ModelWorld world(900 * kDay);
  world.add<FabToolMaker>(tools());
  world.add<Foundry>(foundry(AllocationRule::stable_first));
  auto& ai = world.add<ScriptedBuyer>(
      "ai", world, std::vector<ScriptedBuyer::Purchase>{{0, wafers(world, 600, false), "tsmc"}});
  world.add<ScriptedBuyer>(
      "phones", world, std::vector<ScriptedBuyer::Purchase>{{0, wafers(world, 200, true), "tsmc"}});
  world.run();
  // At first nine wafers in ten are for steady customers: lots of 100 in 11.1 days each, 90 days of
  // cycle. When they order no more, the capacity goes over to the others.
  EXPECT_TRUE(world.story.starts_with("101 phones receive 100\n112 phones receive 100\n"))
      << world.story;
  const Order& order = world.market.journal.at(ai.orders[0]);
  EXPECT_EQ(order.status, OrderStatus::delivered);
  EXPECT_LT(order.delivered, 300 * kDay);
  EXPECT_EQ(world.trace.unexplained(), 0U);
}

TEST(FoundryTest, TheLateOrdererHearsThatItIsSoldOut) {
  ModelWorld world(100 * kDay);
  world.add<FabToolMaker>(tools());
  world.add<Foundry>(foundry());
  world.add<ScriptedBuyer>(
      "early", world,
      std::vector<ScriptedBuyer::Purchase>{{0, wafers(world, 2000, false), "tsmc"}});
  world.add<ScriptedBuyer>(
      "late", world, std::vector<ScriptedBuyer::Purchase>{{0, wafers(world, 100, false), "tsmc"}});
  world.run();
  EXPECT_EQ(world.story, "0 late is refused 100\n");
}

/// One has bought 100 a month before another fills the book; then it asks for 100 and 1,000 more.
std::string answers(double keeps_pace_months) {
  ModelWorld world(200 * kDay);
  world.add<FabToolMaker>(tools());
  FoundrySpec spec = foundry();
  spec.nodes[0].line.keeps_pace_months = keeps_pace_months;
  world.add<Foundry>(spec);
  std::vector<ScriptedBuyer::Purchase> script;
  for (const int month : {0, 1, 2, 3, 4})
    script.push_back({month, wafers(world, 100, false), "tsmc"});
  script.push_back({4, wafers(world, 1000, false), "tsmc"});
  world.add<ScriptedBuyer>("late", world, script);
  world.add<ScriptedBuyer>(
      "early", world,
      std::vector<ScriptedBuyer::Purchase>{{3, wafers(world, 2000, false), "tsmc"}});
  world.run();
  std::string refused;
  std::istringstream story(world.story);
  for (std::string line; std::getline(story, line);) {
    if (line.find("refused") != std::string::npos)
      refused += line + "\n";
  }
  return refused;
}

TEST(FoundryTest, SoldOutItStillSellsACustomerWhatThatGotBefore) {
  EXPECT_EQ(answers(3), "120 late is refused 1000\n");
  EXPECT_EQ(answers(0), "120 late is refused 100\n120 late is refused 1000\n");
}

TEST(FoundryTest, RoomsOpenWhenTheyStandAndTheirToolSetsAreThere) {
  for (const double sets_per_month : {100.0, 0.25}) {
    ModelWorld world(years(4));
    world.add<FabToolMaker>(tools(sets_per_month));
    FoundrySpec spec = foundry();
    spec.stable_customers = {"phones"};
    world.add<Foundry>(spec);
    world.add<Announcer>("phones", kTenADay + 6000);
    world.run();
    const double capacity = last_value(world, "capacity", "tsmc");
    // Sets that come in time wait for their rooms, rooms wait for sets that do not.
    EXPECT_EQ(ever(world, "rooms_waiting") > 0, sets_per_month < 1);
    EXPECT_EQ(ever(world, "tool_sets_waiting") >= 1, sets_per_month > 1);
    if (sets_per_month > 1) {
      EXPECT_NEAR(capacity, kTenADay + 6000, 100);  // all that was announced
    } else {
      // A set every four months: rooms stand empty; a set equips 1,000 wafers a month.
      EXPECT_LT(capacity, kTenADay + 12'000);
      const double sets = (capacity - kTenADay) / Fab::kWafersPerSet;
      EXPECT_GT(sets, 5);
    }
  }
}

TEST(FoundryTest, AnnouncementsOfFastCustomersCountHalf) {
  ModelWorld world(years(4));
  world.add<FabToolMaker>(tools());
  FoundrySpec spec = foundry();
  world.add<Foundry>(spec);
  world.add<Announcer>("ai", 2 * (kTenADay + 3000));
  world.run();
  // Its own deliveries are zero, so it plans for half of what it hears, until long idleness of the
  // rooms takes the weight away.
  EXPECT_GT(last_value(world, "capacity", "tsmc"), kTenADay);
  EXPECT_LT(last_value(world, "capacity", "tsmc"), kTenADay + 3000 + 1);
}

TEST(FoundryTest, BuildsMoreRoomsWhileAGovernmentPaysAPartOfThem) {
  const auto rooms = [](std::optional<Subsidy> subsidy) {
    ModelWorld world(years(2));
    world.add<FabToolMaker>(tools());
    FoundrySpec spec = foundry();
    spec.rooms.faith.patience_months = 100;
    spec.subsidy = subsidy;
    world.add<Foundry>(spec);
    world.add<Announcer>("ai", 2 * (kTenADay + 3000));
    world.run();
    return last_value(world, "capacity", "tsmc");
  };
  const double alone = rooms(std::nullopt);
  // Half of what it hears, and two thirds of it where half of the cost is paid.
  EXPECT_NEAR(rooms(Subsidy{.rule = {.part_paid = 0.5}}) / alone, 4.0 / 3, 0.08);
  EXPECT_DOUBLE_EQ(rooms(Subsidy{.rule = {.part_paid = 0.5, .reach = 0}}), alone);
  EXPECT_DOUBLE_EQ(rooms(Subsidy{.rule = {.part_paid = 0.5}, .from = 700 * kDay}), alone);
}

TEST(FoundryTest, AnotherNodeIsAnotherLine) {
  ModelWorld world(200 * kDay);
  world.add<FabToolMaker>(tools());
  FoundrySpec spec = foundry();
  FoundrySpec::Node old = spec.nodes[0];
  old.name = "n5";
  old.constraint = "n5_capacity";
  old.expands = false;
  spec.nodes.push_back(old);
  world.add<Foundry>(spec);
  OrderTerms n5 = wafers(world, 100, false);
  n5.commodity = world.market.commodity("n5_wafer", "wafer");
  world.add<ScriptedBuyer>("ai", world,
                           std::vector<ScriptedBuyer::Purchase>{
                               {0, wafers(world, 500, false), "tsmc"}, {0, n5, "tsmc"}});
  world.run();
  EXPECT_EQ(world.story,
            "95 ai receive 50\n"
            "100 ai receive 50\n"
            "115 ai receive 250\n"
            "140 ai receive 250\n");
}

/// Wafers that a buyer of all it can get has after so many days.
std::int64_t received(double first_yield, Tick days) {
  ModelWorld world(days * kDay);
  world.add<FabToolMaker>(tools());
  FoundrySpec spec = foundry();
  spec.nodes[0].line.sold_out_months = 0;
  spec.nodes[0].line.lots_per_order = 1000;
  spec.nodes[0].learning = {.first = first_yield, .half_wafers = 2000};
  spec.nodes[0].expands = false;
  world.add<Foundry>(spec);
  auto& ai = world.add<ScriptedBuyer>(
      "ai", world, std::vector<ScriptedBuyer::Purchase>{{0, wafers(world, 10'000, false), "tsmc"}});
  world.run();
  return world.market.journal.at(ai.orders[0]).arrived;
}

TEST(FoundryTest, ANewNodeMakesFewerGoodWafersUntilItHasLearned) {
  // 10 a day after 90 days of cycle; at half of the yield five, and six or more as it learns.
  EXPECT_NEAR(static_cast<double>(received(1, 190)), 1000, 10);
  EXPECT_GT(received(0.5, 190), 500);
  EXPECT_LT(received(0.5, 190), 650);
  // In two years the distance has halved more than once.
  const auto last_year = [](double first) { return received(first, 820) - received(first, 455); };
  EXPECT_GT(static_cast<double>(last_year(0.5)), 0.7 * static_cast<double>(last_year(1)));
  EXPECT_LT(last_year(0.5), last_year(1));
}

/// Wafers that leader and follower have made after three years, the follower from the second year
/// on; it hires teams at that pace, and that part of what they bring is missed.
struct Race {
  std::int64_t leader;
  std::int64_t follower;
};
Race race(double closes_per_year, double lost) {
  ModelWorld world(years(3));
  world.add<FabToolMaker>(tools());
  FoundrySpec leader = foundry();
  leader.nodes[0].line.sold_out_months = 0;
  leader.nodes[0].line.lots_per_order = 1000;
  leader.nodes[0].learning = {.first = 0.3, .half_wafers = 2000};
  leader.nodes[0].expands = false;
  FoundrySpec follower = leader;
  follower.firm.name = "follower";
  if (closes_per_year > 0)
    follower.hires = FoundrySpec::Hires{"tsmc", {closes_per_year, lost}};
  world.add<Foundry>(leader);
  world.add<Foundry>(follower);
  const OrderTerms terms = wafers(world, 20'000, false);
  auto& ai = world.add<ScriptedBuyer>(
      "ai", world,
      std::vector<ScriptedBuyer::Purchase>{{0, terms, "tsmc"}, {12, terms, "follower"}});
  world.run();
  return {world.market.journal.at(ai.orders[0]).arrived,
          world.market.journal.at(ai.orders[1]).arrived};
}

TEST(FoundryTest, HiredTeamsMakeAFollowerLearnFasterAndTheirFormerFirmSlower) {
  const Race alone = race(0, 0);
  const Race hired = race(0.5, 0);
  EXPECT_GT(static_cast<double>(hired.follower), 1.1 * static_cast<double>(alone.follower));
  EXPECT_EQ(hired.leader, alone.leader);
  const Race missed = race(0.5, 1);
  EXPECT_LT(missed.leader, alone.leader);
  EXPECT_GT(missed.follower, alone.follower);
}

/// What the foundry can make of a node at the end of three years, when N3 is short and N5 idle but
/// for what somebody announces of it.
double capacity_of(const std::string& node, std::optional<ConversionRule> rule,
                   double announced = 0) {
  ModelWorld world(years(3));
  world.add<FabToolMaker>(tools());
  FoundrySpec spec = foundry();
  spec.nodes[0].fab.wafers_per_month = 10'000;
  spec.nodes[0].expands = false;
  spec.stable_customers = {"phones"};
  FoundrySpec::Node old = spec.nodes[0];
  old.name = "n5";
  old.constraint = "n5_capacity";
  if (rule)
    old.conversion = {.to = "n3", .lead = {.months = 9}, .rule = *rule};
  spec.nodes.push_back(old);
  world.add<Foundry>(spec);
  world.add<Announcer>("phones", 12'000.0);
  world.add<Announcer>("ai", announced, "n5_wafer");
  world.run();
  EXPECT_EQ(world.trace.unexplained(), 0U);
  double last = -1;
  for (const Series::Value& value : world.market.series.values()) {
    const Series::Declaration& d = world.market.series.declarations()[value.series];
    if (d.series == "capacity" && d.entity == "tsmc" && d.generation == node)
      last = value.value;
  }
  return last;
}

TEST(FoundryTest, IdleRoomsOfAnOlderNodeBecomeRoomsOfTheNewer) {
  const ConversionRule rule{.reserve = 0.1, .yields = 0.5, .most_per_month = 1000};
  // 2,000 wafers a month are missing: half a wafer from each that is given up.
  EXPECT_NEAR(capacity_of("n3", rule), 12'000, 500);
  EXPECT_NEAR(capacity_of("n5", rule), 10'000 - 2 * (capacity_of("n3", rule) - 10'000), 1);
  EXPECT_NEAR(capacity_of("n3", std::nullopt), 10'000, 1e-6);
  EXPECT_NEAR(capacity_of("n5", std::nullopt), 10'000, 1e-6);
}

TEST(FoundryTest, RoomsThatOnlyAnAnnouncementKeepsAreConvertedWhenItIsNotBelieved) {
  ConversionRule rule{.reserve = 0.1, .yields = 0.5, .most_per_month = 1000};
  EXPECT_NEAR(capacity_of("n3", rule, 9500), 10'000, 1e-6);
  rule.keeps_announced = false;  // half of it is believed, and less while the node stands idle
  EXPECT_NEAR(capacity_of("n3", rule, 9500), 12'000, 500);
}

/// What the foundry can make after three years in which a customer took nearly all of it, and it
/// hears of a hundred wafers a month from then on.
double capacity_after_deliveries(bool within_announced) {
  ModelWorld world(years(3));
  world.add<FabToolMaker>(tools());
  FoundrySpec spec = foundry();
  spec.rooms.conviction = 0.1;
  spec.rooms.trend_within_announced = within_announced;
  world.add<Foundry>(spec);
  std::vector<ScriptedBuyer::Purchase> script;
  for (int month = 0; month < 30; ++month)
    script.push_back({month, wafers(world, 290, false), "tsmc"});
  world.add<ScriptedBuyer>("ai", world, script);
  world.add<Announcer>("roadmap", 100.0);
  world.run();
  EXPECT_EQ(world.trace.unexplained(), 0U);
  return last_value(world, "capacity", "tsmc");
}

TEST(FoundryTest, ANodeWhoseCustomersAnnounceThatTheyLeaveItGrowsNoMore) {
  EXPECT_GT(capacity_after_deliveries(false), 1.1 * kTenADay);
  EXPECT_NEAR(capacity_after_deliveries(true), kTenADay, 1);
}

}  // namespace
}  // namespace chokepoint::models
