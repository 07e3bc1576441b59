// Series, ties, inventory, shared tools and pools: bottlenecks that are known exactly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

constexpr double kYear = 365;
constexpr double kTolerance = 0.02;

TEST(SeriesOfGates, RunsAtThePaceOfTheSlowest) {
  const auto run = SystemRun::of("T1");
  // The first lot has to pass the other two gates: 1/10 and 1/12 of a day.
  const double filling = 1.0 / 10 + 1.0 / 12;
  EXPECT_NEAR(run.lots_by(kYear), 7 * (kYear - filling), 1);
  EXPECT_NEAR(run.lots_by(100), 7 * (100 - filling), 1);
  EXPECT_EQ(run.trace().unexplained(), 0U);
}

TEST(SeriesOfGates, OnlyTheSlowestCounts) {
  const auto run = SystemRun::of("T1");
  EXPECT_NEAR(run.elasticity("b", kYear), 1, kTolerance);
  EXPECT_NEAR(run.elasticity("a", kYear), 0, kTolerance);
  EXPECT_NEAR(run.elasticity("c", kYear), 0, kTolerance);
  EXPECT_EQ(run.label(2022), "b");
  for (const double step : {0.02, -0.02, 0.1, -0.1}) {
    EXPECT_NEAR(slope("T1", "parts.b.rate", 7, "lot/day", step, kYear), 1, kTolerance) << step;
    EXPECT_NEAR(slope("T1", "parts.a.rate", 10, "lot/day", step, kYear), 0, kTolerance) << step;
    EXPECT_NEAR(slope("T1", "parts.c.rate", 12, "lot/day", step, kYear), 0, kTolerance) << step;
  }
}

class EqualGates : public testing::TestWithParam<const char*> {};

TEST_P(EqualGates, RelaxingOneGivesNothingAndTighteningEitherTakesAll) {
  for (const char* gate : {"parts.b.rate", "parts.c.rate"}) {
    EXPECT_NEAR(slope(GetParam(), gate, 7, "lot/day", 0.02, kYear), 0, kTolerance) << gate;
    EXPECT_NEAR(slope(GetParam(), gate, 7, "lot/day", -0.02, kYear), 1, kTolerance) << gate;
  }
  const double base = SystemRun::of(GetParam()).lots_by(kYear);
  const double both =
      SystemRun::of(GetParam(),
                    {.sets = {"parts.b.rate=7.07 lot/day", "parts.c.rate=7.07 lot/day"}})
          .lots_by(kYear);
  EXPECT_NEAR(base, 7 * kYear, 2);
  EXPECT_NEAR((both / base - 1) / 0.01, 1, 0.05);
}

TEST_P(EqualGates, TheLedgerKnowsTheTie) {
  const auto run = SystemRun::of(GetParam());
  for (const char* gate : {"b", "c"}) {
    EXPECT_NEAR(run.bounds_of_last(gate).relax, 0, kTolerance) << gate;
    EXPECT_NEAR(run.bounds_of_last(gate).tighten, 1, kTolerance) << gate;
  }
  EXPECT_NEAR(run.elasticity("b", kYear) + run.elasticity("c", kYear), 1, kTolerance);
  EXPECT_GT(run.elasticity("b", kYear), 0.1);
  EXPECT_GT(run.elasticity("c", kYear), 0.1);
}

INSTANTIATE_TEST_SUITE_P(Systems, EqualGates, testing::Values("T2-series", "T2-join"));

TEST(Inventory, CarriesTheLineUntilItIsUsedUp) {
  const auto run = SystemRun::of("T3");
  EXPECT_NEAR(run.lots_by(300), 4500, 1);
  EXPECT_NEAR(run.lots_by(360), 5400, 1);
  EXPECT_NEAR(run.lots_by(730), 9100, 1);
}

TEST(Inventory, TheBottleneckMovesWhenThePileIsGone) {
  const auto run = SystemRun::of("T3");
  const auto spans = run.ledger().spans();
  ASSERT_GE(spans.size(), 2U);
  EXPECT_EQ(run.ledger().name(spans[0].constraint), "b");
  EXPECT_EQ(spans[0].from, 0);
  EXPECT_NEAR(static_cast<double>(spans[0].to) / kDay, 360, 1);
  EXPECT_EQ(run.ledger().name(spans[1].constraint), "a");
  EXPECT_NEAR(static_cast<double>(spans[1].from) / kDay, 360, 1);
  EXPECT_NEAR(static_cast<double>(spans[1].to) / kDay, 730, 1);
  EXPECT_EQ(spans.size(), 2U);
  EXPECT_EQ(run.label(2022), "b");
  EXPECT_EQ(run.label(2023), "a");
}

