// Stories of a foundry whose rooms wait for tool sets: what its lots are said to wait for.

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "models/actors/fab_tool_maker.hpp"
#include "models/actors/foundry.hpp"
#include "tests/support/model_world.hpp"
#include "tests/support/years.hpp"
#include "tests/unit/models/semis/announcer.hpp"

namespace chokepoint::models {
namespace {

using test::Announcer;
using test::ModelWorld;
using test::ScriptedBuyer;

constexpr double kAtStart = 10'000;  ///< wafers a month
constexpr Tick kInherited = 100 * kDay;

/// Has rooms for 10,000 wafers, 3,000 more with all their tools after 100 days, and builds 1,000 a
/// month after a year, which must have a set each.
FoundrySpec foundry_that_builds(bool for_steady) {
  FoundrySpec spec;
  spec.firm = {.name = "tsmc", .region = "here"};
  spec.purchasing = {.euv_tools = "", .fab_tools = "tools", .sets_ahead = {.months = 6}};
  spec.rooms = {.conviction = 1, .stable_margin = 1, .smoothing_months = 6};
  spec.starts_per_month = 1000;
  spec.starts_ceiling = 1000;
  spec.stable_customers = {"phones"};
  FoundrySpec::Node node;
  node.name = "n3";
  node.constraint = "logic_cleanroom";
  node.fab.wafers_per_month = kAtStart;
  node.fab.inherited = {{3000, kInherited}};
  node.fab.room_lead = {.months = 12};
  node.line.rule = for_steady ? AllocationRule::stable_first : AllocationRule::fifo;
  node.line.cycle_minutes = Distribution::constant(90 * kDay);
  spec.nodes = {node};
  return spec;
}

FabToolMakerSpec maker_of_sets(double per_month) {
  FabToolMakerSpec spec;
  spec.firm = {.name = "tools", .region = "here"};
  spec.sets_per_month = per_month;
  spec.line.cycle_minutes = Distribution::constant(30 * kDay);
  return spec;
}

/// Four years of that foundry, whose customer wants more wafers at once than it makes in them.
struct YearsOfRooms {
  explicit YearsOfRooms(double sets_per_month, bool for_steady = false, Relief relief = {})
      : world(years(4)) {
    world.flow.relief = std::move(relief);
    world.add<FabToolMaker>(maker_of_sets(sets_per_month));
    world.add<Foundry>(foundry_that_builds(for_steady));
    world.add<Announcer>("phones", 60'000.0);
    world.add<ScriptedBuyer>("buyer", world,
                             std::vector<ScriptedBuyer::Purchase>{
                                 {0,
                                  {.commodity = world.market.commodity("n3_wafer", "wafer"),
                                   .quantity = 3'000'000,
                                   .stable = for_steady},
                                  "tsmc"}});
    world.run();
  }

  /// Wafers that the foundry's gates served from that day on, by what set their pace.
  [[nodiscard]] std::map<std::string, double> served(Tick from = 0) const {
    std::map<std::string, double> sum;
    for (std::size_t i = 1; i < world.trace.size(); ++i) {
      const Event& event = world.trace.event(static_cast<EventId>(i));
      if (event.kind == EventKind::service && event.start >= from && event.gate != kNoGate &&
          world.trace.gates()[event.gate].starts_with("tsmc"))
        sum[world.trace.name(event.constraint)] += event.work;
    }
    return sum;
  }
  [[nodiscard]] double all_served() const {
    double all = 0;
    for (const auto& [constraint, wafers] : served())
      all += wafers;
    return all;
  }
  /// The first planning at which a room had no set.
  [[nodiscard]] Tick rooms_wait_from() const {
    const Series& series = world.market.series;
    for (const Series::Value& value : series.values()) {
      if (series.declarations()[value.series].series == "rooms_waiting" && value.value > 0)
        return world.timeline.month_begin(value.month);
    }
    return kNever;
  }

  ModelWorld world;
};

TEST(FoundryToolSetsTest, LotsOfAFabWhoseRoomsLackSetsWaitForTheSets) {
  for (const bool for_steady : {false, true}) {
    SCOPED_TRACE(for_steady);
    const YearsOfRooms few(0.25, for_steady);
    const Tick since = few.rooms_wait_from();
    ASSERT_LT(since, years(2));
    // Before, all rooms have theirs; from then on it never catches up.
    EXPECT_GT(few.served().at("logic_cleanroom"), 10 * kAtStart);
    const auto later = few.served(since + 31 * kDay);
    EXPECT_GT(later.at("fab_tools"), 10 * kAtStart);
    EXPECT_FALSE(later.contains("logic_cleanroom"));
    EXPECT_EQ(few.world.trace.unexplained(), 0U);
  }
}

TEST(FoundryToolSetsTest, WhereRoomsAndSetsComeTogetherOrSetsFirstTheRoomsCount) {
  const YearsOfRooms enough(100);
  EXPECT_EQ(enough.rooms_wait_from(), kNever);
  const auto served = enough.served(kInherited + 31 * kDay);
  EXPECT_GT(served.at("logic_cleanroom"), 30 * kAtStart);
  EXPECT_FALSE(served.contains("fab_tools"));
}

TEST(FoundryToolSetsTest, MoreOfWhatIsNotShortAddsNothing) {
  const auto made = [](double sets, const std::string& more) {
    return YearsOfRooms(sets, false, Relief({Relaxation::by(more, 1.5, years(2))})).all_served();
  };
  const double few = YearsOfRooms(0.25).all_served();
  EXPECT_DOUBLE_EQ(made(0.25, "logic_cleanroom"), few);
  EXPECT_GT(made(0.25, "fab_tools"), 1.1 * few);
  // Sets are ordered for rooms: who has more of these has those, too.
  const double enough = YearsOfRooms(100).all_served();
  EXPECT_DOUBLE_EQ(made(100, "fab_tools"), enough);
  EXPECT_GT(made(100, "logic_cleanroom"), 1.1 * enough);
}

TEST(FoundryToolSetsTest, OrdersOfSetsAreOnRecordFromTheDayOnWhichRoomsCalledForThem) {
  const YearsOfRooms few(0.25);
  const Trace& trace = few.world.trace;
  int sets = 0;
  int came = 0;
  for (const Increment& increment : trace.increments()) {
    if (increment.gate == kNoGate || !trace.gates()[increment.gate].starts_with("tsmc"))
      continue;
    if (trace.name(increment.constraint) == "logic_cleanroom" && increment.arrived != kNever) {
      // A room is there when it stands, whatever it waits for.
      EXPECT_LE(increment.arrived - increment.ordered, 367 * kDay);
    }
    if (trace.name(increment.constraint) != "fab_tools")
      continue;
    ++sets;
    EXPECT_EQ(trace.name(increment.held_by), "fab_tool_orders");
    EXPECT_LE(increment.known, increment.ordered);
    EXPECT_NEAR(static_cast<double>(increment.usual_lead) / kDay, 183, 2);
    if (increment.arrived == kNever)
      continue;
    ++came;
    EXPECT_EQ(trace.name(trace.event(increment.because).constraint), "fab_tool_cycle_time");
  }
  EXPECT_GT(sets, 10);
  EXPECT_GT(came, 3);  // the others are still to be made
}

}  // namespace
}  // namespace chokepoint::models
