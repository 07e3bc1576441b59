// Limits on work in progress, shared stores, and what nothing comes any more for: known exactly.
#include <algorithm>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "sim/bottleneck/effect_walk.hpp"
#include "sim/bottleneck/root_cause.hpp"
#include "sim/bottleneck/switches.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

double share_of(const Ledger& ledger, const std::vector<LedgerShare>& shares,
                const std::string& name) {
  for (const LedgerShare& share : shares) {
    if (ledger.name(share.constraint) == name)
      return share.share;
  }
  return 0;
}

double share_in_year(const SystemRun& run, std::size_t year, const std::string& name) {
  return share_of(run.ledger(), run.ledger().years()[year].shares, name);
}

/// The only root of that constraint in a year; "several" otherwise.
std::string root_in_year(const SystemRun& run, std::size_t year, const std::string& name) {
  const RootCauses causes(run.trace(), run.ledger());
  const ConstraintId id = run.ledger().id(name);
  const auto roots = causes.of(run.ledger().years()[year], id);
  return roots.size() == 1 ? causes.name(roots.front(), id) : "several";
}

/// From the second month on that constraint has it all.
void expect_alone(const SystemRun& run, const std::string& name) {
  const auto months = run.ledger().months();
  for (std::size_t m = 1; m < months.size(); ++m)
    EXPECT_NEAR(share_of(run.ledger(), months[m].shares, name), 1, 1e-9) << m;
}

TEST(WipLimit, IsNamedWhereTheNextLotWaitsForASlot) {
  const auto run = SystemRun::of("wip-limit");
  expect_alone(run, "b_slots");
  EXPECT_EQ(run.label(2022), "b_slots");
  EXPECT_EQ(root_in_year(run, 0, "b_slots"), "wip_cap");
  // A cycle takes 7368 minutes, and twice the slots give twice the lots.
  EXPECT_NEAR(run.lots(), 730 * 1440.0 / 7368, 1);
  const auto two = SystemRun::of("wip-limit", {.sets = {"parts.b.wip.slots=2"}});
  EXPECT_NEAR(two.lots(), 2 * run.lots(), 2);
}

TEST(WipLimit, OfManySlotsIsNamedTooAndNotTheInitialStock) {
  // Ten lots come back as closely as c lets them through: at each of them a tie with c.
  const auto run = SystemRun::of("wip-limit", {.sets = {"parts.b.wip.slots=10"}});
  for (const int year : {2022, 2023})
    EXPECT_EQ(run.label(year), "b_slots") << year;
  EXPECT_GE(share_in_year(run, 1, "b_slots"), 0.8);
  EXPECT_EQ(share_in_year(run, 1, "initial_stock"), 0);
}

TEST(WipLimit, ReachesBackToWhereTheLotThatHasTheSlotTookItAndNoFurther) {
  // 20 lots come at once every 20 days, on their way for 20: ten of them wait for the ten before.
  const auto run =
      SystemRun::of("wip-limit", {.sets = {"parts.b.wip.slots=10", "parts.a.rate=1 lot/day",
                                           "parts.a.batch=20", "parts.a.lead=20 days"}});
  const Ledger& ledger = run.ledger();
  EffectWalk walk(run.trace(), {ledger.id("unexplained"), ledger.id("initial_stock")});
  const auto lots = run.trace().sink_lots();
  std::size_t limited = 0;
  for (std::size_t lot = lots.size() - 60; lot < lots.size(); ++lot) {
    double slots = 0;
    double source = 0;
    for (const EffectPiece& piece : walk.walk(lots[lot], lots[lot].tick - 100 * kDay, lot)) {
      slots += ledger.name(piece.constraint) == "b_slots" ? piece.weight : 0.0;
      source += ledger.name(piece.constraint) == "a" ? piece.weight : 0.0;
    }
    if (slots > 0) {
      ++limited;  // the lead of c, and what b and c take for one lot
      EXPECT_NEAR(slots, 7200 + 96 + 72, 1) << lot;
    }
    // Up to twenty lots of the batch go through b and c before this one.
    EXPECT_GE(source, 100 * kDay - 7368 - Tick{20} * 96) << lot;
  }
  EXPECT_EQ(limited, 30U);
}

