#include <gtest/gtest.h>

#include "sim/base/log.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

/// A stack that is too small would be written over its neighbour's without a word, so half of one
/// must do: with a page below it that may not be touched, what needs more ends the test.
constexpr std::size_t kHalf = kStackKib / 2;

TEST(Stacks, AreTwiceAsLargeAsActorsNeed) {
  // What the log is told of decisions needs room, too.
  const WorldOptions halved{.guarded_stacks = kHalf, .tells = true};
  log::set_level(log::Level::debug);
  const std::filesystem::path scenarios = repository() / "scenarios";
  EXPECT_EQ(difference(run_and_tell(baseline()).all(), run_and_tell(baseline(), halved).all()), "");
  for (const char* overlay : {"taiwan-stop", "taiwan-blockade", "china-chain", "nand", "robots"}) {
    SCOPED_TRACE(overlay);
    const Plan plan = read_plan(
        {scenarios / "baseline.yaml", scenarios / "overlays" / (std::string(overlay) + ".yaml")});
    EXPECT_FALSE(run_and_tell(plan, halved).orders.empty());
  }
}

}  // namespace
}  // namespace chokepoint::models
