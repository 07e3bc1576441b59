// Why the last lot of a textbook system came so late.
#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/why.hpp"
#include "sim/bottleneck/explanation.hpp"
#include "tests/systems/idle_gate.hpp"
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

/// a stands still for 91 days of 2022, and 10 a day are wanted.
std::string stood_still(const std::string& rate, const std::string& behind) {
  return "chokepoint: 1\nname: worked-off\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\n"
         "parts:\n  - {name: a, kind: source, rate: " +
         rate +
         " lot/day, to: s1, outages: [{from: 2022-04-01, to: 2022-07-01, label: standstill}]}\n" +
         behind;
}

TEST(Chains, LeadBehindAQueueToTheOutageThatItStillWorksOff) {
  // a makes 10.3 a day: the first lot behind the outage is 91 days late, and each day of its work
  // makes up 0.3 / 10.3 of a day. Or it makes 12, of which b passes 10.3: then the queue is b's.
  for (const std::string& system :
       {stood_still("10.3", "  - {name: buyers, kind: market, rate: 10 lot/day, from: s1}\n"),
        stood_still("12",
                    "  - {name: b, kind: gate, rate: 10.3 lot/day, from: s1, to: s2}\n"
                    "  - {name: buyers, kind: market, rate: 10 lot/day, from: s2}\n")}) {
    const auto run = SystemRun::of_text(system);
    const Told told{
        .scenario = run.world().scenario(), .sha256 = {}, .trace = run.trace(), .market = nullptr};
    const WhyReport report = why(told, {.year = 2023, .delivery = {}, .lab = {}, .date = {}});
    ASSERT_LT(report.main, report.steps.size());
    const WhyStep& main = report.steps[report.main];
    EXPECT_EQ(main.constraint, "standstill");
    EXPECT_NEAR(main.delay_days, report.delay_days, 1);
    EXPECT_GT(report.delay_days, 60);
    ASSERT_EQ(report.roots.size(), 1U);
    EXPECT_EQ(report.roots[0].cause, "outage");
    EXPECT_TRUE(report.notes.empty());
  }
}

TEST(Chains, GiveAQueueWhatCameOnTopOfTheOutageBeforeIt) {
  // 8 a day of 10 that are wanted: by the time at which it stood still the lots were as late as a
  // fifth of the days before, 18 on April 1st; the first behind it was 91 days later.
  const auto run = SystemRun::of_text(
      stood_still("8", "  - {name: buyers, kind: market, rate: 10 lot/day, from: s1}\n"));
  const auto lots = run.trace().sink_lots();
  const std::vector<Tick> wanted = wanted_dates(run.trace());
  const std::size_t last = lots.size() - 1;
  const CausalChain chain =
      causal_chain(run.trace(), lots[last].event, wanted[last], 0, {wanted[last], wanted});
  EXPECT_EQ(sum_of(chain), chain.came - chain.wanted);
  double queue = 0;
  double stood = 0;
  for (const ChainStep& step : chain.steps)
    (step.kind == EventKind::outage ? stood : queue) += static_cast<double>(step.delay) / kDay;
  // Of its 91 days none has been made up.
  EXPECT_NEAR(stood, 91, 1);
  EXPECT_NEAR(queue, (730 - 91) * 0.2, 2);
}

TEST(Chains, GiveAnOutageOnlyTheTimeForWhichTheLotWaited) {
  // b stands still from February on; the first lot comes to it after 180 days, on June 30th.
  const auto run = SystemRun::of_text(kIdleGate);
  const CausalChain chain = causal_chain(run.trace(), run.trace().sink_lots().front().event, 0);
  const auto stood =
      std::find_if(chain.steps.begin(), chain.steps.end(),
                   [](const ChainStep& step) { return step.kind == EventKind::outage; });
  ASSERT_NE(stood, chain.steps.end());
  EXPECT_NEAR(static_cast<double>(stood->delay) / kDay, 31, 1);
  EXPECT_EQ(sum_of(chain), chain.came - chain.wanted);
}

}  // namespace
}  // namespace chokepoint::models
