// Demand, money, outages and expansions: labels and losses that are known exactly.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/bottleneck/loss.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

constexpr double kYear = 365;
constexpr double kTolerance = 0.02;

double missing(const SystemRun& run, double day) {
  return run.wanted_by(day) - run.lots_by(day);
}

TEST(Demand, IsTheAnswerWhenNothingIsShort) {
  const auto run = SystemRun::of("T6");
  EXPECT_NEAR(run.lots_by(kYear), 5 * kYear, 1);
  EXPECT_NEAR(run.elasticity("demand", kYear), 1, kTolerance);
  EXPECT_NEAR(slope("T6", "parts.buyers.rate", 5, "lot/day", 0.02, kYear), 1, kTolerance);
  EXPECT_NEAR(slope("T6", "parts.works.rate", 10, "lot/day", -0.1, kYear), 0, kTolerance);
  EXPECT_EQ(run.label(2022), "demand");
}

TEST(Demand, LeavesNoShortfallToShareOut) {
  const auto run = SystemRun::of("T6");
  ASSERT_EQ(run.ledger().years().size(), 1U);
  EXPECT_TRUE(run.ledger().years().front().shares.empty());
  EXPECT_NEAR(run.ledger().years().front().lost, 0, 1e-9);
  for (const MonthLedger& month : run.ledger().months())
    EXPECT_FALSE(month.shortfall) << month.month;
}

TEST(Money, IsAGateLikeAnyOther) {
  const auto run = SystemRun::of("T7");
  EXPECT_NEAR(run.lots_by(kYear), 6 * kYear, 1);
  EXPECT_NEAR(run.elasticity("money", kYear), 1, kTolerance);
  EXPECT_EQ(run.label(2022), "money");
  for (const double step : {0.02, -0.02})
    EXPECT_NEAR(slope("T7", "parts.money.rate", 300, "usd/day", step, kYear), 1, kTolerance);
  EXPECT_NEAR(slope("T7", "parts.buyers.rate", 20, "lot/day", -0.1, kYear), 0, kTolerance);
}

TEST(Money, BuysLessWhenPricesRise) {
  EXPECT_NEAR(slope("T7", "parts.purchase.pays.purse", 50, "usd", 0.02, kYear), -0.98, kTolerance);
  EXPECT_NEAR(slope("T7", "parts.purchase.pays.purse", 50, "usd", -0.02, kYear), -1.02, kTolerance);
}

TEST(Outage, LosesWhatTheStockDoesNotCover) {
  const auto run = SystemRun::of("T9");
  EXPECT_NEAR(missing(run, 120), 0, 1);
  EXPECT_NEAR(missing(run, 150), 200, 2);
  EXPECT_NEAR(missing(run, 190), 600, 1);
  EXPECT_NEAR(missing(run, 365), 600, 1);
}

TEST(Outage, IsReportedWithTheDatesOfItsEffectAndOfItself) {
  const auto run = SystemRun::of("T9");
  std::vector<Interval> outages;
  for (const Interval& span : run.ledger().spans()) {
    if (run.ledger().name(span.constraint) == "outage")
      outages.push_back(span);
  }
  ASSERT_EQ(outages.size(), 1U);
  EXPECT_NEAR(static_cast<double>(outages[0].from) / kDay, 130, 1.1);
  EXPECT_NEAR(static_cast<double>(outages[0].to) / kDay, 190, 1.1);
  EXPECT_NEAR(static_cast<double>(outages[0].cause_from) / kDay, 100, 1.1);
  EXPECT_NEAR(static_cast<double>(outages[0].cause_to) / kDay, 190, 1.1);
  EXPECT_EQ(run.trace().unexplained(), 0U);
}

TEST(Outage, IsTheLabelOfTheYearAlthoughTheBacklogStays) {
  const auto run = SystemRun::of("T9");
  ASSERT_EQ(run.ledger().years().size(), 1U);
  const YearLedger& year = run.ledger().years().front();
  EXPECT_EQ(run.label(2022), "outage");
  EXPECT_NEAR(year.shares.front().share, 1, 0.05);
  // 300 lots are missing on average over 60 days, then 600 to the end of the year.
  EXPECT_NEAR(year.lost * 365.25, 300 * 60 + 600 * 175, 400);
}

