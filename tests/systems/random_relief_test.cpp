// Random networks: more of one thing never gives less, and more of everything gives as much more.
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/flow/relief.hpp"
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

/// By how many lots the output of a network may differ from the scaled one of another of which this
/// is the critical path. Scaling leaves out of account that a lot takes a while on each gate: where
/// a job waited for something else than the job before it, up to a lot is gained or lost. And each
/// time the path passes a stock or a limit, what that was rounded by when it was scaled counts.
double lots_of_rounding(const SystemRun& run, double factor, bool is_scaled) {
  const Trace& trace = run.trace();
  const std::vector<EventId> path = run.ledger().path(trace.sink_lots().size() - 1);
  double lots = 1;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const Event& event = trace.event(path[i]);
    const bool queued = i + 1 < path.size() && trace.event(path[i + 1]).gate == event.gate;
    if (event.kind == EventKind::service && !queued)
      lots += 1;
    if ((event.kind != EventKind::stock && event.kind != EventKind::cap) || event.work <= 0)
      continue;
    // A whole number is scaled to the nearest one; of the scaled one it is not known which way.
    const double amount = static_cast<double>(event.work) * factor;
    const double rounded = is_scaled ? 0.5 : std::abs(std::round(amount) - amount);
    lots += rounded * event.sink / static_cast<double>(event.work);
  }
  return lots;
}

class MoreOfEverything : public testing::TestWithParam<double> {};

TEST_P(MoreOfEverything, GivesAsMuchMore) {
  const double factor = GetParam();
  const bool is_whole = factor == std::round(factor);
  for (int seed = 1; seed <= networks(); ++seed) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    SystemOptions options;
    options.world.relaxed.push_back(Relaxation::by(std::string(kInitialStock), factor));
    for (const std::string& gate : network.gates()) {
      options.world.relaxed.push_back(Relaxation::by(gate, factor));
      options.world.relaxed.push_back(Relaxation::by(gate + "_slots", factor));
    }
    const auto base = SystemRun::of_text(network.yaml());
    const auto more = SystemRun::of_text(network.yaml(), options);
    const double gained = more.lots() - factor * base.lots();
    EXPECT_LE(gained, lots_of_rounding(base, factor, false)) << "network " << seed;
    EXPECT_GE(gained, -lots_of_rounding(more, factor, !is_whole)) << "network " << seed;
    // The elasticity of all amounts scaled together; at 3 % the rounding of stocks and limits hides
    // it.
    if (is_whole) {
      EXPECT_NEAR((more.lots() / base.lots() - 1) / (factor - 1), 1, 0.05) << "network " << seed;
    }
    // What the ledger gives all amounts together is all that came.
    const PathWork work = base.ledger().path_work(base.trace().sink_lots().size() - 1);
    EXPECT_NEAR(work.total, base.lots(), lots_of_rounding(base, 1, false)) << "network " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(RandomNetworks, MoreOfEverything, testing::Values(1.03, 2.0),
                         [](const auto& by) {
                           return by.index == 0 ? "ByThreeHundredths" : "Twice";
                         });

/// A network twenty times as large, so that a twentieth more of a stock or a limit is a whole
/// number, of which one amount is `by` times as large again.
double lots_of_large(const RandomNetwork& network, const std::string& one, double by) {
  constexpr double kLarge = 20;
  SystemOptions options;
  const auto add = [&](const std::string& name) {
    options.world.relaxed.push_back(Relaxation::by(name, kLarge * (name == one ? by : 1)));
  };
  add(std::string(kInitialStock));
  for (const std::string& gate : network.gates()) {
    add(gate);
    add(gate + "_slots");
  }
  return SystemRun::of_text(network.yaml(), options).lots();
}

TEST(RandomNetworks, GiveElasticitiesThatAddUpToOneWhenSummedOneByOne) {
  constexpr double kStep = 0.05;
  constexpr int kNetworks = 4;  // each takes seconds
  for (int seed = 1; seed <= kNetworks; ++seed) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    std::vector<std::string> amounts{std::string(kInitialStock)};
    for (const std::string& gate : network.gates()) {
      amounts.push_back(gate);
      amounts.push_back(gate + "_slots");
    }
    const double base = lots_of_large(network, "", 1);
    double sum = 0;
    for (const std::string& amount : amounts) {
      sum +=
          (lots_of_large(network, amount, 1 + kStep) - lots_of_large(network, amount, 1 - kStep)) /
          (2 * kStep * base);
    }
    EXPECT_NEAR(sum, 1, 0.05) << "network " << seed;
  }
}

}  // namespace
}  // namespace chokepoint::models
