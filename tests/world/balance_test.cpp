// Critical paths add up: on every lot of a world of firms, and through the answer of any network.

#include "models/balance.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

TokenBalance balance_of(const Plan& plan, const World& world, std::size_t paths) {
  const Ledger ledger(world.trace(), plan.scenario.timeline, plan.scenario.horizon);
  return checked_balance({.scenario = plan.scenario,
                          .sha256 = plan.document.sha256(),
                          .trace = world.trace(),
                          .market = &world.market(),
                          .adds_up = world.adds_up()},
                         ledger, paths);
}

class EveryPathOfTheBaseline : public testing::TestWithParam<std::uint64_t> {};

TEST_P(EveryPathOfTheBaseline, AddsUpGateByGate) {
  SampleOptions sampling;
  sampling.seed = GetParam();
  sampling.deterministic = GetParam() == 0;
  const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"}, sampling);
  World world(plan.scenario);
  world.run();
  const TokenBalance balance = balance_of(plan, world, 1'000'000);
  EXPECT_GT(balance.paths, 500U);
  EXPECT_GT(balance.runs.checked, 500U);
  EXPECT_EQ(balance.runs.violated, 0U);
  EXPECT_LT(balance.runs.off, 1e-6);
  EXPECT_GT(balance.orders.checked, 500U);
  // Nowhere is an older order passed by unless something it is made of is missing.
  EXPECT_EQ(balance.orders.violated, 0U) << balance.orders.first;
}

INSTANTIATE_TEST_SUITE_P(Draws, EveryPathOfTheBaseline, testing::Values(0, 1, 2, 3, 4, 5));

TEST(ARecordInWhichSomethingIsMissing, IsADefectAndNoAnswer) {
  const Plan plan = read_plan({repository() / "tests/systems/T1.yaml"});
  World world(plan.scenario);
  world.run();
  EXPECT_TRUE(world.is_tree());
  Trace trace;  // the same lots, of which nobody recorded how they were made
  for (const SinkLot& lot : world.trace().sink_lots())
    trace.reached_sink(lot.tick, lot.amount,
                       trace.exogenous(EventKind::lead, 0, lot.tick, lot.tick));
  const Ledger ledger(trace, plan.scenario.timeline, plan.scenario.horizon);
  EXPECT_THROW((void)checked_balance({.scenario = plan.scenario,
                                      .sha256 = plan.document.sha256(),
                                      .trace = trace,
                                      .adds_up = true},
                                     ledger),
               ModelError);
}

/// What a model named, where: the kind and the constraint of the activity, and the condition's
/// class.
using Site = std::tuple<EventKind, ConstraintId, EnablerClass>;

/// The first place of each site at which that condition alone was the last.
std::map<Site, std::pair<EventId, const Enabler*>> sites_of(const Trace& trace) {
  std::map<Site, std::pair<EventId, const Enabler*>> sites;
  for (EventId id = 1; id < trace.size(); ++id) {
    const Event& event = trace.event(id);
    if (event.kind == EventKind::outage || event.kind == EventKind::pool)
      continue;  // one begins when it begins, the other has no last condition
    const auto enablers = trace.enablers(id);
    for (const Enabler& enabler : enablers) {
      const bool last = enabler.slack() == 0;
      const bool alone = std::none_of(enablers.begin(), enablers.end(), [&](const Enabler& other) {
        return &other != &enabler && other.slack() == 0;
      });
      auto& [where, what] = sites[{event.kind, event.constraint, enabler.how()}];
      if (last && alone && what == nullptr)
        std::tie(where, what) = std::pair(id, &enabler);
    }
  }
  return sites;
}

/// The record as it would be had a model forgotten that condition there.
std::unique_ptr<Trace> without(const Trace& whole, EventId where, const Enabler* what) {
  auto trace = std::make_unique<Trace>();
  for (std::size_t id = 1; id < whole.constraints().size(); ++id)
    trace->constraint(whole.name(static_cast<ConstraintId>(id)));
  for (std::size_t gate = 1; gate < whole.gates().size(); ++gate)
    trace->gate(whole.gates()[gate]);
  for (EventId id = 1; id < whole.size(); ++id) {
    const Event& event = whole.event(id);
    Conditions conditions;
    std::vector<EventId> sources;
    for (const Enabler& enabler : whole.enablers(id)) {
      sources.push_back(enabler.event);
      if (id != where || &enabler != what)
        conditions.add(enabler.event, enabler.how());
    }
    if (event.kind == EventKind::pool)
      trace->pool(event.constraint, event.end, sources);
    else if (event.enabler_count == 0)
      trace->exogenous(event.kind, event.constraint, event.start, event.end);
    else if (event.kind == EventKind::outage)
      trace->outage(event.constraint, event.start, event.end, conditions);
    else
      trace->add(event.kind, event.constraint, event.start, event.end, event.work, event.sink,
                 conditions, event.gate);
  }
  for (const SinkLot& lot : whole.sink_lots())
    trace->reached_sink(lot.tick, lot.amount, lot.event);
  return trace;
}

TEST(AConditionThatAModelForgets, FailsTheRunWhereverItIs) {
  const Plan& plan = baseline();
  const Trace& trace = baseline_world().trace();
  const Ledger ledger(trace, plan.scenario.timeline, plan.scenario.horizon);
  const auto check = [&](const Trace& record) {
    (void)checked_balance(
        {.scenario = plan.scenario, .sha256 = plan.document.sha256(), .trace = record}, ledger);
  };
  EXPECT_NO_THROW(check(*without(trace, kWorldStart, nullptr)));
  std::size_t forgotten = 0;
  std::size_t never_last = 0;  // nothing of this run changes without them
  for (const auto& [site, place] : sites_of(trace)) {
    const auto& [where, what] = place;
    if (what == nullptr) {
      ++never_last;
      continue;
    }
    EXPECT_THROW(check(*without(trace, where, what)), ModelError)
        << trace.name(std::get<1>(site)) << " on "
        << plan.scenario.timeline.iso(trace.event(where).start);
    ++forgotten;
  }
  EXPECT_GT(forgotten, 50U);
  EXPECT_LT(never_last, forgotten / 4);
}

TEST(ANetworkWithTwoSinks, IsNoTreeAndStillHasAnAnswer) {
  const Folder folder;
  const Plan plan = read_plan({folder.write(
      "two.yaml",
      "chokepoint: 1\nname: two\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - {name: a, kind: source, rate: 3 lot/day, to: x}\n"
      "  - {name: b, kind: gate, rate: 2 lot/day, from: x, to: y}\n"
      "  - {name: c, kind: gate, rate: 2 lot/day, from: x, to: z}\n"
      "  - {name: left, kind: sink, from: y}\n"
      "  - {name: right, kind: sink, from: z}\n")});
  World world(plan.scenario);
  world.run();
  EXPECT_FALSE(world.is_tree());
  EXPECT_EQ(balance_of(plan, world, 100).runs.violated, 0U);
}

}  // namespace
}  // namespace chokepoint::models
