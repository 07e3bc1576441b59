#include "sim/sensitivity/morris.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

TEST(Morris, DesignOfOneFactorStepsThereAndBack) {
  const Rows rows = morris_design(1, 50, 2, RandomSource(1));
  ASSERT_EQ(rows.size(), 100U);
  int up = 0;
  for (std::size_t row = 0; row < rows.size(); row += 2) {
    EXPECT_DOUBLE_EQ(rows[row][0] + rows[row + 1][0], 1.0);  // 1/4 and 3/4
    up += rows[row][0] < rows[row + 1][0] ? 1 : 0;
  }
  EXPECT_GT(up, 10);
  EXPECT_LT(up, 40);
}

TEST(Morris, LaterTrajectoriesDoNotChangeEarlierOnes) {
  const Rows few = morris_design(4, 3, 4, RandomSource(7));
  Rows many = morris_design(4, 30, 4, RandomSource(7));
  many.resize(few.size());
  EXPECT_EQ(few, many);
}

TEST(Morris, OddLevelsAreRefused) {
  EXPECT_THROW((void)morris_design(2, 2, 3, RandomSource(1)), std::invalid_argument);
  EXPECT_THROW((void)morris_design(2, 2, 0, RandomSource(1)), std::invalid_argument);
}

TEST(Morris, EffectsAreChangesPerWholeRange) {
  // Two trajectories: y rises by 1 over half of the range, then falls by 2 on the way down.
  const Rows rows{{0.25}, {0.75}, {0.75}, {0.25}};
  const std::vector<double> outputs{0.0, 1.0, 5.0, 3.0};
  const auto effects = elementary_effects(rows, outputs);
  ASSERT_EQ(effects.size(), 1U);
  EXPECT_DOUBLE_EQ(effects[0].mean, 3.0);  // of 2 and 4
  EXPECT_DOUBLE_EQ(effects[0].mean_absolute, 3.0);
  EXPECT_DOUBLE_EQ(effects[0].deviation * effects[0].deviation, 2.0);
  EXPECT_DOUBLE_EQ(effects[0].standard_error, 1.0);
}

TEST(Morris, EffectsOfOppositeSignsDoNotCancelInTheirSize) {
  const Rows rows{{0.25}, {0.75}, {0.25}, {0.75}};
  const std::vector<double> outputs{0.0, 1.0, 1.0, 0.0};
  const auto effects = elementary_effects(rows, outputs);
  EXPECT_DOUBLE_EQ(effects[0].mean, 0.0);
  EXPECT_DOUBLE_EQ(effects[0].mean_absolute, 2.0);
}

TEST(Morris, RowsThatAreNoTrajectoriesAreRefused) {
  const std::vector<double> outputs(6, 0.0);
  EXPECT_THROW((void)elementary_effects({{0, 0}, {1, 1}, {1, 0}, {0, 0}, {1, 0}, {1, 1}}, outputs),
               std::invalid_argument);  // two factors at once
  EXPECT_THROW((void)elementary_effects({{0, 0}, {1, 0}, {0, 0}, {0, 0}, {1, 0}, {1, 1}}, outputs),
               std::invalid_argument);  // one factor twice
  EXPECT_THROW((void)elementary_effects({{0, 0}, {1, 0}, {1, 1}}, std::vector<double>(3, 0.0)),
               std::invalid_argument);  // one trajectory
  EXPECT_THROW((void)elementary_effects({}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace chokepoint
