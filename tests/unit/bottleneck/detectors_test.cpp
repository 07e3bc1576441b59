#include "sim/bottleneck/detectors.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "sim/bottleneck/switches.hpp"
#include "tests/unit/bottleneck/timeline.hpp"

namespace chokepoint {
namespace {

/// A gate that makes a lot a day, one after the other, into the sink.
void jobs(Trace& trace, const char* name, GateId gate, Tick from, Tick to, EventId& last) {
  const ConstraintId id = trace.constraint(name);
  trace.capacity(from, id, 1.0 / kDay, kWorldStart, gate);
  for (Tick t = from; t < to; t += kDay) {
    last = trace.follow(EventKind::service, id, t, t + kDay, last, EnablerClass::gate, 1, 1);
    trace.served_by(last, gate);
    trace.reached_sink(t + kDay, 1, last);
  }
}

TEST(Responses, AShareIsThePartOfWhatAllConstraintsBring) {
  // Eight months; A brings 3 a month either way together, B 1, C loses.
  Responses responses{.online = std::vector<double>(8), .constraints = {"A", "B", "C"}};
  const auto growing = [](double by) {
    std::vector<double> online;
    for (int m = 0; m < 8; ++m)
      online.push_back(100.0 * (m + 1) + by * (m + 1));
    return online;
  };
  responses.relaxed = {growing(2), growing(1), growing(-1)};
  responses.tightened = {growing(-1), growing(0), growing(0)};
  const ShareMatrix shares = response_months(responses);
  ASSERT_EQ(shares.months.size(), 8U);
  for (const auto& month : shares.months) {
    EXPECT_DOUBLE_EQ(month[0], 0.75);
    EXPECT_DOUBLE_EQ(month[1], 0.25);
    EXPECT_DOUBLE_EQ(month[2], 0);
  }
}

TEST(Responses, AWorldThatFailedSaysNothing) {
  const Responses responses{.online = {1.5, 3},
                            .constraints = {"A", "B"},
                            .relaxed = {{2, 4}, {}},
                            .tightened = {{1, 2}, {1, 2}}};
  const ShareMatrix shares = response_months(responses);
  EXPECT_DOUBLE_EQ(shares.months[0][0], 1);
  EXPECT_DOUBLE_EQ(shares.months[0][1], 0);
}

TEST(ActivePeriods, NameTheGateThatWorksInsideItsTier) {
  Trace trace;
  EventId last = kWorldStart;
  jobs(trace, "early", trace.gate("e"), 0, 59 * kDay, last);
  jobs(trace, "late", trace.gate("l"), 59 * kDay, 120 * kDay, last);
  // A gate behind a lead works all the time and is in another tier: nobody compares it.
  const ConstraintId far = trace.constraint("far");
  const GateId gate = trace.gate("f");
  EventId made = kWorldStart;
  for (Tick t = 0; t < 120 * kDay; t += kDay) {
    made = trace.follow(EventKind::service, far, t, t + kDay, made, EnablerClass::gate, 1, 1);
    trace.served_by(made, gate);
  }
  const EventId sent =
      trace.follow(EventKind::lead, 0, 120 * kDay, 130 * kDay, made, EnablerClass::material, 0, 1);
  trace.reached_sink(130 * kDay, 1, sent);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 130 * kDay);
  const std::vector<TierMonths> tiers = active_periods_by_tier(trace, ledger);
  ASSERT_EQ(tiers.size(), 1U);
  EXPECT_EQ(tiers[0].leads, 0);
  EXPECT_EQ(tiers[0].constraints, (std::vector<std::string>{"early", "late"}));
  EXPECT_EQ(tiers[0].activity.top(0), 0U);
  EXPECT_EQ(tiers[0].activity.top(3), 1U);
  EXPECT_EQ(tiers[0].ledger.top(0), 0U);
  EXPECT_EQ(tiers[0].ledger.top(3), 1U);
}

TEST(Switches, SayWhenTheLargestConstraintBecameAnother) {
  Trace trace;
  EventId last = kWorldStart;
  jobs(trace, "early", trace.gate("e"), 0, 365 * kDay, last);
  jobs(trace, "late", trace.gate("l"), 365 * kDay, 730 * kDay, last);
  const ConstraintId early = trace.constraint("early");
  const std::uint32_t order =
      trace.ordered({.constraint = early, .amount = 1, .ordered = 100 * kDay});
  trace.arrived(order, 300 * kDay, kWorldStart);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 730 * kDay);
  const auto found = switches(trace, ledger);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(static_cast<double>(found[0].at) / kDay, 365, 31);
  EXPECT_EQ(ledger.name(found[0].left.constraint), "early");
  EXPECT_EQ(ledger.name(found[0].taken.constraint), "late");
  EXPECT_EQ(found[0].left.increments, 1U);
  EXPECT_EQ(found[0].left.first_order, 100 * kDay);
}

/// The largest of five months around that one, as far as they exist.
std::string leader_around(const Ledger& ledger, std::size_t month) {
  std::map<std::string, double> sums;
  const auto months = ledger.months();
  for (std::size_t m = month < 2 ? 0 : month - 2; m < std::min(months.size(), month + 3); ++m) {
    for (const LedgerShare& share : months[m].shares)
      sums[ledger.name(share.constraint)] += share.share;
  }
  return std::max_element(sums.begin(), sums.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

TEST(Switches, AgreeWithWhatTheYearsAreNamedAfterAndWithTheMonthsAround) {
  // In 2023 four take turns of which none leads for long, and one of them has most of the year.
  Trace trace;
  EventId last = kWorldStart;
  Tick at = 0;
  const auto take = [&](const char* name, int days) {
    jobs(trace, name, trace.gate(name), at, at + days * kDay, last);
    at += days * kDay;
  };
  take("before", 365);
  for (const char* name : {"c", "d", "e", "c", "f", "d", "c", "e", "f", "c", "d", "c"})
    take(name, 30);
  take("after", 371);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, at);
  const auto found = switches(trace, ledger);
  ASSERT_EQ(ledger.years().size(), 3U);
  ASSERT_EQ(found.size(), 2U);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto name_of_year = [&](std::size_t y) {
      return ledger.name(ledger.years()[y].shares.front().constraint);
    };
    EXPECT_EQ(ledger.name(found[i].left.constraint), name_of_year(i));
    EXPECT_EQ(ledger.name(found[i].taken.constraint), name_of_year(i + 1));
    const auto month = static_cast<std::size_t>(dates.month_index(found[i].at));
    EXPECT_EQ(leader_around(ledger, month), name_of_year(i + 1));
  }
  EXPECT_EQ(ledger.name(found[0].taken.constraint), "c");
}

TEST(Switches, AConstraintThatAlwaysLeadsNeverSwitches) {
  Trace trace;
  EventId last = kWorldStart;
  jobs(trace, "only", trace.gate("g"), 0, 365 * kDay, last);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 365 * kDay);
  EXPECT_TRUE(switches(trace, ledger).empty());
}

}  // namespace
}  // namespace chokepoint
