#include "sim/bottleneck/headroom.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

/// What the search finds where `output` tells what a relaxation brings.
template <class Output>
std::optional<double> search(Output output) {
  HeadroomSearch search(0, 0.01);
  for (int round = 0; round < HeadroomSearch::kRounds; ++round) {
    for (const double by : std::vector<double>(search.wanted()))
      search.found(by, output(by));
    search.narrow();
  }
  return search.headroom();
}

TEST(Headroom, IsWhereMoreBringsNothing) {
  const auto found = search([](double by) { return 1 + std::min(by, 0.12); });
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(*found, 0.12, 0.01);
}

TEST(Headroom, IsNothingWhereNothingBinds) {
  const auto found = search([](double) { return 1.0; });
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(*found, 0, 1e-9);
}

TEST(Headroom, IsWithoutEndWhereItBindsToTheLast) {
  const auto found = search([](double by) { return 1 + by; });
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(std::isinf(*found));
}

TEST(Headroom, CannotBeToldOfWhatComesInLumps) {
  EXPECT_FALSE(search([](double by) { return 1 + std::floor(by * 10) / 10; }).has_value());
}

}  // namespace
}  // namespace chokepoint
