#include "sim/bottleneck/ledger.hpp"

#include <chrono>
#include <ctime>

#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/support/years.hpp"
#include "tests/unit/bottleneck/timeline.hpp"

namespace chokepoint {
namespace {

constexpr Tick kLong = 720 * kDay;

/// A gate that makes a lot a day; what it made comes to the sink after a lead.
void chain_of_jobs(Trace& trace, const char* gate, Tick from, Tick to, Tick lead, EventId& last) {
  const ConstraintId id = trace.constraint(gate);
  for (Tick t = from; t < to; t += kDay) {
    last = trace.follow(EventKind::service, id, t, t + kDay, last, EnablerClass::gate, 1, 1);
    const EventId arrival = trace.follow(EventKind::lead, 0, t + kDay, t + kDay + lead, last,
                                         EnablerClass::material, 0, 1);
    trace.reached_sink(t + kDay + lead, 1, arrival);
  }
}

TEST(Ledger, TellsTheDateOfTheEffectFromThatOfItsCause) {
  Trace trace;
  EventId last = kWorldStart;
  chain_of_jobs(trace, "early", 0, 300 * kDay, 60 * kDay, last);
  chain_of_jobs(trace, "late", 300 * kDay, 600 * kDay, 60 * kDay, last);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 660 * kDay, {.slots_per_month = 30});
  const auto spans = ledger.spans();
  ASSERT_EQ(spans.size(), 3U);
  EXPECT_EQ(ledger.name(spans[0].constraint), "initial_stock");
  EXPECT_EQ(ledger.name(spans[1].constraint), "early");
  EXPECT_NEAR(static_cast<double>(spans[1].from) / kDay, 60, 1.1);
  EXPECT_NEAR(static_cast<double>(spans[1].to) / kDay, 360, 1.1);
  EXPECT_NEAR(static_cast<double>(spans[1].cause_from) / kDay, 0, 1.1);
  EXPECT_NEAR(static_cast<double>(spans[1].cause_to) / kDay, 300, 1.1);
  EXPECT_EQ(ledger.name(spans[2].constraint), "late");
}

TEST(Ledger, TheRestOfAPathBelongsToTheDecisionThatBeganIt) {
  Trace trace;
  const ConstraintId orders = trace.constraint("accelerator_orders");
  for (Tick t = 100 * kDay; t <= kLong; t += 30 * kDay) {
    const EventId order = trace.exogenous(EventKind::plan, orders, t - 90 * kDay, t - 90 * kDay);
    const EventId made =
        trace.follow(EventKind::lead, 0, t - 90 * kDay, t, order, EnablerClass::order, 0, 1);
    trace.reached_sink(t, 1, made);
  }
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, kLong);
  for (const MonthLedger& month : ledger.months()) {
    EXPECT_EQ(ledger.name(month.shares.front().constraint), "accelerator_orders");
    EXPECT_NEAR(month.shares.front().share, 1, 1e-9);
  }
}

TEST(Ledger, SharesOfAPeriodSumToOne) {
  Trace trace;
  EventId last = kWorldStart;
  chain_of_jobs(trace, "a", 0, 200 * kDay, 10 * kDay, last);
  chain_of_jobs(trace, "b", 200 * kDay, kLong, 10 * kDay, last);
  for (Tick t = 0; t < kLong; t += kDay)
    trace.demand(t, 1.5);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, kLong);
  for (const MonthLedger& month : ledger.months()) {
    double sum = 0;
    for (const LedgerShare& share : month.shares)
      sum += share.share;
    EXPECT_NEAR(sum, 1, 1e-12);
    EXPECT_TRUE(month.shortfall);
  }
  double lost = 0;
  for (const YearLedger& year : ledger.years())
    lost += year.lost;
  double by_month = 0;
  for (const MonthLedger& month : ledger.months())
    by_month += month.lost;
  EXPECT_NEAR(lost, by_month, 1e-9);
}

TEST(Ledger, LossIsTheAreaBetweenDemandAndWhatIsOnline) {
  Trace trace;
  trace.demand(0, 2);
  trace.reached_sink(100 * kDay, 1, kWorldStart);
  trace.reached_sink(300 * kDay, 1, kWorldStart);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 365 * kDay);
  ASSERT_EQ(ledger.years().size(), 1U);
  EXPECT_NEAR(ledger.years()[0].lost, (2 * 100 + 1 * 200) / 365.25, 1e-9);
  EXPECT_DOUBLE_EQ(ledger.years()[0].demand, 2);
  EXPECT_DOUBLE_EQ(ledger.years()[0].online, 2);
}

TEST(Ledger, WhatCannotBeTracedIsUnexplained) {
  Trace trace;
  const ConstraintId gate = trace.constraint("gate");
  const EventId before = trace.exogenous(EventKind::plan, gate, 0, 0);
  const EventId late =
      trace.follow(EventKind::service, gate, 200 * kDay, 210 * kDay, before, EnablerClass::gate);
  trace.reached_sink(210 * kDay, 1, late);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 210 * kDay);
  EXPECT_EQ(trace.unexplained(), 1U);
  EXPECT_EQ(ledger.name(ledger.months()[2].shares.front().constraint), "unexplained");
}

TEST(Ledger, ShortBindingsAndGapsAreSmoothedAway) {
  Trace trace;
  EventId last = kWorldStart;
  chain_of_jobs(trace, "a", 0, 300 * kDay, 0, last);
  chain_of_jobs(trace, "b", 300 * kDay, 320 * kDay, 0, last);
  chain_of_jobs(trace, "a", 320 * kDay, kLong, 0, last);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, kLong);
  const auto intervals = ledger.intervals();
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_EQ(ledger.name(intervals[0].constraint), "a");
  EXPECT_EQ(intervals[0].from, 0);
  EXPECT_EQ(intervals[0].to, kLong);
}

TEST(Ledger, AConstraintIsAskedForByANameItHas) {
  Trace trace;
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, kLong);
  EXPECT_EQ(ledger.name(ledger.id("demand")), "demand");
  EXPECT_THROW((void)ledger.id("no such thing"), ModelError);
}

TEST(Ledger, IsQuickOnARunOfFourteenYears) {
  Trace trace;
  EventId last = kWorldStart;
  for (int i = 0; i < 30000; ++i) {
    const Tick t = i * (years(14) / 30000);
    const Tick next = (i + 1) * (years(14) / 30000);
    last = trace.follow(EventKind::service, trace.constraint("gate"), t, next, last,
                        EnablerClass::gate, 1, 1);
    const EventId arrival =
        trace.follow(EventKind::lead, 0, next, next, last, EnablerClass::material, 0, 1);
    if (i % 3 == 0)
      trace.reached_sink(next, 1, arrival);
  }
  const Timeline dates = from_2022();
  // Processor time: what it takes when nothing else wants the machine.
  const std::clock_t begin = std::clock();
  const Ledger ledger(trace, dates, years(14));
  const double took = 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  RecordProperty("milliseconds", std::to_string(took));
  EXPECT_EQ(ledger.months().size(), 168U);
  EXPECT_LT(took, 100);  // 2 to 3 ms on an idle machine
}

}  // namespace
}  // namespace chokepoint
