// Agreement of the ledger with re-runs of the world and with the cut, on systems with known
// answers.

#include "models/detectors.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "sim/bottleneck/cut_months.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

std::string cut_label(const SystemRun& run, std::size_t month) {
  const ShareMatrix cut = cut_months(run.trace(), run.ledger()).lowest;
  const auto top = cut.top(month);
  return top ? cut.constraints[*top] : "";
}

TEST(Cut, NamesTheLowestCapacityOfASeries) {
  EXPECT_EQ(cut_label(SystemRun::of("T1"), 6), "b");
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

TEST(Cut, SaysDemandWhereAllThatIsWantedComes) {
  EXPECT_EQ(cut_label(SystemRun::of("T6"), 6), "demand");
}

TEST(Cut, OverlooksThePileThatHidesAShortage) {
  // The pile lasts until day 360; the cut changes its mind when the rate falls on day 180.
  const auto run = SystemRun::of("T3");
  EXPECT_EQ(cut_label(run, 9), "a");
  EXPECT_EQ(run.ledger().name(run.ledger().months()[9].shares.front().constraint), "b");
}

}  // namespace
}  // namespace chokepoint::models
