// Agreement of the ledger with re-runs of the world and with the cut, on systems with known
// answers.

#include "models/detectors.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include "models/world.hpp"
#include "sim/bottleneck/cut_months.hpp"
#include "sim/bottleneck/fluid_line.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

std::string cut_label(const SystemRun& run, std::size_t month) {
  const ShareMatrix cut = cut_months(run.trace(), run.ledger()).lowest;
  const auto top = cut.top(month);
  return top ? cut.constraints[*top] : "";
}

TEST(Cut, NamesTheLowestCapacityOfASeries) {
  const auto run = SystemRun::of("T1");
  EXPECT_EQ(cut_label(run, 6), "b");
  // In every minimum cut, and alone in it.
  const CutMonths cut = cut_months(run.trace(), run.ledger());
  for (const StructuralCut::Verdict& verdict : cut.cuts[6].capacities) {
    EXPECT_EQ(verdict.helps_if_raised, verdict.name == "b") << verdict.name;
    EXPECT_EQ(verdict.hurts_if_lowered, verdict.name == "b") << verdict.name;
  }
}

double share(const ShareMatrix& matrix, const std::string& name, std::size_t month) {
  const auto place = std::find(matrix.constraints.begin(), matrix.constraints.end(), name);
  return matrix.months[month][static_cast<std::size_t>(place - matrix.constraints.begin())];
}

TEST(Cut, TakesTheSourcesOfAPoolTogether) {
  // Power 4 + 3 + 2 against chips 12: the three are the cut, each by its size.
  const auto run = SystemRun::of("T5a");
  const CutMonths cut = cut_months(run.trace(), run.ledger());
  EXPECT_NEAR(share(cut.lowest, "grid", 6), 4.0 / 9, 0.01);
  EXPECT_NEAR(share(cut.lowest, "turbines", 6), 3.0 / 9, 0.01);
  EXPECT_NEAR(share(cut.lowest, "engines", 6), 2.0 / 9, 0.01);
  EXPECT_EQ(share(cut.lowest, "chips", 6), 0);
  for (const StructuralCut::Verdict& verdict : cut.cuts[6].capacities) {
    EXPECT_EQ(verdict.helps_if_raised, verdict.name != "chips") << verdict.name;
    EXPECT_EQ(verdict.hurts_if_lowered, verdict.name != "chips") << verdict.name;
  }
  // Against chips 8 it is the chips.
  EXPECT_EQ(cut_label(SystemRun::of("T5b"), 6), "chips");
}

TEST(Cut, SeesATieAsWhatHurtsButDoesNotHelp) {
  const auto run = SystemRun::of("T2-series");
  const CutMonths cut = cut_months(run.trace(), run.ledger());
  for (const StructuralCut::Verdict& verdict : cut.cuts[6].capacities) {
    EXPECT_FALSE(verdict.helps_if_raised) << verdict.name;
    EXPECT_EQ(verdict.hurts_if_lowered, verdict.name != "a") << verdict.name;
  }
  EXPECT_NEAR(share(cut.lowest, "b", 6), 0.5, 0.01);
}

TEST(Cut, DividesTheShortfallOverAllThatIsTooLittle) {
  const auto run = SystemRun::of("T5a");
  const ShareMatrix shortfall = cut_months(run.trace(), run.ledger()).shortfall;
  // Nobody said how much is wanted, so it is twice the lowest: 9 for the group, 18 wanted,
  // chips 12. From 9 to 12 the group alone is short, from 12 to 18 both are: 3 + 3 of the 9 are the
  // group's.
  const double group = 6.0 / 9;
  EXPECT_NEAR(share(shortfall, "grid", 6), group * 4 / 9, 0.02);
  EXPECT_NEAR(share(shortfall, "turbines", 6), group * 3 / 9, 0.02);
  EXPECT_NEAR(share(shortfall, "engines", 6), group * 2 / 9, 0.02);
  EXPECT_NEAR(share(shortfall, "chips", 6), 3.0 / 9, 0.02);
}

