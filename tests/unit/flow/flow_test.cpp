#include <algorithm>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "sim/flow/gate.hpp"
#include "sim/flow/slot_pool.hpp"
#include "sim/flow/station.hpp"
#include "sim/flow/store.hpp"

namespace chokepoint {
namespace {

/// A world of 100 days without actors.
class FlowTest : public testing::Test {
 protected:
  Simulation simulation_{{.horizon = 100 * kDay}};
  Trace trace_;
  RandomSource random_{1};
  Flow flow_{simulation_, trace_, random_};
};

struct Collector final : JobOwner {
  Flow& flow;
  std::vector<Tick> ends;
  explicit Collector(Flow& in) : flow(in) {}
  void served(std::uint64_t, EventId) override { ends.push_back(flow.now()); }
};

/// Gives a gate so many jobs of one unit, all on hand from the start.
struct Heap final : Feed {
  JobOwner* owner;
  int left;
  Heap(JobOwner* to, int count) : owner(to), left(count) {}
  bool next(Gate&, Job& job) override {
    if (left == 0)
      return false;
    --left;
    job.owner = owner;
    job.conditions.add(kWorldStart, EnablerClass::material);
    return true;
  }
};

TEST_F(FlowTest, AGateKeepsItsPaceWithoutRoundingDrift) {
  Gate gate(flow_, "gate");
  gate.add_resource(trace_.constraint("gate"), 7.0 / kDay);
  Collector done(flow_);
  Heap heap(&done, 700);
  gate.set_feed(heap);
  gate.poke();
  simulation_.run();
  ASSERT_EQ(done.ends.size(), 700U);
  EXPECT_EQ(done.ends[6], kDay);
  EXPECT_EQ(done.ends[699], 100 * kDay);
  EXPECT_EQ(trace_.unexplained(), 0U);
}

TEST_F(FlowTest, AChangeOfRateSplitsTheJobInHand) {
  Gate gate(flow_, "gate");
  gate.add_resource(trace_.constraint("gate"), 1.0 / (10 * kDay));
  Collector done(flow_);
  Heap heap(&done, 1);
  gate.set_feed(heap);
  gate.poke();
  struct Doubler {
    Gate& gate;
    void fire(std::uint64_t) { gate.set_rate(0, 2.0 / (10 * kDay)); }
  } doubler{gate};
  simulation_.at(5 * kDay, Priority::capacity, action<&Doubler::fire>(&doubler));
  simulation_.run();
  EXPECT_EQ(done.ends, std::vector<Tick>{5 * kDay + kDay * 5 / 2});
}

TEST_F(FlowTest, TheScarcestResourceSetsThePaceAndIsOnRecord) {
  Gate gate(flow_, "fab");
  gate.add_resource(trace_.constraint("cleanroom"), 10.0 / kDay);
  gate.add_resource(trace_.constraint("tools"), 30.0 / kDay, 6);
  EXPECT_DOUBLE_EQ(gate.speed() * kDay, 5);
  Collector done(flow_);
  Heap heap(&done, 1);
  gate.set_feed(heap);
  gate.poke();
  simulation_.run();
  ASSERT_EQ(trace_.size(), 2U);
  EXPECT_EQ(trace_.name(trace_.event(1).constraint), "tools");
  EXPECT_DOUBLE_EQ(trace_.event(1).work, 6);
}

TEST_F(FlowTest, AnOutageHoldsTheJobInHand) {
  Gate gate(flow_, "gate");
  gate.add_resource(trace_.constraint("gate"), 1.0 / (10 * kDay));
  Collector done(flow_);
  Heap heap(&done, 2);
  gate.set_feed(heap);
  gate.poke();
  struct Switch {
    Gate& gate;
    ConstraintId outage;
    void off(std::uint64_t) { gate.stop(outage); }
    void on(std::uint64_t) { gate.resume(outage); }
  } power{gate, trace_.constraint("outage")};
  simulation_.at(4 * kDay, Priority::outage, action<&Switch::off>(&power));
  simulation_.at(9 * kDay, Priority::outage, action<&Switch::on>(&power));
  simulation_.run();
  EXPECT_EQ(done.ends, (std::vector<Tick>{15 * kDay, 25 * kDay}));
  EXPECT_EQ(trace_.unexplained(), 0U);
}

/// An outage by name and days.
struct Outage {
  std::string name;
  Tick from;
  Tick to;
  bool operator==(const Outage&) const = default;
};

/// Stops a gate and lets it go on.
struct Stops {
  Gate& gate;
  Flow& flow;
  std::vector<Outage> outages;
  void plan() {
    for (std::size_t i = 0; i < outages.size(); ++i) {
      flow.simulation.at(outages[i].from * kDay, Priority::outage, action<&Stops::off>(this, i));
      flow.simulation.at(outages[i].to * kDay, Priority::outage, action<&Stops::on>(this, i));
    }
  }
  void off(std::uint64_t i) { gate.stop(flow.trace.constraint(outages[i].name)); }
  void on(std::uint64_t i) { gate.resume(flow.trace.constraint(outages[i].name)); }
};

struct OutageCase {
  const char* name;
  std::vector<Outage> planned;
  std::vector<Outage> recorded;
  Tick stands;  ///< days
};

std::ostream& operator<<(std::ostream& out, const OutageCase& c) {
  return out << c.name;
}

class SimultaneousOutages : public FlowTest, public testing::WithParamInterface<OutageCase> {};

TEST_P(SimultaneousOutages, HoldAGateAsLongAsAnyOfThemLasts) {
  Gate gate(flow_, "gate");
  gate.add_resource(trace_.constraint("gate"), 1.0 / (10 * kDay));
  Collector done(flow_);
  Heap heap(&done, 2);
  gate.set_feed(heap);
  gate.poke();
  Stops stops{gate, flow_, GetParam().planned};
  stops.plan();
  simulation_.run();
  const Tick stood = GetParam().stands * kDay;
  EXPECT_EQ(done.ends, (std::vector<Tick>{10 * kDay + stood, 20 * kDay + stood}));
  EXPECT_EQ(trace_.unexplained(), 0U);
  std::vector<Outage> recorded;
  for (EventId id = 0; id < trace_.size(); ++id) {
    const Event& event = trace_.event(id);
    if (event.kind == EventKind::outage)
      recorded.push_back({trace_.name(event.constraint), event.start / kDay, event.end / kDay});
  }
  EXPECT_EQ(recorded, GetParam().recorded);
}

INSTANTIATE_TEST_SUITE_P(
    Days, SimultaneousOutages,
    testing::Values(
        OutageCase{"inside", {{"quake", 4, 20}, {"strike", 8, 14}}, {{"quake", 4, 20}}, 16},
        OutageCase{"longer",
                   {{"quake", 4, 14}, {"strike", 8, 20}},
                   {{"quake", 4, 8}, {"strike", 8, 20}},
                   16},
        OutageCase{"one name", {{"quake", 4, 14}, {"quake", 8, 20}}, {{"quake", 4, 20}}, 16},
        OutageCase{
            "next", {{"quake", 2, 4}, {"strike", 4, 9}}, {{"quake", 2, 4}, {"strike", 4, 9}}, 7},
        OutageCase{
            "apart", {{"quake", 2, 4}, {"quake", 5, 6}}, {{"quake", 2, 4}, {"quake", 5, 6}}, 3},
        OutageCase{"three",
                   {{"quake", 2, 6}, {"strike", 3, 4}, {"flood", 5, 9}},
                   {{"quake", 2, 5}, {"flood", 5, 9}},
                   7}),
    [](const auto& run) {
      std::string name = run.param.name;
      std::replace(name.begin(), name.end(), ' ', '_');
      return name;
    });

TEST_F(FlowTest, AStoreGivesOutTheOldestFirst) {
  Store store(flow_, "store", 2);
  const EventId first = trace_.exogenous(EventKind::lead, 0, 0, 0);
  const EventId second = trace_.exogenous(EventKind::lead, 0, 0, 0);
  store.put(1, first);
  store.put(1, second);
  EXPECT_EQ(store.take(2), kWorldStart);
  EXPECT_EQ(store.take(1), first);
  EXPECT_EQ(store.take(1), second);
  EXPECT_THROW(store.take(1), ModelError);
}

TEST_F(FlowTest, AStoreHoldsNoMoreThanItsCapacity) {
  Store store(flow_, "store", 3, 4);
  EXPECT_EQ(store.room(), 1);
  store.reserve(1);
  EXPECT_EQ(store.room(), 0);
  EXPECT_THROW(store.put(1, kWorldStart), ModelError);
  store.put_reserved(1, kWorldStart);
  EXPECT_EQ(store.level(), 4);
}

TEST_F(FlowTest, RoomIsExplainedByWhoMadeItInOrder) {
  Store store(flow_, "store", 2, 2);
  const EventId first = trace_.exogenous(EventKind::lead, 0, 0, 0);
  const EventId second = trace_.exogenous(EventKind::lead, 0, 0, 0);
  store.take(1);
  store.taken_by(first);
  store.take(1);
  store.taken_by(second);
  EXPECT_EQ(store.reserve(1), first);
  EXPECT_EQ(store.reserve(1), second);
}

TEST_F(FlowTest, SlotsNeverUsedAreTakenBeforeThoseGivenBack) {
  SlotPool slots(flow_, 2, trace_.constraint("slots"), 1);
  const EventId freed = trace_.exogenous(EventKind::lead, 0, 0, 0);
  EXPECT_EQ(slots.take(), kWorldStart);
  slots.give(freed);
  EXPECT_EQ(slots.take(), kWorldStart);
  const EventId passed = slots.take();
  EXPECT_FALSE(slots.available());
  EXPECT_EQ(trace_.event(passed).kind, EventKind::cap);
  EXPECT_DOUBLE_EQ(trace_.event(passed).sink, 2);
  EXPECT_EQ(trace_.enablers(passed)[0].event, freed);
}

TEST_F(FlowTest, WhatIsUnderWayOnDayZeroHoldsSlots) {
  SlotPool slots(flow_, 2, trace_.constraint("slots"), 1);
  slots.occupy(1);
  EXPECT_EQ(slots.taken(), 1);
  EXPECT_EQ(slots.take(), kWorldStart);
  EXPECT_FALSE(slots.available());
  slots.give(trace_.exogenous(EventKind::lead, 0, 0, 0));
  // The second start waited for the first delivery: the limit let one lot through before.
  EXPECT_DOUBLE_EQ(trace_.event(slots.take()).sink, 1);
}

TEST_F(FlowTest, MoreUnderWayThanThereAreSlotsHasToLeaveFirst) {
  SlotPool slots(flow_, 2, trace_.constraint("slots"), 1);
  slots.occupy(4);
  const EventId delivered = trace_.exogenous(EventKind::lead, 0, 0, 0);
  slots.give(delivered);
  slots.give(delivered);
  EXPECT_EQ(slots.taken(), 2);
  EXPECT_FALSE(slots.available());
  slots.give(delivered);
  EXPECT_TRUE(slots.available());
}

TEST_F(FlowTest, AStationWaitsForAllItsInputs) {
  Store bolts(flow_, "bolts");
  Store nuts(flow_, "nuts");
  Store pairs(flow_, "pairs");
  Station station(flow_,
                  {.name = "join", .inputs = {{&bolts, 2}, {&nuts, 1}}, .outputs = {{&pairs, 1}}});
  bolts.put(4, kWorldStart);
  EXPECT_EQ(pairs.level(), 0);
  nuts.put(1, kWorldStart);
  EXPECT_EQ(pairs.level(), 1);
  EXPECT_EQ(bolts.level(), 2);
  nuts.put(1, kWorldStart);
  EXPECT_EQ(pairs.level(), 2);
}

TEST_F(FlowTest, ALeadDelaysEachLotByItself) {
  Store raw(flow_, "raw", 3);
  Store done(flow_, "done");
  std::vector<Tick> arrivals;
  Station::Spec spec{.name = "ship", .inputs = {{&raw, 1}}, .outputs = {{&done, 1}}};
  spec.lead.fixed.minutes = 12 * kDay;
  spec.delivered = [&](EventId, std::int64_t) { arrivals.push_back(flow_.now()); };
  Station station(flow_, std::move(spec));
  station.stirred();
  simulation_.run();
  EXPECT_EQ(arrivals, (std::vector<Tick>{12 * kDay, 12 * kDay, 12 * kDay}));
  EXPECT_EQ(done.level(), 3);
}

}  // namespace
}  // namespace chokepoint
