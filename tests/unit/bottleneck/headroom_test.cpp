#include "sim/bottleneck/headroom.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

/// What the search finds where `output` tells what a relaxation brings.
template <class Output>
std::optional<Headroom> search(Output output) {
  HeadroomSearch search;
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
  EXPECT_NEAR(found->by, 0.12, 0.01);
}

TEST(Headroom, IsNothingWhereNothingBinds) {
  const auto found = search([](double) { return 1.0; });
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->by, 0, 1e-9);
}

TEST(Headroom, IsWithoutEndWhereItBindsToTheLast) {
  const auto found = search([](double by) { return 1 + by; });
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(std::isinf(found->by));
}

TEST(Headroom, IsNotEndedByADipBeforeMore) {
  // Up to a quarter more it brings four fifths of that, but less than nothing between 2 and 9 %.
  const auto found = search([](double by) {
    const double dip = by > 0.02 && by < 0.09 ? 0.03 : 0.0;
    return 1 + 0.8 * std::min(by, 0.25) - dip;
  });
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->by, 0.25, 0.02);
}

TEST(Headroom, IsTheSameWhicheverWorldIsLeftOutWhereOutputBendsOnce) {
  for (const double bend : {0.08, 0.12, 0.47}) {
    const auto found = search([bend](double by) { return 1 + std::min(by, bend); });
    ASSERT_TRUE(found.has_value());
    EXPECT_NEAR(found->low, bend, 0.1 * bend);
    EXPECT_NEAR(found->high, bend, 0.1 * bend);
  }
}

TEST(Headroom, HasFarEndsWhereOneWorldDecides) {
  // It brings something up to 3 %, and a single world with a fifth more of it ten times as much.
  const auto found = search(
      [](double by) { return 1 + std::min(by, 0.03) + (std::abs(by - 0.2) < 1e-9 ? 0.2 : 0.0); });
  ASSERT_TRUE(found.has_value());
  EXPECT_LT(found->low, 0.1);
  EXPECT_GE(found->high, 0.15);
}

TEST(Headroom, CannotBeToldOfWhatComesInLumps) {
  EXPECT_FALSE(search([](double by) { return 1 + std::floor(by * 10) / 10; }).has_value());
}

}  // namespace
}  // namespace chokepoint
