// Of what a stop costs, how much the ledger and the roots give to it.

#include <gtest/gtest.h>

#include "sim/bottleneck/root_cause.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

/// What a ledger gives to an outage, and to it as the root of something else, in some years.
struct Blame {
  double share = 0;  ///< of what they fall short by more
  double cost = 0;   ///< by how much less was added than without it, in parts of the same
  double root = 0;   ///< of the constraint asked for, in the first of them
};

struct Years {
  int first;
  int last;
};

double root_of(const RootCauses& causes, const Ledger& ledger, const YearLedger& year,
               const std::string& constraint, const std::string& outage) {
  double sum = 0;
  for (const RootPart& part : causes.of(year, ledger.id(constraint))) {
    if (part.cause == RootClass::outage && ledger.name(part.where) == outage)
      sum += part.part;
  }
  return sum;
}

Blame blame(const std::string& firm, const std::string& dates, Years years,
            const std::string& constraint) {
  const std::string set = "actors." + firm + ".outages=[{" + dates + "}]";
  const Plan plan =
      read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true}, {set});
  World world(plan.scenario);
  world.run();
  EXPECT_EQ(world.trace().unexplained(), 0U);
  const Ledger ledger(world.trace(), plan.scenario.timeline, plan.scenario.horizon);
  const RootCauses causes(world.trace(), ledger);
  const std::string outage = outage_name(firm);
  static const Plan undisturbed =
      read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  static World other(undisturbed.scenario);
  static const bool ran = (other.run(), true);
  EXPECT_TRUE(ran);
  const Ledger without(other.trace(), undisturbed.scenario.timeline, undisturbed.scenario.horizon);
  Blame blame;
  double before = 0;  // missing at the end of the year before
  double more = 0;
  for (std::size_t i = 0; i < ledger.years().size(); ++i) {
    const YearLedger& entry = ledger.years()[i];
    const double missing = entry.demand - entry.online;
    if (entry.year >= years.first && entry.year <= years.last) {
      more += missing - before;
      blame.cost += without.years()[i].added - entry.added;
      for (const LedgerShare& share : entry.shares)
        blame.share +=
            ledger.name(share.constraint) == outage ? share.share * (missing - before) : 0.0;
      if (entry.year == years.first)
        blame.root = root_of(causes, ledger, entry, constraint, outage);
    }
    before = missing;
  }
  blame.cost /= more;
  blame.share /= more;
  return blame;
}

/// Others go on delivering meanwhile: that hides none of it.
TEST(Outage, OfAMakerThatHasLaterLotsIsNamedInTheYearOfItsEffect) {
  const std::string year = "from: 2026-01-01, to: 2027-01-01";
  const std::string two = "from: 2026-01-01, to: 2028-01-01";
  struct Case {
    const char* firm;
    const std::string& dates;
    Years years;   // of its effect: as many as it lasted
    double least;  // part of what it cost
    double most;
    double named;  // of all that they fall short by more
  };
  for (const Case& one : {Case{"gear_makers", year, {2027, 2027}, 0.8, 1.7, 0.25},
                          Case{"construction_trades", two, {2028, 2029}, 0.75, 1.25, 0.25},
                          Case{"tsmc", year, {2027, 2027}, 0, 1.2, 0.05}}) {
    SCOPED_TRACE(one.firm);
    const Blame found = blame(one.firm, one.dates, one.years, outage_name(one.firm));
    // The ledger does not know what others would have done: a quarter either way. Of the gear
    // makers' every lot waited, and half of it would have waited for others; the foundry's is given
    // less than it cost (docs/explanation/limits.md).
    EXPECT_GE(found.share, one.least * found.cost);
    EXPECT_LE(found.share, one.most * found.cost);
    // From a quarter on an answer names a second constraint. The foundry's year is short of other
    // things first.
    EXPECT_GE(found.share, one.named);
  }
  EXPECT_GT(blame("nvidia", two, {2026, 2026}, "outage_nvidia").share, 0.05);
}

