// The structural cut of small random networks against trying each change: more and less of each
// capacity, and the shares of a shortfall against the mean over all orders.

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "sim/bottleneck/structural_cut.hpp"

namespace chokepoint {
namespace {

/// A tree of series and parallels with its capacities as leaves, in the order in which they come.
struct Tree {
  enum class Kind { capacity, all_of, any_of } kind = Kind::capacity;
  std::vector<Tree> parts;
};

Tree random_tree(std::mt19937& draw, int depth, std::size_t& leaves) {
  Tree tree;
  if (depth == 0 || draw() % 4 == 0) {
    ++leaves;
    return tree;
  }
  tree.kind = draw() % 2 == 0 ? Tree::Kind::all_of : Tree::Kind::any_of;
  for (unsigned n = 1 + draw() % 3; n > 0; --n)
    tree.parts.push_back(random_tree(draw, depth - 1, leaves));
  return tree;
}

/// What passes: the least of a series, the sum of parallels.
std::int64_t flow(const Tree& tree, const std::vector<std::int64_t>& units, std::size_t& next) {
  if (tree.kind == Tree::Kind::capacity)
    return units[next++];
  std::int64_t sum = 0;
  std::int64_t least = -1;
  for (const Tree& part : tree.parts) {
    const std::int64_t one = flow(part, units, next);
    sum += one;
    least = least < 0 ? one : std::min(least, one);
  }
  return tree.kind == Tree::Kind::all_of ? least : sum;
}

std::int64_t flow(const Tree& tree, const std::vector<std::int64_t>& units) {
  std::size_t next = 0;
  return flow(tree, units, next);
}

StructuralCut::Node build(const Tree& tree, const std::vector<std::int64_t>& units,
                          std::size_t& next, StructuralCut& net) {
  if (tree.kind == Tree::Kind::capacity) {
    const std::size_t k = next++;
    return net.capacity("c" + std::to_string(k), units[k]);
  }
  std::vector<StructuralCut::Node> parts;
  for (const Tree& part : tree.parts)
    parts.push_back(build(part, units, next, net));
  return tree.kind == Tree::Kind::all_of ? net.all_of(parts) : net.any_of(parts);
}

TEST(RandomCuts, HelpAndHurtAreWhatOneUnitMoreAndLessOfEachDoes) {
  int helps = 0;
  int hurts = 0;
  int ties = 0;  // in some minimum cut, but not in every
  for (unsigned seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 draw(seed);
    std::size_t leaves = 0;
    const Tree tree = random_tree(draw, 4, leaves);
    std::vector<std::int64_t> units(leaves);
    for (std::int64_t& one : units)
      one = draw() % 8;  // few, so that there are ties, and nothing at some
    StructuralCut net;
    std::size_t next = 0;
    const auto root = build(tree, units, next, net);
    const auto result = net.cut(root);
    const std::int64_t base = flow(tree, units);
    ASSERT_EQ(result.flow, base);
    ASSERT_EQ(result.capacities.size(), leaves);
    for (std::size_t k = 0; k < leaves; ++k) {
      // The cut counts in the order of the capacities, as they were added.
      const auto& verdict = result.capacities[k];
      ASSERT_EQ(verdict.name, "c" + std::to_string(k));
      ++units[k];
      EXPECT_EQ(verdict.helps_if_raised, flow(tree, units) > base) << verdict.name;
      units[k] -= 2;
      if (units[k] >= 0) {
        EXPECT_EQ(verdict.hurts_if_lowered, flow(tree, units) < base) << verdict.name;
      }
      ++units[k];
      helps += verdict.helps_if_raised ? 1 : 0;
      hurts += verdict.hurts_if_lowered ? 1 : 0;
      ties += verdict.hurts_if_lowered && !verdict.helps_if_raised ? 1 : 0;
    }
  }
  EXPECT_GT(helps, 300);
  EXPECT_GT(ties, 200);
  EXPECT_GT(hurts, helps);
}

TEST(RandomCuts, SharesOfAShortfallAreTheMeanOverAllOrders) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 draw(seed);
    std::vector<double> capacities(1 + draw() % 6);
    for (double& one : capacities)
      one = draw() % 30;
    constexpr double kDemand = 20;
    std::vector<double> expected(capacities.size());
    std::vector<std::size_t> order(capacities.size());
    std::iota(order.begin(), order.end(), 0);
    int orders = 0;
    do {
      double level = kDemand;
      for (const std::size_t k : order) {
        expected[k] += level - std::min(level, capacities[k]);
        level = std::min(level, capacities[k]);
      }
      ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    const std::vector<double> shares = water_filling(capacities, kDemand);
    double sum = 0;
    for (std::size_t k = 0; k < shares.size(); ++k) {
      EXPECT_NEAR(shares[k], expected[k] / orders, 1e-9);
      sum += shares[k];
    }
    const double lowest = *std::min_element(capacities.begin(), capacities.end());
    EXPECT_NEAR(sum, std::max(0.0, kDemand - lowest), 1e-9);
  }
}

}  // namespace
}  // namespace chokepoint
