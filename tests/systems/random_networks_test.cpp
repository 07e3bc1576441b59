// Random networks: the ledger's answer is the derivative, and nothing gets lost on the way.
#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/bottleneck/token_balance.hpp"
#include "tests/systems/random_network.hpp"
#include "tests/systems/system.hpp"

namespace chokepoint::models {
namespace {

std::vector<std::pair<Tick, double>> sink_lots(const SystemRun& run) {
  std::vector<std::pair<Tick, double>> lots;
  for (const SinkLot& lot : run.trace().sink_lots())
    lots.emplace_back(lot.tick, lot.amount);
  return lots;
}

/// One-sided checks of the ledger against differences, and how many agree.
struct Derivative {
  int checks = 0;
  int good = 0;

  /// With those gates of a network changed by 2 %: several lots a day over two years, and small.
  void check(int seed, const RandomNetwork& network, const std::vector<std::string>& gates) {
    const auto base = SystemRun::of_text(network.yaml());
    const double lots = base.lots();
    ASSERT_GT(lots, 0) << seed;
    // Lots are counted whole: a step that is worth few of them is known to one of them.
    const double tolerance = std::max(0.02, 1 / (0.02 * lots));
    for (const std::string& gate : gates) {
      SystemOptions silent;
      silent.world.record = false;
      const double more = SystemRun::of_text(network.yaml(gate, 1.02), silent).lots();
      const double less = SystemRun::of_text(network.yaml(gate, 0.98), silent).lots();
      const double relax = (more - lots) / (0.02 * lots);
      const double tighten = (lots - less) / (0.02 * lots);
      const auto bounds = base.bounds_of_last(gate);
      checks += 2;
      good += std::abs(bounds.relax - relax) <= tolerance ? 1 : 0;
      good += std::abs(bounds.tighten - tighten) <= tolerance ? 1 : 0;
      if (std::abs(bounds.relax - relax) > tolerance ||
          std::abs(bounds.tighten - tighten) > tolerance) {
        std::printf("network %d, %s: ledger %.3f..%.3f, differences %.3f %.3f\n", seed,
                    gate.c_str(), bounds.relax, bounds.tighten, relax, tighten);
      }
    }
  }
  void expect_nearly_all(int least) const {
    std::printf("%d of %d one-sided checks within 0.02 or a lot\n", good, checks);
    EXPECT_GE(checks, least);
    EXPECT_GE(good, checks * 95 / 100);
  }
};

TEST(RandomNetworks, TheLedgerGivesTheDerivative) {
  Derivative derivative;
  for (int seed = 1; seed <= networks(); ++seed) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    derivative.check(seed, network, network.gates());
  }
  derivative.expect_nearly_all(2 * networks());
}

/// A quarter of all networks each, so that several processors share them.
class RandomNetworksQuarter : public testing::TestWithParam<int> {};

TEST_P(RandomNetworksQuarter, TheWorkOnAPathIsWhatReachedTheSink) {
  for (int seed = GetParam(); seed <= networks(5000); seed += 4) {
    const auto run = SystemRun::of_text(RandomNetwork(static_cast<std::uint64_t>(seed)).yaml());
    EXPECT_EQ(run.trace().unexplained(), 0U) << seed;
    const std::size_t count = run.trace().sink_lots().size();
    const std::size_t step = std::max<std::size_t>(count / 5, 1);
    for (std::size_t lot = step; lot < count; lot += step) {
      for (std::uint64_t salt = 0; salt < 2; ++salt) {
        EXPECT_NEAR(run.ledger().path_work(lot, salt).total, static_cast<double>(lot + 1), 1.01)
            << "network " << seed << ", lot " << lot;
      }
    }
  }
}

TEST_P(RandomNetworksQuarter, TheLedgerGivesTheDerivativeOfAGate) {
  Derivative derivative;
  for (int seed = GetParam(); seed <= networks(5000); seed += 4) {
    // One gate each, so that 5,000 networks take minutes: the one whose turn it is.
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    const auto gates = network.gates();
    derivative.check(seed, network, {gates[static_cast<std::size_t>(seed / 4) % gates.size()]});
  }
  derivative.expect_nearly_all(2 * ((networks(5000) - GetParam()) / 4 + 1));
}

INSTANTIATE_TEST_SUITE_P(Of5000, RandomNetworksQuarter, testing::Values(1, 2, 3, 4));

/// Lots overtake one another, wait for room and slots, and stand still with their gates.
class RandomNetworksOfAllKinds : public testing::TestWithParam<int> {};

TEST_P(RandomNetworksOfAllKinds, AddUp) {
  std::size_t paths = 0;
  for (int seed = GetParam(); seed <= networks(1000); seed += 4) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed), RandomNetwork::Features::all);
    const auto run = SystemRun::of_text(network.yaml());
    EXPECT_EQ(run.trace().unexplained(), 0U) << seed;
    ASSERT_TRUE(run.world().is_tree());
    const TokenBalance balance = token_balance(run.trace(), run.ledger(), false, {}, 40);
    EXPECT_EQ(balance.whole.violated, 0U)
        << "network " << seed << ": " << balance.whole.first << "\n"
        << network.yaml();
    EXPECT_EQ(balance.runs.violated, 0U) << "network " << seed << ": " << balance.runs.first;
    paths += balance.whole.checked;
  }
  EXPECT_GT(paths, static_cast<std::size_t>(networks(1000)) / 4 * 20);
}

