// Random networks: no run beats the bound, and prices are what re-solves find.
#include <cmath>
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