TEST(Outage, TheWholeLossIsOnThePathOfTheLastLot) {
  // 3050 lots arrived: 2750 made by the works and 300 of the initial stock; nothing else decided.
  const auto run = SystemRun::of("T9");
  EXPECT_NEAR(run.lots_by(365), 3050, 1);
  const auto works = run.bounds_of_last("works");
  const auto stock = run.bounds_of_last("initial_stock");
  EXPECT_NEAR(works.tighten * run.lots(), 2750, 2);
  EXPECT_NEAR(stock.tighten * run.lots(), 300, 1);
}

TEST(Outage, IsWorkedOffBySpareCapacity) {
  const auto run = SystemRun::of("T9-order-up-to");
  EXPECT_NEAR(missing(run, 190), 600, 2);
  EXPECT_NEAR(missing(run, 340), 300, 2);
  EXPECT_NEAR(missing(run, 489), 2, 2);
  EXPECT_NEAR(missing(run, 491), 0, 1);
  double most = 0;
  double area = 0;
  const double step = 0.25;
  for (double day = step / 2; day < 600; day += step) {
    const double now = missing(run, day);
    most = std::max(most, now);
    area += now * step;
  }
  EXPECT_NEAR(most, 600, 2);
  EXPECT_NEAR(area, 108000, 540);
}

TEST(Outage, LabelsTheMonthsInWhichItBound) {
  const auto run = SystemRun::of("T9-order-up-to");
  const Ledger& ledger = run.ledger();
  for (const MonthLedger& month : ledger.months()) {
    const double from = static_cast<double>(month.from) / kDay;
    const double to = static_cast<double>(month.to) / kDay;
    ASSERT_EQ(month.shares.empty(), month.lost <= 0);
    const std::string label =
        month.shares.empty() ? "demand" : ledger.name(month.shares.front().constraint);
    // From day 340 on less than a month of demand is missing, and less every day: no shortfall.
    if (from >= 130 && to <= 190) {
      EXPECT_EQ(label, "outage") << month.month;
    } else if (from >= 200 && to <= 340) {
      // The works make up for it as fast as they can: they decide when a lot comes, but what is
      // still missing was lost to the outage.
      EXPECT_EQ(label, "outage") << month.month;
      EXPECT_EQ(ledger.name(month.deciding.front().constraint), "works") << month.month;
    } else if (to <= 120 || from >= 340) {
      EXPECT_EQ(label, "demand") << month.month;
    }
  }
}

TEST(Outage, IsWhatAllThatIsMissingWasLostToUntilItIsMadeUpFor) {
  // 108,000 unit-days, also those of the months in which less than a month of demand is missing.
  const auto run = SystemRun::of("T9-order-up-to");
  double outage = 0;
  double all = 0;
  for (const MonthLedger& month : run.ledger().months()) {
    all += month.lost;
    for (const LedgerShare& share : month.unmet) {
      if (run.ledger().name(share.constraint) == "outage")
        outage += share.share * month.lost;
    }
  }
  EXPECT_NEAR(outage * kYearMinutes / kDay, 108000, 1080);
  EXPECT_GT(outage, 0.99 * all);
}

TEST(Outage, BindsInItsEffectAndIsWhatWasLostToAfterwards) {
  // 30 days of stock: the outage of days 100 to 190 is felt on days 130 to 190. The works then only
  // keep pace, so all that goes on missing was lost to it.
  const auto run = SystemRun::of("T9", {.sets = {"end=2025-01-01"}});
  const Ledger& ledger = run.ledger();
  const auto intervals = ledger.intervals();
  const auto outage = std::find_if(intervals.begin(), intervals.end(), [&](const Interval& i) {
    return ledger.name(i.constraint) == "outage";
  });
  ASSERT_NE(outage, intervals.end());
  EXPECT_NEAR(static_cast<double>(outage->from) / kDay, 130, 0.5);
  EXPECT_NEAR(static_cast<double>(outage->to) / kDay, 190, 0.5);
  ASSERT_EQ(ledger.years().size(), 3U);
  for (const YearLedger& year : ledger.years())
    EXPECT_EQ(ledger.name(year.label), "outage") << year.year;
}

/// The only binding interval of a constraint, as a run tells it.
Interval only_interval(const SystemRun& run, const std::string& constraint) {
  const Ledger ledger(run.trace(), run.world().scenario().timeline, run.world().scenario().horizon);
  std::vector<Interval> found;
  for (const Interval& interval : ledger.intervals()) {
    if (ledger.name(interval.constraint) == constraint)
      found.push_back(interval);
  }
  EXPECT_EQ(found.size(), 1U);
  return found.empty() ? Interval{} : found.front();
}

double day(Tick tick) {
  return static_cast<double>(tick) / kDay;
}