TEST(FullStore, IsNamedWhereTheNextLotWaitsForRoom) {
  const auto run = SystemRun::of("full-store");
  expect_alone(run, "shelf_space");
  EXPECT_EQ(run.label(2023), "shelf_space");
  EXPECT_EQ(root_in_year(run, 1, "shelf_space"), "wip_cap");
  EXPECT_NEAR(run.lots(), 730 * 1440.0 / 7272, 1);
}

TEST(Demand, OfTwoMarketsIsNotShortWhereTheirStoreIs) {
  for (const char* second : {"8 lot/day", "16 lot/day", "31 lot/day"}) {
    const auto run =
        SystemRun::of("two-markets", {.sets = {std::string("parts.second.rate=") + second}});
    EXPECT_EQ(share_in_year(run, 0, "demand"), 0) << second;
    EXPECT_NEAR(share_in_year(run, 0, "a"), 1, 1e-9) << second;
    EXPECT_NEAR(run.elasticity("a", 365), 1, 0.02) << second;
  }
}

TEST(Demand, ThatIsMetLosesNothingBesideOneThatIsNot) {
  const auto run = SystemRun::of("served-and-short");
  EXPECT_NEAR(run.wanted_by(365) - run.lots_by(365), 3 * 365, 2);
  EXPECT_EQ(share_in_year(run, 0, "demand"), 0);
  EXPECT_NEAR(share_in_year(run, 0, "scarce"), 1, 1e-9);
}

TEST(Demand, ThatIsMetLosesNothingHoweverMuchMoreOfItThereIs) {
  for (const auto& [served, scarce] : {std::pair(8, 1), {8, 4}, {8, 7}, {20, 5}, {40, 1}}) {
    const auto run = SystemRun::of(
        "served-and-short", {.sets = {"parts.served.rate=" + std::to_string(served) + " lot/day",
                                      "parts.ample.rate=100 lot/day",
                                      "parts.scarce.rate=" + std::to_string(scarce) + " lot/day"}});
    EXPECT_NEAR(run.wanted_by(365) - run.lots_by(365), (8 - scarce) * 365, 2);
    EXPECT_NEAR(share_in_year(run, 0, "scarce"), 1, 1e-9) << served << ' ' << scarce;
  }
}

TEST(Demand, OfAMarketThatGetsALotInTwoMonthsIsAskedOfThatOne) {
  const auto run = SystemRun::of("served-and-short", {.sets = {"parts.scarce.rate=1 lot/month"}});
  EXPECT_NEAR(share_in_year(run, 0, "scarce"), 1, 0.1);  // the last lot comes before the year ends
  EXPECT_EQ(share_in_year(run, 0, "demand"), 0);
}

TEST(Demand, OfOneMarketIsNotWhatAnotherIsLate) {
  // Both are late with each lot, but the one gets all it wants, and only the other's backlog grows.
  const auto run = SystemRun::of("served-and-short",
                                 {.sets = {"parts.ample.rate=8 lot/day", "parts.ample.lead=3 days",
                                           "parts.scarce.rate=2 lot/day"}});
  EXPECT_NEAR(run.wanted_by(365) - run.lots_by(365), 6 * 365 + 3 * 8, 2);
  EXPECT_GT(share_in_year(run, 0, "scarce"), 0.98);
}

TEST(Demand, HasNoCapacityThatCouldHaveGrown) {
  const auto run = SystemRun::of("T9-order-up-to");
  std::size_t sides = 0;
  for (const Switch& now : switches(run.trace(), run.ledger())) {
    for (const SwitchSide& side : {now.left, now.taken}) {
      if (run.ledger().name(side.constraint) != "demand")
        continue;
      ++sides;
      EXPECT_FALSE(side.growth.has_value());
    }
  }
  EXPECT_GE(sides, 1U);
}

TEST(Switch, SaysWhatTheOneBeforeGotAsTheOtherTookOver) {
  // On the first day of 2023 a goes from 6 a day to 20, and b from 20 to 8.
  const auto run = SystemRun::of("older-backlog");
  const auto found = switches(run.trace(), run.ledger());
  ASSERT_EQ(found.size(), 1U);
  ASSERT_TRUE(found[0].left.growth && found[0].taken.growth);
  EXPECT_NEAR(*found[0].left.growth, 14.0 / 6, 1e-9);
  EXPECT_NEAR(*found[0].taken.growth, -12.0 / 20, 1e-9);
}

