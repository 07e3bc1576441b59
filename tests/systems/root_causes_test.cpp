#include <map>
#include <string>

#include <gtest/gtest.h>

#include "sim/bottleneck/growth_history.hpp"
#include "sim/bottleneck/root_cause.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

/// Lots by which supply fell behind, by root cause, over the whole run.
std::map<std::string, double> lost_by_root(const SystemRun& run) {
  const Ledger& ledger = run.ledger();
  const RootCauses causes(run.trace(), ledger);
  std::map<std::string, double> lost;
  for (const MonthLedger& month : ledger.months()) {
    for (const LedgerShare& share : month.shares) {
      for (const RootPart& root : causes.of(month, share))
        lost[causes.name(root, share.constraint)] += month.fell_behind * share.share * root.part;
    }
  }
  return lost;
}

/// The only root of that constraint in the middle of a year.
std::string only_root(const SystemRun& run, const std::string& constraint, double day) {
  const Ledger& ledger = run.ledger();
  const RootCauses causes(run.trace(), ledger);
  const ConstraintId id = ledger.id(constraint);
  const auto roots = causes.of(Capacity{id}, static_cast<Tick>(day * kDay));
  return roots.size() == 1 ? causes.name(roots.front(), id) : "several";
}

TEST(RootCause, OfAGateThatNobodyCanEnlargeIsItsCapacity) {
  EXPECT_EQ(only_root(SystemRun::of("T1"), "b", 180), "capacity");
  EXPECT_EQ(only_root(SystemRun::of("T3"), "a", 500), "capacity");
  EXPECT_EQ(only_root(SystemRun::of("T4"), "tool", 180), "capacity");
}

TEST(RootCause, CountsFromTheDayOnWhichItHeldUpWhatCameAndNotFromTheBeginningOfTheQueue) {
  // Line a works without a break from day 0, and all of that is on the path of a lot of day 500.
  // But b decided until day 360: more of a before would have brought nothing until then.
  const auto run = SystemRun::of("T3");
  GrowthHistory history(run.trace(), run.ledger());
  history.advance(run.ledger().horizon(), run.ledger().horizon());
  const auto since = [&](const char* name, double day) {
    return static_cast<double>(
               history.short_since({run.ledger().id(name)}, static_cast<Tick>(day * kDay))) /
           kDay;
  };
  EXPECT_NEAR(since("a", 500), 360, 11);  // a third of a month is judged at a time
  EXPECT_NEAR(since("b", 300), 0, 1);
}

TEST(RootCause, OfDemandMoneyAndAnOutageIsTheirOwn) {
  EXPECT_EQ(only_root(SystemRun::of("T6"), "demand", 180), "demand");
  EXPECT_EQ(only_root(SystemRun::of("T7"), "money", 180), "money");
  EXPECT_EQ(only_root(SystemRun::of("T9"), "outage", 150), "outage");
}

/// T1 with that stop.
SystemRun in_series(const std::string& stop) {
  return SystemRun::of_text(
      "chokepoint: 1\nname: series\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\n"
      "parts:\n"
      "  - {name: a, kind: source, rate: 10 lot/day, to: after_a}\n"
      "  - {name: b, kind: gate, rate: 7 lot/day, from: after_a, to: after_b}\n"
      "  - {name: c, kind: gate, rate: 12 lot/day, from: after_b, to: done}\n"
      "  - {name: out, kind: sink, from: done}\n"
      "events:\n  - {name: halt, kind: stop, " +
      stop + "}\n");
}

TEST(RootCause, OfAGateOfWhichAPartStandsStillIsThatEventByItsPart) {
  // Of the 7 a day that b makes 60 % stand still from day 100 to day 200.
  const auto run = in_series("parts: b, from: 2022-04-11, lasts: 100 days, share: 60 %");
  const RootCauses causes(run.trace(), run.ledger());
  const ConstraintId b = run.ledger().id("b");
  const auto at = [&](double day) { return causes.of(Capacity{b}, static_cast<Tick>(day * kDay)); };
  EXPECT_EQ(only_root(run, "b", 50), "capacity");
  const auto during = at(150);
  ASSERT_EQ(during.size(), 2U);
  EXPECT_EQ(causes.name(during[0], b), "outage:halt");
  EXPECT_NEAR(during[0].part, 0.6, 1e-12);
  EXPECT_EQ(causes.name(during[1], b), "capacity");
  EXPECT_NEAR(during[1].part, 0.4, 1e-12);
  EXPECT_EQ(only_root(run, "b", 250), "capacity");
}

TEST(RootCause, OfAnotherGateThanTheOneThatStandsStillIsItsOwn) {
  const auto run = in_series("parts: a, from: 2022-04-11, share: 10 %");
  EXPECT_EQ(only_root(run, "b", 150), "capacity");
}

TEST(RootCause, OfALateExpansionIsOneSixthDecisionAndFiveSixthsLeadTime) {
  auto lost = lost_by_root(SystemRun::of("T10"));
  EXPECT_NEAR(lost["decision:second_line_decision"], 600, 1);
  EXPECT_NEAR(lost["lead_time"], 3000, 1);
  EXPECT_EQ(lost["information"], 0);
}