TEST(Cut, SharesWhatOfTheDemandDoesNotComeAndNotTheBacklogOnTop) {
  // 10, 7 and 12 a day against 20: from 7 to 10 the second alone is short, from 10 to 12 two, and
  // from there to 20 all three. In each month alike, though by the end thirteen a day are missing
  // since its beginning.
  const auto run = SystemRun::of("T1-demand");
  const CutMonths cut = cut_months(run.trace(), run.ledger());
  const ShareMatrix years = shortfall_years(cut, run.ledger());
  for (const std::size_t month : {std::size_t{1}, std::size_t{6}, std::size_t{10}}) {
    EXPECT_NEAR(share(cut.shortfall, "a", month), 11.0 / 3 / 13, 0.002) << month;
    EXPECT_NEAR(share(cut.shortfall, "b", month), 20.0 / 3 / 13, 0.002) << month;
    EXPECT_NEAR(share(cut.shortfall, "c", month), 8.0 / 3 / 13, 0.002) << month;
  }
  EXPECT_NEAR(share(years, "a", 0), 11.0 / 3 / 13, 0.002);
  EXPECT_NEAR(share(years, "b", 0), 20.0 / 3 / 13, 0.002);
  EXPECT_NEAR(share(years, "c", 0), 8.0 / 3 / 13, 0.002);
}

SystemRun two_gates(const std::string& market) {
  return SystemRun::of_text(
      "chokepoint: 1\nname: two\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\nparts:\n"
      "  - {name: low, kind: source, rate: 1 lot/day, to: x}\n"
      "  - {name: high, kind: gate, rate: 2 lot/day, from: x, to: y}\n"
      "  - {name: buyers, kind: market, from: y, rate: " +
      market + "}\n");
}

TEST(Cut, RaisesTheLowestToTheNextAndThenBoth) {
  // 1 and 2 a day against 4: the layer from 1 to 2 is the lower's, that from 2 to 4 both gates'.
  const auto run = two_gates("4 lot/day");
  const ShareMatrix years = shortfall_years(cut_months(run.trace(), run.ledger()), run.ledger());
  for (const std::size_t year : {std::size_t{0}, std::size_t{1}}) {
    EXPECT_NEAR(share(years, "low", year), 2.0 / 3, 0.002) << year;
    EXPECT_NEAR(share(years, "high", year), 1.0 / 3, 0.002) << year;
  }
}

TEST(Cut, SharesAYearThatOnlyWorksOffItsBacklogByWhoWouldWorkItOff) {
  // 3 a day are wanted in the first year and half a lot in the second: nothing newly falls short
  // then, and of the backlog of 730 the lower gate works off half a lot a day.
  const auto run = two_gates("{steps: [[2022-01-01, 3 lot/day], [2023-01-01, 0.5 lot/day]]}");
  const CutMonths cut = cut_months(run.trace(), run.ledger(), {.is_tree = true});
  const ShareMatrix years = shortfall_years(cut, run.ledger());
  EXPECT_NEAR(share(years, "low", 0), 1.5 / 2, 0.002);
  EXPECT_NEAR(share(years, "high", 0), 0.5 / 2, 0.002);
  for (std::size_t month = 12; month < 24; ++month)
    EXPECT_EQ(cut.missing[month], 0) << month;
  EXPECT_GT(share(years, "low", 1), 0.5);
  EXPECT_EQ(share(years, "demand", 1), 0);
}

