// When the constraint that years are named after became another, and when it hardly did.
#include "sim/bottleneck/switches.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/jobs.hpp"
#include "tests/support/years.hpp"
#include "tests/unit/bottleneck/timeline.hpp"

namespace chokepoint {
namespace {

/// Gates that work one after the other, each for some days.
struct Turns {
  Trace trace;
  EventId last = kWorldStart;
  Tick at = 0;
  void take(const char* name, int days) {
    jobs(trace, name, trace.gate(name), at, at + days * kDay, last);
    at += days * kDay;
  }
};

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
  Turns turns;
  turns.take("before", 365);
  for (const char* name : {"c", "d", "e", "c", "f", "d", "c", "e", "f", "c", "d", "c"})
    turns.take(name, 30);
  turns.take("after", 371);
  const Timeline dates = from_2022();
  const Ledger ledger(turns.trace, dates, turns.at);
  const auto found = switches(turns.trace, ledger);
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

TEST(Switches, NothingTakesOverInAMonthOfWhichItHasNoPart) {
  // Of the five months around January 2023 two are "new", though January is another's.
  Turns turns;
  turns.take("old", 334);
  turns.take("december", 31);
  turns.take("january", 31);
  turns.take("new", 334);
  const Timeline dates = from_2022();
  const Ledger ledger(turns.trace, dates, turns.at);
  const auto found = switches(turns.trace, ledger);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(ledger.name(found[0].taken.constraint), "new");
  EXPECT_EQ(dates.month_index(found[0].at), 13) << dates.iso(found[0].at);
}

TEST(Switches, AConstraintThatAlwaysLeadsNeverSwitches) {
  Trace trace;
  EventId last = kWorldStart;
  jobs(trace, "only", trace.gate("g"), 0, 365 * kDay, last);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 365 * kDay);
  EXPECT_TRUE(switches(trace, ledger).empty());
}

/// A first year of "early"; in the second "late" makes the lots of the first `days` and "early" the
/// others.
Trace taking_turns(int days) {
  Trace trace;
  EventId last = kWorldStart;
  const Tick turn = years(1) + days * kDay;
  jobs(trace, "early", trace.gate("e"), 0, years(1), last);
  jobs(trace, "late", trace.gate("l"), years(1), turn, last);
  jobs(trace, "early", trace.gate("e"), turn, years(2), last);
  return trace;
}

/// Of 365 days in 12 months chance gives a lead of 0.5 x sqrt(1 / 11.99), which is 52.7 days.
/// Inside a month the ledger divides shares to within three days.
TEST(Switches, ALeadThatChanceGivesToOneOfEqualsIsNone) {
  const Timeline dates = from_2022();
  const Trace chance = taking_turns(203);
  const Ledger near(chance, dates, years(2));
  EXPECT_TRUE(switches(chance, near).empty());
  const auto found = near_switches(near);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].year, 2023);
  EXPECT_EQ(dates.iso(found[0].at), "2023-12-01");
  EXPECT_EQ(near.name(found[0].stands.constraint), "early");
  EXPECT_EQ(near.name(found[0].ahead.constraint), "late");
  EXPECT_NEAR(found[0].stands.share, 162.0 / 365, 3.0 / 365);
  EXPECT_NEAR(found[0].ahead.share, 203.0 / 365, 3.0 / 365);

  const Trace ahead = taking_turns(208);
  const Ledger clear(ahead, dates, years(2));
  EXPECT_TRUE(near_switches(clear).empty());
  ASSERT_EQ(switches(ahead, clear).size(), 1U);

  const Trace behind = taking_turns(150);
  const Ledger none(behind, dates, years(2));
  EXPECT_TRUE(near_switches(none).empty());
  EXPECT_TRUE(switches(behind, none).empty());
}

/// A thousand lots are wanted on the first day, and two a day from February on: what the year is
/// short of it fell behind by in the first month, whatever holds the others.
TEST(Switches, NothingCeasesBeforeItHasBegun) {
  Trace trace;
  EventId last = kWorldStart;
  trace.demand(0, 1000);
  for (Tick t = 31 * kDay; t < years(2); t += kDay)
    trace.demand(t, 2);
  jobs(trace, "early", trace.gate("e"), 0, 31 * kDay, last);
  jobs(trace, "late", trace.gate("l"), 31 * kDay, years(2), last);
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, years(2));
  ASSERT_EQ(ledger.name(ledger.years()[0].label), "early");
  ASSERT_EQ(ledger.name(ledger.years()[1].label), "late");
  const auto found = switches(trace, ledger);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(dates.iso(found[0].at), "2022-02-01");
}

}  // namespace
}  // namespace chokepoint
