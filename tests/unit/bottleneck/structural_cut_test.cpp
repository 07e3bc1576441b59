#include "sim/bottleneck/structural_cut.hpp"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

using Verdict = StructuralCut::Verdict;

const Verdict& of(const StructuralCut::Result& result, const std::string& name) {
  return *std::find_if(result.capacities.begin(), result.capacities.end(),
                       [&](const Verdict& v) { return v.name == name; });
}

TEST(StructuralCut, TheLowestOfASeriesAloneDecides) {
  StructuralCut net;
  const auto result =
      net.cut(net.all_of({net.capacity("A", 10), net.capacity("B", 7), net.capacity("C", 12)}));
  EXPECT_EQ(result.flow, 7);
  EXPECT_TRUE(of(result, "B").helps_if_raised);
  EXPECT_TRUE(of(result, "B").hurts_if_lowered);
  for (const char* name : {"A", "C"}) {
    EXPECT_FALSE(of(result, name).helps_if_raised);
    EXPECT_FALSE(of(result, name).hurts_if_lowered);
  }
}

TEST(StructuralCut, OfATieEitherHurtsAndNeitherHelps) {
  StructuralCut net;
  const auto result =
      net.cut(net.all_of({net.capacity("A", 10), net.capacity("B", 7), net.capacity("C", 7)}));
  EXPECT_EQ(result.flow, 7);
  for (const char* name : {"B", "C"}) {
    EXPECT_FALSE(of(result, name).helps_if_raised);
    EXPECT_TRUE(of(result, name).hurts_if_lowered);
  }
  EXPECT_FALSE(of(result, "A").hurts_if_lowered);
}

TEST(StructuralCut, WhatCanReplaceEachOtherAddsUp) {
  for (const std::int64_t chips : {12, 8}) {
    StructuralCut net;
    const auto power = net.any_of(
        {net.capacity("grid", 4), net.capacity("turbines", 3), net.capacity("engines", 2)});
    const auto result = net.cut(net.all_of({power, net.capacity("chips", chips)}));
    EXPECT_EQ(result.flow, std::min<std::int64_t>(9, chips));
    const bool power_decides = chips == 12;
    for (const char* name : {"grid", "turbines", "engines"}) {
      EXPECT_EQ(of(result, name).helps_if_raised, power_decides) << name;
      EXPECT_EQ(of(result, name).hurts_if_lowered, power_decides) << name;
    }
    EXPECT_EQ(of(result, "chips").helps_if_raised, !power_decides);
  }
}

TEST(StructuralCut, ASharedToolInAFixedMixIsOneCapacity) {
  // 100 hours, 2 for logic and 3 for memory, one of each in a unit; logic 30, memory 40,
  // assembly 60.
  StructuralCut net;
  const auto result =
      net.cut(net.all_of({net.capacity("tool", 100 / (2 + 3)), net.capacity("logic", 30),
                          net.capacity("memory", 40), net.capacity("assembly", 60)}));
  EXPECT_EQ(result.flow, 20);
  EXPECT_TRUE(of(result, "tool").helps_if_raised);
}

TEST(StructuralCut, IsTheSmallestOfSeriesAndTheSumOfParallels) {
  // Trees of both kinds against the recursive answer.
  for (std::int64_t a = 1; a < 6; ++a) {
    for (std::int64_t b = 1; b < 6; ++b) {
      StructuralCut net;
      const auto left = net.all_of({net.capacity("a", a), net.capacity("three", 3)});
      const auto right = net.any_of({net.capacity("b", b), net.capacity("one", 1)});
      const auto root = net.any_of({left, net.all_of({right, net.capacity("four", 4)})});
      EXPECT_EQ(net.cut(root).flow,
                std::min<std::int64_t>(a, 3) + std::min<std::int64_t>(b + 1, 4));
    }
  }
}

TEST(WaterFilling, IsTheShapleyValueOfTheTextbookCase) {
  const std::vector<double> capacities{10, 7, 12};
  const auto shares = water_filling(capacities, 20);
  EXPECT_NEAR(shares[0], 11.0 / 3, 1e-12);
  EXPECT_NEAR(shares[1], 20.0 / 3, 1e-12);
  EXPECT_NEAR(shares[2], 8.0 / 3, 1e-12);
}

/// The mean over all orders of what each constraint takes away when it is added.
std::vector<double> shapley(const std::vector<double>& capacities, double demand) {
  std::vector<std::size_t> order(capacities.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> sums(capacities.size());
  int orders = 0;
  do {
    double level = demand;
    for (const std::size_t k : order) {
      const double lower = std::min(level, capacities[k]);
      sums[k] += level - lower;
      level = lower;
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  for (double& sum : sums)
    sum /= orders;
  return sums;
}

TEST(WaterFilling, EqualsTheMeanOverAllOrdersAndSumsToTheShortfall) {
  const std::vector<std::vector<double>> cases{
      {3, 9, 4, 7}, {5, 5, 8}, {25, 30}, {2, 2, 2, 2}, {1, 19, 20, 21}};
  for (const auto& capacities : cases) {
    const auto shares = water_filling(capacities, 20);
    const auto expected = shapley(capacities, 20);
    double sum = 0;
    for (std::size_t k = 0; k < shares.size(); ++k) {
      EXPECT_NEAR(shares[k], expected[k], 1e-9);
      sum += shares[k];
    }
    const double lowest = *std::min_element(capacities.begin(), capacities.end());
    EXPECT_NEAR(sum, std::max(0.0, 20 - lowest), 1e-9);
  }
}

}  // namespace
}  // namespace chokepoint
