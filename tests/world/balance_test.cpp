// Critical paths add up: on every lot of a world of firms, and through the answer of any network.

#include "models/balance.hpp"

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
