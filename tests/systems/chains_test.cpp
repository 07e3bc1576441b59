// Why the last lot of a textbook system came so late.
#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include <gtest/gtest.h>

#include "models/why.hpp"
#include "sim/bottleneck/explanation.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

CausalChain chain_of(const SystemRun& run) {
  const std::size_t last = run.trace().sink_lots().size() - 1;
  return causal_chain(run.trace(), run.trace().sink_lots()[last].event,
                      wanted_dates(run.trace())[last]);
}

Tick sum_of(const CausalChain& chain) {
  return std::accumulate(chain.steps.begin(), chain.steps.end(), Tick{0},
                         [](Tick sum, const ChainStep& step) { return sum + step.delay; });
}

/// One limit has held everything up from its first lead on: all but that lead is the limit's.
void expect_limit(const std::string& system, const std::string& limit, Tick first_lead) {
  SCOPED_TRACE(system);
  const auto run = SystemRun::of(system);
  const CausalChain chain = chain_of(run);
  EXPECT_EQ(sum_of(chain), chain.came - chain.wanted);
  ASSERT_LT(chain.main, chain.steps.size());
  const ChainStep& main = chain.steps[chain.main];
  EXPECT_EQ(run.trace().name(main.constraint), limit);
  EXPECT_GE(main.delay, chain.came - chain.wanted - first_lead - kDay);
  EXPECT_LT(chain.steps.size(), 10U);  // a cycle is one step, however often it came round
}

TEST(Chains, GiveALimitTheTimeThatWorkBehindItTakes) {
  expect_limit("wip-limit", "b_slots", 5 * kDay);
  expect_limit("full-store", "shelf_space", 5 * kDay);
}

TEST(Chains, TellOfAFirstStockOnlyWhereItWasTaken) {
  // All 300 lots of the first stock had gone before the last lot was made.
  const auto run = SystemRun::of("T9");
  for (const ChainStep& step : chain_of(run).steps)
    EXPECT_NE(step.kind, EventKind::stock);
}

TEST(Chains, FollowTheSourceOfAPoolThatDeliveredLast) {
  // Of nine lots of power a day four come from the grid, three from turbines, two from engines.
  const auto run = SystemRun::of("T5a");
  const Told told{
      .scenario = run.world().scenario(), .sha256 = {}, .trace = run.trace(), .market = nullptr};
  const auto lots = run.trace().sink_lots();
  std::map<std::string, double> part;
  for (const SinkLot& lot : lots) {
    const CausalChain chain = causal_chain(run.trace(), lot.event, 0);
    part[run.trace().name(chain.steps.front().constraint)] += 1 / static_cast<double>(lots.size());
  }
  EXPECT_NEAR(part["grid"], 4.0 / 9, 0.03);
  EXPECT_NEAR(part["turbines"], 3.0 / 9, 0.03);
  EXPECT_NEAR(part["engines"], 2.0 / 9, 0.03);
  // The typical lot of the year is one of the grid's, and of the middle of the year.
  const WhyReport report = why(told, {.year = 2022, .delivery = {}, .lab = {}, .date = {}});
  EXPECT_EQ(report.steps.front().constraint, "grid");
  EXPECT_GT(report.delay_days, 120);
  EXPECT_LT(report.delay_days, 245);
}

TEST(Chains, TellOfAYearByALotThatWasLate) {
  // Two equal gates: the first lot passes at once, and all others wait.
  const auto run = SystemRun::of("T2-series");
  const Told told{
      .scenario = run.world().scenario(), .sha256 = {}, .trace = run.trace(), .market = nullptr};
  const WhyReport report = why(told, {.year = 2022, .delivery = {}, .lab = {}, .date = {}});
  EXPECT_GT(report.delay_days, 1);
  EXPECT_GT(report.steps[report.main].delay_days, 0.5 * report.delay_days);
}

TEST(Chains, GiveNoStepMoreThanItLasts) {
  for (const char* system : {"blocking-line", "T1", "T2-series", "T3", "wip-limit"}) {
    SCOPED_TRACE(system);
    const CausalChain chain = chain_of(SystemRun::of(system));
    EXPECT_EQ(sum_of(chain), chain.came - chain.wanted);
    // Lots behind a limit wait beside one another; everything else has its own time.
    for (const ChainStep& step : chain.steps) {
      if (step.kind != EventKind::cap) {
        EXPECT_LE(step.delay, step.to - step.from + kDay);
      }
    }
  }
}

}  // namespace
}  // namespace chokepoint::models
