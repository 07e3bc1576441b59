// Outages beside which others go on delivering: what they kept from the sink is known exactly.
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tests/systems/idle_gate.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

constexpr double kTolerance = 0.02;

/// Part of what a constraint has in all slots from one day to the other, which count alike.
double part(const SystemRun& run, const std::string& name, double from, double to) {
  double sum = 0;
  double slots = 0;
  for (const Ledger::Slot& slot : run.ledger().slots()) {
    if (static_cast<double>(slot.from) < from * kDay || static_cast<double>(slot.to) > to * kDay)
      continue;
    slots += 1;
    for (const LedgerShare& share : slot.shares)
      sum += run.ledger().name(share.constraint) == name ? share.share : 0.0;
  }
  return slots > 0 ? sum / slots : 0;
}

const std::string kOut =
    "[{from: 2022-04-11, to: 2022-07-10, label: standstill}]";  // days 100 to 190

TEST(OutageInAPool, HasThePartOfWhatCouldHaveComeThatItsSourceGives) {
  // 4 + 3 + 2 a day, and the 4 stand still: 5 of the 9 that could have come do come.
  const auto run = SystemRun::of("T5a", {.sets = {"parts.grid.outages=" + kOut}});
  EXPECT_NEAR(run.lots_by(365), 9 * 365 - 4 * 90, 3);
  EXPECT_NEAR(part(run, "standstill", 102, 188), 4.0 / 9, kTolerance);
  EXPECT_NEAR(part(run, "turbines", 132, 188), 3.0 / 9, kTolerance);
  EXPECT_NEAR(part(run, "engines", 132, 188), 2.0 / 9, kTolerance);
  EXPECT_NEAR(part(run, "standstill", 0, 99), 0, 1e-9);
  EXPECT_NEAR(part(run, "standstill", 192, 365), 0, 1e-9);
}

/// T5a for buyers who want so many a day.
SystemRun wanted(const std::string& lots, std::vector<std::string> sets) {
  sets.push_back("parts.out.rate=" + lots + " lot/day");
  return SystemRun::of_text(
      "chokepoint: 1\nname: pool-for-buyers\nstart: 2022-01-01\nend: 2023-01-01\n"
      "source: textbook\nparts:\n"
      "  - {name: grid, kind: source, rate: 4 lot/day, to: power}\n"
      "  - {name: turbines, kind: source, rate: 3 lot/day, to: power}\n"
      "  - {name: engines, kind: source, rate: 2 lot/day, to: power}\n"
      "  - {name: power, kind: pool}\n"
      "  - {name: out, kind: market, rate: 1 lot/day, from: power}\n",
      {.sets = std::move(sets)});
}

TEST(OutageInAPool, HasThePartOfTheShortageThatItMade) {
  // Of 12 wanted a day 5 come: 4 of the 7 that are missing stand still, 3 were missing before.
  const auto run = wanted("12", {"parts.grid.outages=" + kOut});
  EXPECT_NEAR(run.wanted_by(190) - run.lots_by(190), 3 * 190 + 4 * 90, 5);
  EXPECT_NEAR(part(run, "standstill", 102, 188), 4.0 / 7, kTolerance);
  EXPECT_NEAR(part(run, "turbines", 132, 188), 3.0 / 7 * 3 / 5, kTolerance);
  EXPECT_NEAR(part(run, "standstill", 192, 365), 0, 1e-9);
}

TEST(OutageInAPool, HasItAllWhereOtherwiseNothingWouldBeMissing) {
  const auto run = wanted("9", {"parts.grid.outages=" + kOut});
  EXPECT_NEAR(run.wanted_by(190) - run.lots_by(190), 4 * 90, 5);
  EXPECT_NEAR(part(run, "standstill", 102, 188), 1, kTolerance);
  EXPECT_EQ(run.label(2022), "standstill");
}

TEST(OutageBehindAPile, IsNotNamedWhileTheGateAfterItWorksWithoutABreak) {
  // A makes 20 a day up to day 180, when 900 lie before B, which takes 15. A stands still from
  // then to day 270: the pile is gone on day 240.
  const auto run = SystemRun::of(
      "T3", {.sets = {"parts.a.outages=[{from: 2022-06-30, to: 2022-09-28, label: standstill}]"}});
  EXPECT_NEAR(run.lots_by(240), 3600, 2);
  EXPECT_NEAR(run.lots_by(270), 3600, 2);
  EXPECT_NEAR(part(run, "b", 0, 238), 1, kTolerance);
  EXPECT_NEAR(part(run, "standstill", 242, 268), 1, kTolerance);
  EXPECT_NEAR(part(run, "a", 275, 700), 1, kTolerance);
}

