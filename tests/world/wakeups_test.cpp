// Firms sleep until there is something to do.

#include <iostream>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

constexpr double kMostIdle = 0.05;

/// What a wake-up may have been for: an order placed, answered or taken back, capacity started, a
/// pace changed, a payment, a message. A reason that is only written down is none of these.
void expect_few_idle(const Plan& plan) {
  World world(plan.scenario);
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

TEST(Wakeups, NearlyAllBookOrSendSomething) {
  expect_few_idle(baseline());
}

TEST(Wakeups, NearlyAllBookOrSendSomethingAtBestGuesses) {
  expect_few_idle(read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true}));
}

}  // namespace
}  // namespace chokepoint::models
