// Random networks: no run beats the bound, and prices are what re-solves find.
#include <cmath>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "tests/systems/bounded.hpp"
#include "tests/systems/random_network.hpp"

namespace chokepoint::models {
namespace {

/// Networks with few features, and with all that RandomNetwork has.
class RandomBounds : public testing::TestWithParam<RandomNetwork::Features> {
 protected:
  static Bounded network_of(int seed) {
    return Bounded::of_text(RandomNetwork(static_cast<std::uint64_t>(seed), GetParam()).yaml());
  }
};

TEST_P(RandomBounds, NoRunBeatsThem) {
  for (int seed = 1; seed <= networks(); ++seed) {
    const Bounded network = network_of(seed);
    const BoundReport report = network.report();
    const DatedBound& bound = report.dates.front();
    EXPECT_GE(bound.value * (1 + 1e-9), network.run_value()) << seed;
    EXPECT_NEAR(bound.sum, bound.value, 1e-6 * bound.value) << seed;
    ASSERT_EQ(report.envelope.size(), 1U);  // of the end
    EXPECT_GE(report.envelope.front() + 1e-6, network.run().back()) << seed;
    // With a shared tool a plan may have less in one month than the run, for more in others.
    if (GetParam() == RandomNetwork::Features::more)
      continue;
    for (std::size_t t = 0; t < bound.level.size(); ++t)
      EXPECT_GE(bound.level[t] + 1e-6, network.run()[t]) << seed << ", month " << t;
  }
}

TEST_P(RandomBounds, APriceLiesBetweenBothSides) {
  int equal = 0;
  int all = 0;
  for (int seed = 1; seed <= networks(); ++seed) {
    const Bounded network = network_of(seed);
    const DatedBound bound = network.report().dates.front();
    for (const ConstraintRent& rent : bound.rents) {
      const double price = rent.rent / bound.value;
      EXPECT_LE(rent.e_plus.value_or(price), price + 1e-6) << seed << " " << rent.constraint;
      EXPECT_GE(rent.e_minus.value_or(price), price - 1e-6) << seed << " " << rent.constraint;
      // Where both sides agree there is no tie, and the price is what re-solving finds.
      if (!rent.e_plus || !rent.e_minus || *rent.e_minus - *rent.e_plus > 1e-9)
        continue;
      ++all;
      equal += std::abs(*rent.e_plus - price) < 1e-6 ? 1 : 0;
    }
  }
  EXPECT_GT(all, networks());
  EXPECT_EQ(equal, all);
}

/// A network whose demand grows past its gates, each of which somebody then expands.
std::string growing_network(std::uint64_t seed) {
  const RandomNetwork network(seed, RandomNetwork::Features::few);
  std::string text = network.yaml();
  const std::string sink = "kind: sink, from: done}";
  const std::size_t at = text.find(sink);
  if (at == std::string::npos)
    throw std::logic_error("a network without a sink");
  text.replace(at, sink.size(),
               "kind: market, rate: {steps: [[2022-01-01, 5 lot/day], [2022-0" +
                   std::to_string(2 + seed % 7) + "-01, " + std::to_string(15 + seed % 20) +
                   " lot/day]]}, from: done}");
  std::uint64_t gate_number = seed;
  for (const std::string& gate : network.gates()) {
    ++gate_number;
    if (gate_number % 3 == 0)  // not all
      continue;
    text += "  - {name: more_" + gate + ", kind: expansion, gate: " + gate +
            ", market: out, exceeds: " + std::to_string(6 + gate_number % 5) +
            " lot/day, decision: " + std::to_string(10 + gate_number % 50) +
            " days, build: " + std::to_string(60 + 7 * (gate_number % 30)) +
            " days, add: " + std::to_string(2 + gate_number % 9) + " lot/day}\n";
  }
  return text;
}

/// An earlier date of decision is never worth less, nor the last of them less than the run.
TEST(RandomExpansions, NoRunBeatsAnyDateOfDecision) {
  int foreseen = 0;
  for (int seed = 1; seed <= networks(100); ++seed) {
    const Bounded network = Bounded::of_text(growing_network(static_cast<std::uint64_t>(seed)));
    double least = network.run_value();
    const double run = least;
    for (const int decide : {network.months(), 12, 5, 0}) {
      const double value = network.value(decide);
      EXPECT_GE(value * (1 + 1e-9), least) << seed << ", decided from month " << decide;
      least = value;
    }
    foreseen += least > 1.1 * run ? 1 : 0;
  }
  EXPECT_GT(foreseen, networks(100) / 10) << "where nothing is to be decided this shows little";
}

std::string name_of(const testing::TestParamInfo<RandomNetwork::Features>& features) {
  switch (features.param) {
    case RandomNetwork::Features::few:
      return "few";
    case RandomNetwork::Features::all:
      return "all";
    case RandomNetwork::Features::more:
      return "more";
  }
  return "";
}

INSTANTIATE_TEST_SUITE_P(Networks, RandomBounds,
                         testing::Values(RandomNetwork::Features::few, RandomNetwork::Features::all,
                                         RandomNetwork::Features::more),
                         name_of);

}  // namespace
}  // namespace chokepoint::models
