// Agreement of the ledger with re-runs of the world and with the cut, on systems with known
// answers.

#include "models/detectors.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "sim/bottleneck/detectors.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

std::string cut_label(const SystemRun& run, std::size_t month) {
  const ShareMatrix cut = cut_months(run.trace(), run.ledger());
  const auto top = cut.top(month);
  return top ? cut.constraints[*top] : "";
}

TEST(Cut, NamesTheLowestCapacityOfASeries) {
  EXPECT_EQ(cut_label(SystemRun::of("T1"), 6), "b");
}

TEST(Cut, DividesAGroupOfSourcesThatReplaceEachOtherBySize) {
  const auto run = SystemRun::of("T5a");
  const ShareMatrix cut = cut_months(run.trace(), run.ledger());
  const auto share = [&](const std::string& name) {
    const auto place = std::find(cut.constraints.begin(), cut.constraints.end(), name);
    return cut.months[6][static_cast<std::size_t>(place - cut.constraints.begin())];
  };
  // Nobody said how much is wanted, so it is twice the lowest: 9 for the group, 18 wanted,
  // chips 12. From 9 to 12 the group alone is short, from 12 to 18 both are: 3 + 3 of the 9 are the
  // group's.
  const double group = 6.0 / 9;
  EXPECT_NEAR(share("grid"), group * 4 / 9, 0.02);
  EXPECT_NEAR(share("turbines"), group * 3 / 9, 0.02);
  EXPECT_NEAR(share("engines"), group * 2 / 9, 0.02);
  EXPECT_NEAR(share("chips"), 3.0 / 9, 0.02);
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