TEST(Cut, NamesWhatStandsStillAfterItsOutage) {
  // 12 and 11 a day against 10, and for three months nothing of the first: all that is short is the
  // outage's. Behind it a queue, which the cut does not know, is worked off.
  const auto run = SystemRun::of_text(
      "chokepoint: 1\nname: stop\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - {name: a, kind: source, rate: 12 lot/day, to: x,\n"
      "     outages: [{from: 2022-04-01, to: 2022-07-01, label: quake}]}\n"
      "  - {name: b, kind: gate, rate: 11 lot/day, from: x, to: y}\n"
      "  - {name: buyers, kind: market, from: y, rate: 10 lot/day}\n");
  const CutMonths cut = cut_months(run.trace(), run.ledger());
  for (std::size_t month = 0; month < 12; ++month) {
    EXPECT_NEAR(cut.missing[month], month >= 3 && month < 6 ? month == 4 ? 310 : 300 : 0, 0.5)
        << month;
    if (month >= 3 && month < 6)
      EXPECT_EQ(cut_label(run, month), "quake");
  }
  EXPECT_NEAR(share(shortfall_years(cut, run.ledger()), "quake", 0), 1, 0.002);
}

TEST(Cut, SeesACapacityWhereItIsWhenItsWorkReachesTheSink) {
  // The same as three steps of a capacity: the lag is that of the months that fell short, none, and
  // not that of the months after them, which still work off what was lost.
  const auto run = SystemRun::of_text(
      "chokepoint: 1\nname: stop\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - name: a\n    kind: source\n    to: x\n"
      "    rate: {steps: [[2022-01-01, 12 lot/day], [2022-04-01, 0.1 lot/day], [2022-07-01, 12 "
      "lot/day]]}\n"
      "  - {name: b, kind: gate, rate: 11 lot/day, from: x, to: y}\n"
      "  - {name: buyers, kind: market, from: y, rate: 10 lot/day}\n");
  for (std::size_t month = 3; month < 6; ++month)
    EXPECT_EQ(cut_label(run, month), "a") << month;
  EXPECT_NE(cut_label(run, 6), "a");
}

TEST(Cut, TakesWhatPilesUpForNoSecondWayToTheSink) {
  // Chips 16 a day instead of 12, and 9 of power: up to 16 power alone is short, from there to
  // twice 9, where anything would be taken, both.
  const auto run = SystemRun::of("T5a", {.sets = {"parts.chips.rate=16 lot/day"}});
  const CutMonths cut = cut_months(run.trace(), run.ledger());
  EXPECT_EQ(share(cut.lowest, "chips", 6), 0);
  const ShareMatrix years = shortfall_years(cut, run.ledger());
  EXPECT_NEAR(share(years, "chips", 0), 1.0 / 9, 0.01);
  EXPECT_NEAR(share(years, "grid", 0), 8.0 / 9 * 4 / 9, 0.01);
}

TEST(Cut, SharesNoShortfallWhereThereIsNone) {
  // Demand of 5 and a capacity of 10; and 10 each up to the third year.
  for (const auto& [system, years] : {std::pair{"T6", 1U}, std::pair{"T15", 2U}}) {
    const auto run = SystemRun::of(system);
    const ShareMatrix shares = shortfall_years(cut_months(run.trace(), run.ledger()), run.ledger());
    for (std::size_t year = 0; year < years; ++year)
      EXPECT_FALSE(shares.top(year)) << system << " " << year;
  }
}

TEST(Cut, SaysDemandWhereAllThatIsWantedComes) {
  EXPECT_EQ(cut_label(SystemRun::of("T6"), 6), "demand");
}

std::string label(const ShareMatrix& matrix, std::size_t month) {
  const auto top = matrix.top(month);
  return top ? matrix.constraints[*top] : "";
}

