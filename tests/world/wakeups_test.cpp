// Firms sleep until there is something to do.

#include <iostream>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

constexpr double kMostIdle = 0.05;

TEST(Wakeups, NearlyAllBookOrSendSomething) {
  World world(baseline().scenario);
  world.run();
  std::uint64_t wakeups = 0;
  std::uint64_t idle = 0;
  for (const Firm* firm : world.market().firms()) {
    wakeups += firm->wakeups();
    idle += firm->idle_wakeups();
    if (firm->idle_wakeups() > 0) {
      std::cout << firm->name() << ": " << firm->idle_wakeups() << " of " << firm->wakeups()
                << " wake-ups idle\n";
    }
    EXPECT_GT(firm->wakeups(), 0U) << firm->name();
  }
  const double share = static_cast<double>(idle) / static_cast<double>(wakeups);
  std::cout << "idle wake-ups: " << share << " of " << wakeups << "\n";
  EXPECT_LE(share, kMostIdle);
  // Every wake-up of the engine is one of a firm: none is missing from the count.
  EXPECT_EQ(wakeups, world.simulation().wakeups());
}

}  // namespace
}  // namespace chokepoint::models