TEST(RootCause, OfDemandKnownALeadTimeAheadIsTheDecisionAlone) {
  auto lost = lost_by_root(
      SystemRun::of("T10", {.sets = {"parts.second_line.foresight=300 days",
                                     "parts.buyers.rate={steps: [[2022-01-01, 10 lot/day], "
                                     "[2022-12-01, 20 lot/day]]}"}}));
  EXPECT_NEAR(lost["decision:second_line_decision"], 600, 1);
  EXPECT_NEAR(lost["lead_time"], 0, 1);
}

TEST(RootCause, TheDatesOfAnExpansionAddUpToItsLateness) {
  const auto run = SystemRun::of("T15");
  const RootCauses causes(run.trace(), run.ledger());
  const ConstraintId works = run.ledger().id("works");
  const Tick during = 1060 * kDay;
  const Increment* next = causes.next_increment({works}, during);
  ASSERT_NE(next, nullptr);
  IncrementDates dates = causes.dates(*next, during);
  EXPECT_NEAR(static_cast<double>(dates.need) / kDay, 1000, 0.2);
  dates.need = 1000 * kDay;
  EXPECT_EQ(dates.known, 600 * kDay);
  EXPECT_EQ(dates.funded, 680 * kDay);
  EXPECT_EQ(dates.ordered, 740 * kDay);
  EXPECT_EQ(dates.arrived, 1130 * kDay);
  const Lateness late = lateness(dates);
  EXPECT_EQ(late.information, -70 * kDay);
  EXPECT_EQ(late.money, 80 * kDay);
  EXPECT_EQ(late.decision, 30 * kDay);
  EXPECT_EQ(late.overrun, 90 * kDay);
}

TEST(RootCause, TheLossIsDividedByThePositiveTerms) {
  auto lost = lost_by_root(SystemRun::of("T15"));
  EXPECT_NEAR(lost["money"], 1300 * 0.4, 1);
  EXPECT_NEAR(lost["decision:second_line_decision"], 1300 * 0.15, 1);
  EXPECT_NEAR(lost["overrun"], 1300 * 0.45, 1);
}

TEST(RootCause, OfAGateThatIsTooSmallAfterAllItsExpansionsHaveComeIsItsCapacity) {
  const auto run = SystemRun::of_text(
      "chokepoint: 1\nname: small\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\nparts:\n"
      "  - {name: s, kind: source, rate: 50 lot/day, to: x}\n"
      "  - {name: g, kind: gate, rate: 10 lot/day, from: x, to: y}\n"
      "  - {name: e, kind: expansion, gate: g, market: m, exceeds: 10 lot/day, build: 300 days, "
      "add: 3 lot/day}\n"
      "  - {name: m, kind: market, from: y, rate: {steps: [[2022-01-01, 10 lot/day], "
      "[2022-04-11, 20 lot/day]]}}\n");
  EXPECT_EQ(only_root(run, "g", 300), "lead_time");  // it comes on day 400
  EXPECT_EQ(only_root(run, "g", 450), "capacity");
  EXPECT_EQ(only_root(run, "g", 700), "capacity");
}

TEST(RootCause, WhatIsStillMissingAfterTheCapacityCameWasLostBefore) {
  const auto run = SystemRun::of("T10");
  const RootCauses causes(run.trace(), run.ledger());
  const ConstraintId works = run.ledger().id("works");
  const auto roots = causes.of(Capacity{works}, 700 * kDay);
  ASSERT_EQ(roots.size(), 2U);
  EXPECT_EQ(causes.name(roots[0], works), "lead_time");
  EXPECT_NEAR(roots[0].part, 5.0 / 6, 0.001);
}

TEST(LossLedger, TheSharesOfAllMonthsSumToWhatWasMissing) {
  for (const char* name : {"T6", "T7", "T9", "T10", "T15"}) {
    const auto run = SystemRun::of(name);
    // Independently of the ledger: the area between what was wanted and what came.
    double area = 0;
    double missing = 0;
    Tick at = 0;
    const auto steps = run.trace().demand_steps();
    const auto lots = run.trace().sink_lots();
    const Tick end = run.world().scenario().horizon;
    for (std::size_t d = 0, l = 0; at < end;) {
      const Tick next_demand = d < steps.size() ? steps[d].tick : end;
      const Tick next_lot = l < lots.size() ? lots[l].tick : end;
      const Tick next = std::min({end, next_demand, next_lot});
      area += std::max(0.0, missing) * static_cast<double>(next - at);
      at = next;
      while (d < steps.size() && steps[d].tick <= at)
        missing += steps[d++].amount;
      while (l < lots.size() && lots[l].tick <= at)
        missing -= lots[l++].amount;
    }
    double sum = 0;
    for (const MonthLedger& month : run.ledger().months()) {
      for (const LedgerShare& share : month.shares)
        sum += month.lost * share.share;
    }
    EXPECT_NEAR(sum, area / (365.25 * 1440), 1e-6 * (1 + sum)) << name;
  }
}

TEST(RootCause, SharesOfEveryConstraintAddUp) {
  for (const char* name : {"T1", "T2-join", "T3", "T5a", "T7", "T9", "T10", "T15"}) {
    const auto run = SystemRun::of(name);
    const RootCauses causes(run.trace(), run.ledger());
    for (const YearLedger& year : run.ledger().years()) {
      for (const LedgerShare& share : year.shares) {
        double sum = 0;
        for (const RootPart& root : causes.of(year, share.constraint))
          sum += root.part;
        EXPECT_NEAR(sum, 1, 1e-12) << name << " " << year.year;
      }
    }
  }
}

}  // namespace
}  // namespace chokepoint::models