TEST(Cut, OverlooksThePileThatHidesAShortageUnlessItIsRepaired) {
  // The pile lasts until day 360, 27 December; the plain cut changes its mind when the rate falls
  // on day 180, 30 June.
  const auto run = SystemRun::of("T3");
  const CutMonths cut = cut_months(run.trace(), run.ledger(), {.is_tree = run.world().is_tree()});
  for (std::size_t month = 0; month < 24; ++month) {
    EXPECT_EQ(label(cut.lowest, month), month < 6 ? "b" : "a") << month;
    // 900 lots that last three months are 10 a day, as much as is missing until half of it is gone:
    // on day 270, 28 September.
    if (month != 8) {
      EXPECT_EQ(label(cut.stocked, month), month < 9 ? "b" : "a") << month;
    }
    // In December 130 are left of the pile, and the month would take 155.
    EXPECT_EQ(label(cut.fluid, month), month < 11 ? "b" : "a") << month;
    const MonthLedger& truth = run.ledger().months()[month];
    EXPECT_EQ(run.ledger().name(truth.shares.front().constraint), month < 12 ? "b" : "a") << month;
  }
}

/// Of no world that has been run: it forks.
DetectorReport report_of(const std::string& system) {
  Diagnostics diagnostics;
  const std::filesystem::path folder =
      std::filesystem::path(CHOKEPOINT_SOURCE_DIR) / "tests/systems";
  const Document document = load_document({.files = {folder / (system + ".yaml")}}, diagnostics);
  const Scenario scenario = read_scenario(document, world_registry(), {}, diagnostics);
  diagnostics.throw_if_any();
  return compare_detectors(scenario, 2);
}

/// What the ledger and the re-runs say of a system.
std::map<std::string, Agreement> with_re_runs(const std::string& system) {
  std::map<std::string, Agreement> by_subject;
  for (const auto& pair : report_of(system).pairs) {
    if (pair.first == "ledger" && pair.second == "counterfactual")
      by_subject[pair.about] = pair.agreement;
  }
  return by_subject;
}

class WhereOneDecides : public testing::TestWithParam<const char*> {};

TEST_P(WhereOneDecides, TheLedgerNamesWhatTheReRunsNameInEveryMonth) {
  const auto by_subject = with_re_runs(GetParam());
  ASSERT_EQ(by_subject.size(), 6U);
  for (const auto& [about, a] : by_subject) {
    SCOPED_TRACE(about);
    // Where nothing is short the ledger gives no month's additions to anybody.
    if (about.starts_with("additions") && std::string(GetParam()) == "T6") {
      EXPECT_EQ(a.months, 0U);
      continue;
    }
    EXPECT_EQ(a.months, 12U);
    EXPECT_EQ(a.top1, 1);
    EXPECT_EQ(a.kappa, 1);
    EXPECT_GE(a.overlap, 0.98);
  }
}

INSTANTIATE_TEST_SUITE_P(Textbook, WhereOneDecides,
                         testing::Values("T1", "T4", "T5a", "T5b", "T6", "T7"),
                         [](const auto& which) { return which.param; });

/// What a system promises of what is online: ledger and re-runs name the same in every month, or
/// differ for these reasons only.
struct Promise {
  const char* system;
  std::set<std::string> reasons;
};

/// Otherwise the name of a test would hold addresses.
void PrintTo(const Promise& promise, std::ostream* out) {
  *out << promise.system;
}

const std::vector<Promise> kPromises = {
    {"T1", {}},
    {"T1-demand", {}},
    // Equal gates: either is as good.
    {"T2-series", {"tie"}},
    {"T2-join", {"tie"}},
    {"T2-six", {"tie"}},
    {"T2-three", {"tie"}},
    {"T3", {}},
    {"T4", {}},
    {"T5a", {}},
    {"T5b", {}},
    {"T6", {}},
    {"T7", {}},
    // Until February the stock is full and as much is made as is wanted: either limits the other.
    {"T9", {"tie", "steps"}},
    {"T9-order-up-to", {"tie"}},
    {"T10", {}},
    {"T12", {}},
    {"T15", {"tie"}},
    // Machines that stand still for most of the time: a step moves whole jobs over a month's end.
    {"V1", {"orders", "tie"}},
    {"V2", {"tie"}},
    {"finite-stock", {"tie", "orders"}},
    {"full-store", {}},
    // In these nothing comes that a month could be judged by.
    {"long-lead", {}},
    {"loop-first", {}},
    {"purse", {}},
    {"served-last", {}},
    // What has ended is named by the re-runs for all that came before; the ledger names it from the
    // last lot on.
    {"most", {"not explained"}},
    {"older-backlog", {}},
    {"reliable-construction", {}},
    {"served-and-short", {"tie"}},
    {"two-markets", {}},
    {"wip-limit", {}},
};

