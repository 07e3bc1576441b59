#include "sim/sensitivity/scenario_discovery.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

Rows uniform_rows(std::size_t count, std::size_t factors, std::uint64_t seed) {
  const RandomSource random(seed);
  Rows rows(count, std::vector<double>(factors));
  for (std::size_t factor = 0; factor < factors; ++factor) {
    const Stream stream = random.stream(std::to_string(factor), "value");
    for (std::size_t row = 0; row < count; ++row)
      rows[row][factor] = stream.uniform(row);
  }
  return rows;
}

template <class Rule>
std::vector<bool> outcomes(const Rows& rows, Rule rule) {
  std::vector<bool> outcome;
  for (const auto& row : rows)
    outcome.push_back(rule(row));
  return outcome;
}

const std::vector<bool> kNumbers(4, false);

TEST(ScenarioDiscovery, FindsABoxThatWasPlanted) {
  const Rows rows = uniform_rows(1000, 4, 1);
  const auto outcome = outcomes(rows, [](const auto& row) { return row[0] > 0.6 && row[2] < 0.5; });
  const auto box = discover_box(rows, outcome, kNumbers, RandomSource(1));
  ASSERT_TRUE(box);
  ASSERT_EQ(box->limits.size(), 2U);
  EXPECT_EQ(box->limits[0].factor, 0U);
  ASSERT_TRUE(box->limits[0].low);
  EXPECT_FALSE(box->limits[0].high);
  // A peel takes a tenth of what is left, so that an edge is that much off at most.
  EXPECT_NEAR(*box->limits[0].low, 0.6, 0.05);
  EXPECT_EQ(box->limits[1].factor, 2U);
  ASSERT_TRUE(box->limits[1].high);
  EXPECT_FALSE(box->limits[1].low);
  EXPECT_NEAR(*box->limits[1].high, 0.5, 0.06);
  EXPECT_GT(box->density(), 0.85);
  EXPECT_GT(box->coverage(), 0.85);
  EXPECT_DOUBLE_EQ(box->chance, 0.01);  // no shuffle of 99 has as good a box
  for (const BoxLimit& limit : box->limits)
    EXPECT_LT(limit.chance, 1e-6);
}

TEST(ScenarioDiscovery, CountsWhatTheBoxHolds) {
  const Rows rows = uniform_rows(300, 4, 2);
  const auto outcome = outcomes(rows, [](const auto& row) { return row[1] < 0.3; });
  const auto box = discover_box(rows, outcome, kNumbers, RandomSource(1));
  ASSERT_TRUE(box);
  std::size_t inside = 0;
  std::size_t hits = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    bool in = true;
    for (const BoxLimit& limit : box->limits) {
      in = in && (!limit.low || rows[row][limit.factor] >= *limit.low) &&
           (!limit.high || rows[row][limit.factor] <= *limit.high);
    }
    inside += in ? 1 : 0;
    hits += in && outcome[row] ? 1 : 0;
  }
  EXPECT_EQ(box->points_inside, inside);
  EXPECT_EQ(box->hits_inside, hits);
  EXPECT_EQ(box->points, 300U);
}

TEST(ScenarioDiscovery, LevelsAreASet) {
  Rows rows = uniform_rows(400, 2, 3);
  for (auto& row : rows)
    row[1] = static_cast<double>(static_cast<int>(row[1] * 5));
  const auto outcome = outcomes(rows, [](const auto& row) { return row[1] == 0 || row[1] == 3; });
  const auto box = discover_box(rows, outcome, {false, true}, RandomSource(1));
  ASSERT_TRUE(box);
  ASSERT_EQ(box->limits.size(), 1U);
  EXPECT_EQ(box->limits[0].levels, (std::vector<double>{0, 3}));
  EXPECT_FALSE(box->limits[0].low);
  EXPECT_DOUBLE_EQ(box->density(), 1.0);
  EXPECT_DOUBLE_EQ(box->coverage(), 1.0);
}

TEST(ScenarioDiscovery, WhatChanceMakesIsSaidToBeChance) {
  // Outcomes that have nothing to do with the factors: the chance is that of a fair lot, so in 20
  // samples it is below 0.1 in two, and in six or more with a probability of 1 %.
  int striking = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Rows rows = uniform_rows(100, 4, seed);
    const Stream coin = RandomSource(seed).stream("coin", "toss");
    std::vector<bool> outcome;
    for (std::size_t row = 0; row < rows.size(); ++row)
      outcome.push_back(coin.uniform(row) < 0.3);
    const auto box = discover_box(rows, outcome, kNumbers, RandomSource(seed));
    striking += box && box->chance < 0.1 ? 1 : 0;
  }
  EXPECT_LT(striking, 6);
}

TEST(ScenarioDiscovery, NothingToFindWhereAllOrNoneHaveTheOutcome) {
  const Rows rows = uniform_rows(100, 4, 1);
  EXPECT_FALSE(discover_box(rows, std::vector<bool>(100, true), kNumbers, RandomSource(1)));
  EXPECT_FALSE(discover_box(rows, std::vector<bool>(100, false), kNumbers, RandomSource(1)));
}

TEST(ScenarioDiscovery, TooFewPointsSayNothing) {
  const Rows rows = uniform_rows(19, 4, 1);
  const auto outcome = outcomes(rows, [](const auto& row) { return row[0] > 0.5; });
  EXPECT_FALSE(discover_box(rows, outcome, kNumbers, RandomSource(1)));
}

TEST(ScenarioDiscovery, SizesMustMatch) {
  EXPECT_THROW((void)discover_box({{1.0}}, {true, false}, {false}, RandomSource(1)),
               std::invalid_argument);
  EXPECT_THROW((void)discover_box({{1.0}}, {true}, {false, false}, RandomSource(1)),
               std::invalid_argument);
}

}  // namespace
}  // namespace chokepoint