TEST(Inventory, TheIntervalsMeetOnTheDayOnWhichThePileIsGoneToALot) {
  const auto run = SystemRun::of("T3");
  const Ledger ledger(run.trace(), run.world().scenario().timeline, run.world().scenario().horizon);
  const auto intervals = ledger.intervals();
  ASSERT_EQ(intervals.size(), 2U);
  EXPECT_EQ(ledger.name(intervals[0].constraint), "b");
  EXPECT_EQ(ledger.name(intervals[1].constraint), "a");
  constexpr double kLot = 0.12;  // the first passes both lines
  EXPECT_NEAR(static_cast<double>(intervals[0].from) / kDay, 0, kLot);
  EXPECT_NEAR(static_cast<double>(intervals[0].to) / kDay, 360, kLot);
  EXPECT_NEAR(static_cast<double>(intervals[1].from) / kDay, 360, kLot);
  EXPECT_NEAR(static_cast<double>(intervals[1].to) / kDay, 730, kLot);
}

TEST(Inventory, WhatCountsForTheTotalIsTheUpstreamGateFromTheFirstDayOn) {
  const auto run = SystemRun::of("T3");
  EXPECT_NEAR(run.elasticity("a", 730), 1, kTolerance);
  EXPECT_NEAR(run.elasticity("b", 730), 0, kTolerance);
  EXPECT_NEAR(run.elasticity("b", 340), 1, kTolerance);
  EXPECT_NEAR(slope("T3", "parts.b.rate", 15, "lot/day", 0.02, 730), 0, kTolerance);
  // Before day 180 alone, a is worth 3600 of the 9100, although b was the one that bound then.
  const auto base = run.lots_by(730);
  const auto more = SystemRun::of("T3", {.sets = {"parts.a.rate={steps: [[2022-01-01, 20.4 "
                                                  "lot/day], [2022-06-30, 10 lot/day]]}"}})
                        .lots_by(730);
  EXPECT_NEAR((more - base) / 0.02, 3600, 60);
}

TEST(Outages, OneInsideAnotherChangesNothing) {
  const std::string quake = "{from: 2022-03-01, to: 2022-09-01, label: quake}";
  const std::string strike = "{from: 2022-04-01, to: 2022-05-01, label: strike}";
  const auto lots = [](const std::string& outages) {
    const auto run = SystemRun::of("T1", {.sets = {"parts.b.outages=[" + outages + "]"}});
    EXPECT_EQ(run.trace().unexplained(), 0U);
    std::vector<Tick> ticks;
    for (const auto& lot : run.trace().sink_lots())
      ticks.push_back(lot.tick);
    return ticks;
  };
  const auto alone = lots(quake);
  EXPECT_NEAR(static_cast<double>(alone.size()), 7 * (kYear - 184), 2);
  EXPECT_EQ(lots(quake + ", " + strike), alone);
}

TEST(SharedTool, CountsOnceForAllThatIsMadeOnIt) {
  const auto run = SystemRun::of("T4");
  EXPECT_NEAR(run.lots_by(kYear), 20 * kYear, 3);
  EXPECT_NEAR(run.elasticity("tool", kYear), 1, kTolerance);
  EXPECT_NEAR(slope("T4", "parts.tool.rate", 100, "lot/day", 0.02, kYear), 1, kTolerance);
  EXPECT_NEAR(slope("T4", "parts.tool.rate", 100, "lot/day", -0.02, kYear), 1, kTolerance);
  EXPECT_NEAR(slope("T4", "parts.logic.rate", 30, "lot/day", -0.02, kYear), 0, kTolerance);
}

