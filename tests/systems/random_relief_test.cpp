// Random networks: more of one thing never gives less.
#include <gtest/gtest.h>

#include "tests/systems/random_network.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

SystemRun run_with_more(const RandomNetwork& network, const std::string& gate) {
  SystemOptions options;
  options.world.relaxed.push_back(Relaxation::by(gate, 1.1));
  return SystemRun::of_text(network.yaml(), options);
}

/// Lots online, integrated to the end of the run, in lot-minutes.
double lot_minutes(const SystemRun& run) {
  double sum = 0;
  for (const SinkLot& lot : run.trace().sink_lots())
    sum += lot.amount * static_cast<double>(run.world().scenario().horizon - lot.tick);
  return sum;
}

TEST(RandomNetworks, NeverGiveLessWhenAGateIsRelaxed) {
  for (int seed = 1; seed <= networks(); ++seed) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    const auto base = SystemRun::of_text(network.yaml());
    for (const std::string& gate : network.gates()) {
      const auto more = run_with_more(network, gate);
      EXPECT_GE(lot_minutes(more), lot_minutes(base)) << "network " << seed << ", " << gate;
    }
  }
}

}  // namespace
}  // namespace chokepoint::models