TEST(Outage, BindsToTheLotFromWhenItsStockIsUsedUpAndIsShortFromItsBeginning) {
  for (const char* system : {"T9", "T9-order-up-to"}) {
    SCOPED_TRACE(system);
    const Interval outage = only_interval(SystemRun::of(system), "outage");
    // Ten lots come a day.
    EXPECT_NEAR(day(outage.from), 130, 0.11);
    EXPECT_NEAR(day(outage.to), 190, 0.11);
    EXPECT_NEAR(day(outage.cause_from), 100, 0.11);
    EXPECT_NEAR(day(outage.cause_to), 190, 0.11);
  }
}

TEST(Outage, ThatNeverEndsIsNamedThoughNothingArrivesAnyMore) {
  const auto run =
      SystemRun::of("T9", {.sets = {"end=2025-01-01",
                                    "parts.works.outages=[{from: 2022-04-11, to: 2026-01-01, "
                                    "label: outage}]"}});
  const Ledger& ledger = run.ledger();
  EXPECT_NEAR(run.lots_by(1096), 1300, 1);  // what was made in 100 days, and the stock
  for (const YearLedger& year : ledger.years()) {
    EXPECT_EQ(ledger.name(year.label), "outage") << year.year;
    EXPECT_GE(year.shares.front().share, 0.95);
  }
}

/// The shared tool of T4 for three years; what is packed takes 60 days more.
SystemRun shared_tool_out(const std::string& dates) {
  return SystemRun::of("T4", {.sets = {"end=2025-01-01", "parts.pack.lead=60 days",
                                       "parts.tool.outages=[{" + dates + ", label: outage}]"}});
}

TEST(Outage, OfASharedToolThatEndsTooLateForAnotherLotIsNamedToTheEnd) {
  // What it makes in December 2024 would arrive in February.
  const auto run = shared_tool_out("from: 2022-07-01, to: 2024-12-01");
  const Ledger& ledger = run.ledger();
  // Day 181 is the first of July, and what was made before it needs sixty days.
  ASSERT_LE(run.trace().sink_lots().back().tick, (181 + 60) * kDay);
  for (const MonthLedger& month : ledger.months()) {
    if (month.from <= (181 + 60) * kDay)
      continue;
    ASSERT_FALSE(month.shares.empty()) << month.month;
    EXPECT_EQ(ledger.name(month.shares.front().constraint), "outage") << month.month;
    EXPECT_NEAR(month.shares.front().share, 1, 1e-9) << month.month;
  }
}

TEST(Outage, OfASharedToolForAYearIsNamedForThatYearAndNoLonger) {
  const auto run = shared_tool_out("from: 2022-07-01, to: 2023-07-01");
  const Ledger& ledger = run.ledger();
  for (const MonthLedger& month : ledger.months()) {
    ASSERT_FALSE(month.shares.empty()) << month.month;
    const std::string& name = ledger.name(month.shares.front().constraint);
    // Days 181 to 546 at the tool, 60 days later at the sink.
    if (month.from >= 242 * kDay && month.to <= 606 * kDay) {
      EXPECT_EQ(name, "outage") << month.month;
    } else if (month.from >= 608 * kDay) {
      EXPECT_EQ(name, "tool") << month.month;
    }
  }
}

TEST(Gates, ThatNeverDeliverAreNamed) {
  const auto run = SystemRun::of("T1", {.sets = {"parts.b.rate=0 lot/day"}});
  EXPECT_EQ(run.ledger().name(run.ledger().years().front().label), "b");
}

TEST(Demand, ThatIsZeroMissesNothing) {
  const auto run = SystemRun::of("T6", {.sets = {"parts.buyers.rate=0 lot/day"}});
  for (const YearLedger& year : run.ledger().years()) {
    EXPECT_TRUE(year.shares.empty());
    EXPECT_EQ(year.lost, 0);
  }
}

TEST(Expansion, ArrivesAfterTheDecisionAndTheBuilding) {
  const auto run = SystemRun::of("T10");
  EXPECT_NEAR(run.lots_by(460), 4600, 1);
  EXPECT_NEAR(run.lots_by(560), 6600, 1);
  EXPECT_NEAR(missing(run, 800), 3600, 1);
  EXPECT_EQ(run.trace().unexplained(), 0U);
}