/// Nothing comes any more for want of builders and of halls of others; that a packager without a
/// single order stands still, and has for longer, has nothing to do with it.
TEST(Outage, OfAFirmThatNobodyWaitsForIsNotNamedAfterTheLastLot) {
  const Plan plan =
      read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true},
                {"actors.construction_trades.outages=[{from: 2025-01-01, to: 2035-12-31}]",
                 "actors.colocation.outages=[{from: 2025-01-01, to: 2035-12-31}]",
                 "actors.osat.outages=[{from: 2024-01-01, to: 2035-12-31}]"});
  World world(plan.scenario);
  world.run();
  const Ledger ledger(world.trace(), plan.scenario.timeline, plan.scenario.horizon);
  double builders = 0;
  double packager = 0;
  for (const LedgerShare& share : ledger.months().back().shares) {
    for (const char* firm : {"construction_trades", "colocation"})
      builders += ledger.name(share.constraint) == outage_name(firm) ? share.share : 0;
    packager += ledger.name(share.constraint) == outage_name("osat") ? share.share : 0;
  }
  EXPECT_GT(builders, 0.9);
  EXPECT_EQ(packager, 0);
}

/// It makes no lots itself: what it makes lets others grow.
TEST(Outage, OfAToolMakerOrItsOpticsIsTheRootOfTooFewTools) {
  for (const char* firm : {"asml", "zeiss_smt"}) {
    SCOPED_TRACE(firm);
    const Blame found = blame(firm, "from: 2026-01-01, to: 2028-01-01", {2029, 2029}, "euv_tools");
    EXPECT_GE(found.root, 0.5);
  }
}

/// What stops for good, or for long, in the middle of 2027.
struct Stop {
  const char* target;
  const char* rest;  ///< how
  int years;         ///< of effect that are looked at, from 2028 on
};

/// Parts of what was fallen behind by, over the years: what the stop cost against the world without
/// it, and what it is given as a root.
struct Cost {
  double cost = 0;
  double root = 0;
};

Cost cost(const Stop& stop) {
  const Folder folder;
  const std::string overlay =
      "source: question\nevents:\n  - {name: halt, kind: stop, from: 2027-07-01, " +
      std::string(stop.target) + ", " + stop.rest + "}\n";
  const Plan plan =
      read_plan({repository() / "scenarios/baseline.yaml", folder.write("halt.yaml", overlay)},
                {.deterministic = true});
  const Plan without =
      read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  World world(plan.scenario);
  world.run();
  EXPECT_EQ(world.trace().unexplained(), 0U);
  World other(without.scenario);
  other.run();
  const Ledger ledger(world.trace(), plan.scenario.timeline, plan.scenario.horizon);
  const Ledger base(other.trace(), without.scenario.timeline, without.scenario.horizon);
  const RootCauses causes(world.trace(), ledger);
  Cost sum;
  for (std::size_t i = 1; i < ledger.years().size(); ++i) {
    const YearLedger& year = ledger.years()[i];
    if (year.year < 2028 || year.year >= 2028 + stop.years)
      continue;
    const YearLedger& before = ledger.years()[i - 1];
    const double behind = year.demand - year.online - (before.demand - before.online);
    sum.cost += base.years()[i].added - year.added;
    for (const LedgerShare& share : year.shares) {
      for (const RootPart& part : causes.of(year, share.constraint)) {
        const bool halt = part.cause == RootClass::outage && ledger.name(part.where) == "halt";
        sum.root += halt ? share.share * part.part * behind : 0;
      }
    }
  }
  return sum;
}

/// Whatever binds instead: halls that are let in place of new ones, tools that nobody makes, orders
/// that nobody gives. How much more than the cost is named hinges on the trend before the stop, and
/// what paths say themselves may be more, since they know of no other world; but not many times it.
TEST(Outage, OfWhateverStandsStillIsARootOfAsMuchAsItCosts) {
  constexpr double kMost = 5;
  const char* const refused = "orders: refused, in_progress: lost";
  for (const Stop& stop :
       {Stop{"firms: gear_makers", refused, 4}, Stop{"firms: gear_makers", "orders: wait", 4},
        Stop{"firms: asml", refused, 4}, Stop{"regions: europe", refused, 4},
        Stop{"firms: tsmc", refused, 4}, Stop{"firms: sk_hynix", refused, 4},
        Stop{"regions: taiwan", "lasts: 12 months, people: leave", 1}}) {
    SCOPED_TRACE(std::string(stop.target) + ", " + stop.rest);
    const Cost found = cost(stop);
    EXPECT_GT(found.cost, 10);
    EXPECT_GE(found.root, 0.7 * found.cost);  // of SK Hynix 71 %
    EXPECT_LE(found.root, kMost * found.cost);
  }
}

}  // namespace
}  // namespace chokepoint::models