/// Random queues, whose re-runs take minutes; their elasticities are held in relief_test. And
/// functions, which are no worlds.
const std::set<std::string> kElsewhere = {
    "md1", "mm1", "mm3", "blocking-line", "blocking-line-dominant", "ishigami", "sobol_g"};

TEST(EverySystem, SaysWhetherLedgerAndReRunsAgree) {
  std::set<std::string> told = kElsewhere;
  for (const Promise& promise : kPromises)
    told.insert(promise.system);
  const std::filesystem::path folder =
      std::filesystem::path(CHOKEPOINT_SOURCE_DIR) / "tests/systems";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      EXPECT_EQ(told.count(entry.path().stem().string()), 1U) << entry.path();
    }
  }
}

class EachSystem : public testing::TestWithParam<Promise> {};

TEST_P(EachSystem, KeepsItsPromise) {
  const DetectorReport report = report_of(GetParam().system);
  std::set<std::string> reasons;
  for (const DetectorDifference& d : report.differences) {
    // Nobody orders anything of anybody, so nothing is allotted.
    EXPECT_NE(d.reason, "policy") << d.method << ", " << d.about << ", " << d.from;
    if (d.method == "ledger" && d.about == "online")
      reasons.insert(d.reason);
  }
  EXPECT_EQ(reasons, GetParam().reasons);
}

INSTANTIATE_TEST_SUITE_P(Textbook, EachSystem, testing::ValuesIn(kPromises), [](const auto& which) {
  std::string name = which.param.system;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(TheLedger, ChangesItsMindAboutAPileWhenTheReRunsDo) {
  // Of all that is online b decides until day 360, in December, in which both have a part.
  const Agreement a = with_re_runs("T3").at("online, month by month");
  EXPECT_EQ(a.months, 24U);
  EXPECT_GE(a.top1, 23.0 / 24);
  EXPECT_GE(a.kappa, 0.9);
}

TEST(TheReRuns, RelaxALimitOfOnePlaceByAPlace) {
  const Agreement a = with_re_runs("wip-limit").at("online, month by month");
  EXPECT_EQ(a.months, 24U);
  EXPECT_EQ(a.top1, 1);
}

/// The line a, b of T3 as a fluid, day by day, with the capacities that the run recorded.
FluidLine fluid_of(const SystemRun& run) {
  const auto rate = [&run](const std::string& name) {
    return [&run, name](int day) {
      double now = 0;
      for (const CapacityStep& step : run.trace().capacity_steps()) {
        if (run.trace().name(step.constraint) == name && step.tick <= day * kDay)
          now = step.rate * static_cast<double>(kDay);
      }
      return now;
    };
  };
  return FluidLine({{.name = "a", .capacity = rate("a")}, {.name = "b", .capacity = rate("b")}}, {},
                   730);
}

TEST(TheFluidLine, ChangesItsMindOnTheDayOnWhichThePileIsGone) {
  const auto run = SystemRun::of("T3");
  const FluidLine line = fluid_of(run);
  for (int day = 0; day < 730; ++day)
    EXPECT_EQ(line.name(line.decided(day)), day < 360 ? "b" : "a") << day;
  EXPECT_NEAR(line.output(299), 4500, 1e-6);
  EXPECT_NEAR(line.output(359), 5400, 1e-6);
  EXPECT_NEAR(line.output(729), 9100, 1e-6);
}

}  // namespace
}  // namespace chokepoint::models