INSTANTIATE_TEST_SUITE_P(Quarter, RandomNetworksOfAllKinds, testing::Values(1, 2, 3, 4));

TEST(RandomNetworks, NothingIsLostInAnyStore) {
  for (int seed = 1; seed <= networks(); ++seed) {
    const auto run = SystemRun::of_text(RandomNetwork(static_cast<std::uint64_t>(seed)).yaml());
    for (const auto& [name, store] : run.world().network().stores()) {
      EXPECT_EQ(store->total_in() - store->total_out(), store->level()) << seed << " " << name;
      EXPECT_GE(store->level(), 0);
    }
    EXPECT_EQ(static_cast<double>(run.world().network().stores().at("done")->total_out()),
              run.lots());
  }
}

TEST(RandomNetworks, TheOrderOfWritingDoesNotMatter) {
  for (int seed = 1; seed <= 20; ++seed) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    EXPECT_EQ(sink_lots(SystemRun::of_text(network.yaml())),
              sink_lots(SystemRun::of_text(network.reversed())))
        << seed;
  }
}

TEST(RandomNetworks, RecordingDoesNotChangeTheRun) {
  for (int seed = 1; seed <= 20; ++seed) {
    const RandomNetwork network(static_cast<std::uint64_t>(seed));
    SystemOptions silent;
    silent.world.record = false;
    const auto quiet = SystemRun::of_text(network.yaml(), silent);
    EXPECT_EQ(quiet.trace().size(), 0U);
    EXPECT_EQ(sink_lots(SystemRun::of_text(network.yaml())), sink_lots(quiet)) << seed;
  }
}

TEST(RandomNetworks, ASecondWorldInTheProcessIsLikeTheFirst) {
  const RandomNetwork network(7);
  const auto first = sink_lots(SystemRun::of_text(network.yaml()));
  for (int i = 0; i < 3; ++i) {
    SystemRun::of_text(RandomNetwork(static_cast<std::uint64_t>(100 + i)).yaml());
    EXPECT_EQ(sink_lots(SystemRun::of_text(network.yaml())), first);
  }
}

TEST(RandomNetworks, ShufflingWhatIsSimultaneousMovesNothingByMoreThanALot) {
  const RandomNetwork network(3);
  const auto base = SystemRun::of_text(network.yaml());
  for (std::uint64_t shuffle = 1; shuffle <= 20; ++shuffle) {
    SystemOptions options;
    options.world.shuffle_ties = shuffle;
    const auto run = SystemRun::of_text(network.yaml(), options);
    EXPECT_NEAR(run.lots(), base.lots(), 1) << shuffle;
    EXPECT_EQ(run.label(2022), base.label(2022));
    EXPECT_EQ(run.label(2023), base.label(2023));
  }
}

}  // namespace
}  // namespace chokepoint::models