TEST(OutageBesideAnotherWay, IsNamedThoughLotsComeAllTheTime) {
  // Two works for one market of 20 a day each with buyers of their own: one stands still.
  const auto run = SystemRun::of_text(
      "chokepoint: 1\nname: two-ways\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\n"
      "parts:\n"
      "  - {name: north, kind: source, rate: 6 lot/day, to: north_yard, outages: " +
      kOut +
      "}\n"
      "  - {name: south, kind: source, rate: 4 lot/day, to: south_yard}\n"
      "  - {name: north_yard, kind: store}\n"
      "  - {name: south_yard, kind: store}\n"
      "  - {name: north_buyers, kind: market, rate: 6 lot/day, from: north_yard}\n"
      "  - {name: south_buyers, kind: market, rate: 5 lot/day, from: south_yard}\n");
  // A lot a day is missing in the south, six in the north while it stands still.
  EXPECT_NEAR(run.wanted_by(190) - run.lots_by(190), 190 + 6 * 90, 4);
  EXPECT_NEAR(part(run, "standstill", 102, 188), 6.0 / 7, kTolerance);
  EXPECT_NEAR(part(run, "south", 102, 188), 1.0 / 7, kTolerance);
}

/// As the program makes it.
Ledger usual_ledger(const SystemRun& run) {
  const Scenario& scenario = run.world().scenario();
  return {run.trace(), scenario.timeline, scenario.horizon};
}

/// When that one's first binding interval begins and ends, as days of the run; 0 without one.
struct Days {
  double from = 0;
  double to = 0;
};
Days first_interval(const SystemRun& run, const std::string& name) {
  const Ledger ledger = usual_ledger(run);
  for (const Interval& interval : ledger.intervals()) {
    if (ledger.name(interval.constraint) == name)
      return {static_cast<double>(interval.from) / kDay, static_cast<double>(interval.to) / kDay};
  }
  return {};
}

TEST(OutageMadeUpQuickly, BindsUntilItsEnd) {
  // b passes 60 a day of 10 that come, once it works again: within days the backlog is smaller than
  // it was when the part of the month began in which the outage ended.
  const std::pair<const char*, double> ends[] = {
      {"2022-07-05", 185}, {"2022-07-08", 188}, {"2022-07-13", 193}, {"2022-07-19", 199}};
  for (const auto& [end, day] : ends) {
    const auto run = SystemRun::of_text(
        "chokepoint: 1\nname: quick\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\n"
        "parts:\n"
        "  - {name: a, kind: source, rate: 10 lot/day, to: s1}\n"
        "  - {name: b, kind: gate, rate: 60 lot/day, outages: [{from: 2022-04-05, to: " +
        std::string(end) +
        ", label: standstill}], from: s1, to: s2}\n"
        "  - {name: buyers, kind: market, rate: 10 lot/day, from: s2}\n");
    EXPECT_NEAR(first_interval(run, "standstill").to, day, 1) << end;
  }
}

TEST(Interval, EndsWhereSupplyKeepsPace) {
  // From August 17th on 10 a day are wanted, and 10 a day come: the backlog stays what it is.
  const auto run = SystemRun::of_text(
      "chokepoint: 1\nname: pace\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - {name: a, kind: source, rate: 10 lot/day, to: s1}\n"
      "  - {name: b, kind: gate, rate: 30 lot/day, from: s1, to: s2}\n"
      "  - {name: buyers, kind: market, from: s2, rate: {steps: [[2022-01-01, 5 lot/day], "
      "[2022-03-13, 14 lot/day], [2022-08-17, 10 lot/day]]}}\n");
  EXPECT_NEAR(first_interval(run, "a").to, 228, 1);
}

/// Part of what the year newly fell short by.
double part_of_year(const Ledger& ledger, const std::string& name) {
  for (const LedgerShare& share : ledger.years().front().shares) {
    if (ledger.name(share.constraint) == name)
      return share.share;
  }
  return 0;
}

TEST(OutageOfAGateWithNothingToDo, HasOnlyTheTimeForWhichSomethingWaited) {
  // What a makes is on its way for 180 days: nothing is there before June 30th, and b stands still
  // until July 31st.
  const auto run = SystemRun::of_text(kIdleGate);
  const Ledger ledger = usual_ledger(run);
  // All 12 a day of 180 days are missing before anything can be there, and 12 a day of 31 days
  // while it waits; later the backlog does not grow before the pile is gone.
  EXPECT_NEAR(part_of_year(ledger, "standstill"), 31.0 / 211, 0.04);
  EXPECT_EQ(part_of_year(ledger, "unexplained"), 0);
  EXPECT_GT(part_of_year(ledger, "initial_stock"), 0.7);
  EXPECT_EQ(run.label(2022), "initial_stock");
}

}  // namespace
}  // namespace chokepoint::models