TEST(NextLot, WaitsForAStockThatIsUsedUp) {
  const auto run = SystemRun::of("finite-stock");
  EXPECT_EQ(run.lots(), 900);
  EXPECT_NEAR(share_in_year(run, 0, "b"), 540.0 / 2020, 0.002);
  EXPECT_NEAR(share_in_year(run, 0, "initial_stock"), 1480.0 / 2020, 0.002);
  EXPECT_EQ(root_in_year(run, 0, "initial_stock"), "initial_stock");
}

TEST(NextLot, WaitsForMoneyWhenThePurseIsEmpty) {
  const auto run = SystemRun::of("purse");
  EXPECT_EQ(run.lots(), 3);
  const double last = static_cast<double>(run.trace().sink_lots().back().tick);
  EXPECT_GE(share_in_year(run, 0, "money"), 1 - last / (365.0 * kDay) - 1e-9);
  EXPECT_EQ(share_in_year(run, 0, "unexplained"), 0);
  EXPECT_EQ(root_in_year(run, 0, "money"), "money");
}

TEST(NextLot, WaitsForASourceThatHasDeliveredItsMost) {
  const auto run = SystemRun::of("most");
  EXPECT_EQ(run.lots(), 500);
  EXPECT_NEAR(share_in_year(run, 0, "works_most"), 1, 0.01);
  EXPECT_NEAR(share_in_year(run, 1, "works_most"), 1, 1e-9);
  EXPECT_EQ(root_in_year(run, 1, "works_most"), "capacity");
}

TEST(NextLot, WaitsForALeadThatIsLongerThanTheRun) {
  const auto run = SystemRun::of("long-lead");
  EXPECT_EQ(run.lots(), 0);
  EXPECT_NEAR(share_in_year(run, 0, "a_lead"), 1, 0.01);
  EXPECT_EQ(share_in_year(run, 0, "unexplained"), 0);
  EXPECT_EQ(root_in_year(run, 0, "a_lead"), "lead_time");
}

TEST(NextLot, WaitsForAGateThatServesNothing) {
  const auto run = SystemRun::of("T1", {.sets = {"parts.b.rate=0 lot/day"}});
  EXPECT_EQ(run.label(2022), "b");
  EXPECT_EQ(root_in_year(run, 0, "b"), "capacity");
}

TEST(NextLot, WaitsForWhatNeverComesAndNotForWhatWill) {
  // An input that is used up beside one that is on its way: the first.
  const auto run = SystemRun::of("purse", {.sets = {"parts.a.lead=300 days"}});
  EXPECT_EQ(run.lots(), 3);
  EXPECT_NEAR(share_in_year(run, 0, "money"), 64.0 / 365, 0.01);
}

TEST(NextLot, OfOneWhoIsServedLastWaitsForTheAllocation) {
  for (const char* system : {"served-last", "loop-first"}) {
    const auto run = SystemRun::of(system);
    const std::string name = run.ledger().name(run.ledger().years()[0].label);
    EXPECT_EQ(run.lots(), 0) << system;
    EXPECT_EQ(name,
              system == std::string("served-last") ? "made_allocation" : "cast_parts_allocation");
    EXPECT_NEAR(share_in_year(run, 0, name), 1, 1e-9) << system;
    EXPECT_EQ(root_in_year(run, 0, name), "policy") << system;
  }
}

TEST(NextLot, WaitsForTheAllocationFromWhenTheOtherTakesItAll) {
  const auto run = SystemRun::of(
      "served-last",
      {.sets = {"parts.art.rate={steps: [[2022-01-01, 0 lot/day], [2023-01-01, 1 lot/day]]}"}});
  EXPECT_NEAR(run.lots(), 365, 2);
  EXPECT_EQ(share_in_year(run, 0, "unexplained"), 0);
  EXPECT_EQ(run.label(2023), "made_allocation");
  EXPECT_EQ(share_in_year(run, 1, "unexplained"), 0);
}

TEST(NextLot, DoesNotWaitForAnAllocationThatLeavesEnough) {
  const auto run = SystemRun::of("served-last", {.sets = {"parts.art.rate=0.5 lot/day"}});
  EXPECT_GT(run.lots(), 300);
  const auto constraints = run.trace().constraints();
  EXPECT_TRUE(std::none_of(
      constraints.begin(), constraints.end(),
      [](const Constraint& constraint) { return constraint.name == "made_allocation"; }));
}

}  // namespace
}  // namespace chokepoint::models