TEST(Pool, EachSourceCountsForItsPart) {
  const auto run = SystemRun::of("T5a");
  EXPECT_NEAR(run.lots_by(kYear), 9 * kYear, 3);
  EXPECT_NEAR(run.elasticity("grid", kYear), 4.0 / 9, kTolerance);
  EXPECT_NEAR(run.elasticity("turbines", kYear), 3.0 / 9, kTolerance);
  EXPECT_NEAR(run.elasticity("engines", kYear), 2.0 / 9, kTolerance);
  EXPECT_NEAR(run.elasticity("chips", kYear), 0, kTolerance);
  EXPECT_NEAR(slope("T5a", "parts.grid.rate", 4, "lot/day", 0.1, kYear), 4.0 / 9, kTolerance);
  EXPECT_NEAR(slope("T5a", "parts.engines.rate", 2, "lot/day", -0.1, kYear), 2.0 / 9, kTolerance);
  const auto& shares = run.ledger().years().front().shares;
  ASSERT_GE(shares.size(), 3U);
  EXPECT_EQ(run.label(2022), "grid");
  EXPECT_NEAR(shares[0].share, 4.0 / 9, 0.05);
  EXPECT_NEAR(shares[1].share, 3.0 / 9, 0.05);
}

TEST(Pool, DoesNotCountWhileSomethingElseIsShort) {
  const auto run = SystemRun::of("T5b");
  EXPECT_NEAR(run.lots_by(kYear), 8 * kYear, 1);
  EXPECT_NEAR(run.elasticity("chips", kYear), 1, kTolerance);
  for (const char* source : {"grid", "turbines", "engines"})
    EXPECT_NEAR(run.elasticity(source, kYear), 0, kTolerance) << source;
  EXPECT_EQ(run.label(2022), "chips");
}

std::string two_years(const std::string& parts) {
  return "chokepoint: 1\nname: later\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\n"
         "parts:\n" +
         parts;
}

/// The last year is named after the first of two, which hold up by the parts that they deliver: by
/// the program's own slots, for with one a day what is ready each midnight counts for the day.
void expect_parts(const SystemRun& run, const std::string& first, double of_first,
                  double of_second) {
  const Timeline timeline(parse_date("2022-01-01"));
  const Ledger ledger(run.trace(), timeline, timeline.tick(parse_date("2024-01-01")));
  const YearLedger& year = ledger.years().back();
  const auto& shares = year.shares;
  ASSERT_GE(shares.size(), 2U);
  EXPECT_EQ(ledger.name(year.label), first);
  EXPECT_NEAR(shares[0].share, of_first / (of_first + of_second), 0.05);
  EXPECT_NEAR(shares[1].share, of_second / (of_first + of_second), 0.05);
}

TEST(Pool, ASourceThatOpensLaterCountsForItsPart) {
  const auto run = SystemRun::of_text(
      two_years("  - {name: old, kind: source, rate: 3 lot/day, to: x}\n"
                "  - {name: new, kind: source, rate: {steps: [[2022-01-01, 0 lot/day], "
                "[2022-01-15, 4 lot/day]]}, to: x}\n"
                "  - {name: x, kind: pool}\n"
                "  - {name: m, kind: market, from: x, rate: 8 lot/day}\n"));
  expect_parts(run, "new", 4, 3);
}

TEST(Pool, IsEveryStoreOfSeveralSuppliers) {
  const auto run =
      SystemRun::of_text(two_years("  - {name: large, kind: source, rate: 4 lot/day, to: y}\n"
                                   "  - {name: small, kind: source, rate: 3 lot/day, to: y}\n"
                                   "  - {name: m, kind: market, from: y, rate: 8 lot/day}\n"));
  expect_parts(run, "large", 4, 3);
}

TEST(Pool, IsAStoreThatTwoGatesFill) {
  const auto run = SystemRun::of_text(
      two_years("  - {name: raw, kind: source, rate: 30 lot/day, to: x}\n"
                "  - {name: large, kind: gate, rate: 6 lot/day, from: x, to: y}\n"
                "  - {name: small, kind: gate, rate: 3 lot/day, from: x, to: y}\n"
                "  - {name: m, kind: market, from: y, rate: 12 lot/day}\n"));
  expect_parts(run, "large", 6, 3);
}

TEST(SeriesOfGates, AddUpWhereTheOnlySourceOpensLater) {
  const auto run = SystemRun::of_text(
      two_years("  - {name: s, kind: source, rate: {steps: [[2022-01-01, 0 lot/day], "
                "[2022-02-01, 10 lot/day]]}, to: x}\n"
                "  - {name: m, kind: sink, from: x}\n"));
  const std::size_t count = run.trace().sink_lots().size();
  ASSERT_GT(count, 6900U);
  for (const std::size_t lot : {count / 2, count - 1})
    EXPECT_NEAR(run.ledger().path_work(lot, 0).total, static_cast<double>(lot + 1), 1.01) << lot;
}

}  // namespace
}  // namespace chokepoint::models