TEST(Expansion, LosesSoMuchToTheDecisionAndSoMuchToTheLead) {
  const auto lots = [](std::vector<std::string> sets) {
    return SystemRun::of("T10", {.sets = std::move(sets)}).lots_by(800);
  };
  const std::string no_decision = "parts.second_line.decision=0 days";
  const std::string no_build = "parts.second_line.build=0 days";
  const double base = lots({});
  EXPECT_NEAR(lots({no_decision}) - base, 600, 1);
  EXPECT_NEAR(lots({no_build}) - base, 3000, 1);
  EXPECT_NEAR(lots({no_decision, no_build}) - base, 3600, 1);
}

TEST(Expansion, TheGateBindsFromTheNewDemandUntilItsCapacityComesToALot) {
  // Between the dates ten lots a day are missing that come afterwards at the pace of demand.
  const Interval expanded = only_interval(SystemRun::of("T10"), "works");
  // The first that comes late is the next of the works after one of the twenty wanted a day.
  EXPECT_NEAR(day(expanded.from), 100, 0.16);
  EXPECT_NEAR(day(expanded.to), 460, 0.11);
  const Interval late = only_interval(SystemRun::of("T15"), "works");
  EXPECT_NEAR(day(late.from), 1000, 0.16);
  EXPECT_NEAR(day(late.to), 1130, 0.11);
}

/// Works of 10 a day, of which as many are wanted until a peak.
std::string year_with_peak(const std::string& peak) {
  const auto run = SystemRun::of(
      "T6", {.sets = {"parts.buyers.rate={steps: [[2022-01-01, 10 lot/day], " + peak + "]}"}});
  return run.label(2022);
}

TEST(Demand, IsTheAnswerOfAYearThatIsNeverAMonthBehindAndNoFurtherAtItsEnd) {
  // 15 a day for 20 days: 100 are missing, a third of a month's, and have come by the year's end.
  EXPECT_EQ(year_with_peak("[2022-04-11, 15 lot/day], [2022-05-01, 9 lot/day]"), "demand");
  // For 100 days: 500 are missing, more than a month's.
  EXPECT_EQ(year_with_peak("[2022-04-11, 15 lot/day], [2022-07-20, 3 lot/day]"), "works");
  // At the end of the year: 100 are missing when it is over, 2.7 % of what it wanted.
  EXPECT_EQ(year_with_peak("[2022-12-12, 15 lot/day]"), "works");
}

TEST(Outage, ThatIsMadeUpForWithinTheYearNamesIt) {
  // A month without anything in March and all of it by autumn: nothing else kept anybody waiting.
  const auto world = [](const char* supply, const char* demand) {
    return SystemRun::of_text(
        std::string(
            "chokepoint: 1\nname: stop\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\n"
            "parts:\n  - {name: a, kind: source, to: x, ") +
        supply + "}\n  - {name: x, kind: store, capacity: 5 lot}\n" +
        "  - {name: buyers, kind: market, from: x, rate: " + demand + "}\n");
  };
  const auto label = [](const SystemRun& run) {
    return run.ledger().name(run.ledger().years().front().label);
  };
  EXPECT_EQ(label(world("rate: 12 lot/day, outages: [{from: 2022-03-03, to: 2022-04-03, "
                        "label: quake}]",
                        "10 lot/day")),
            "quake");
  // The same without an outage: 14 a day are wanted for a summer, and 10 can be made.
  EXPECT_EQ(label(world("rate: 10 lot/day",
                        "{steps: [[2022-01-01, 5 lot/day], [2022-06-10, 14 lot/day], "
                        "[2022-08-17, 8 lot/day]]}")),
            "a");
}

TEST(Expansion, TheCauseOfNewCapacityIsOnRecord) {
  const auto run = SystemRun::of("T10");
  const Trace& trace = run.trace();
  const auto steps = trace.capacity_steps();
  const auto grown = std::find_if(steps.begin(), steps.end(), [&](const CapacityStep& step) {
    return trace.name(step.constraint) == "works" && step.tick == 460 * kDay;
  });
  ASSERT_NE(grown, steps.end());
  EXPECT_NEAR(grown->rate * kDay, 20, 1e-9);
  const Event& built = trace.event(grown->because);
  EXPECT_EQ(trace.name(built.constraint), "second_line_build");
  EXPECT_EQ(built.start, 160 * kDay);
  EXPECT_EQ(built.end, 460 * kDay);
  const Event& decided = trace.event(trace.enablers(grown->because)[0].event);
  EXPECT_EQ(trace.name(decided.constraint), "second_line_decision");
  EXPECT_EQ(decided.start, 100 * kDay);
  EXPECT_EQ(decided.end, 160 * kDay);
}

}  // namespace
}  // namespace chokepoint::models
