#include "sim/bottleneck/agreement.hpp"

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

/// Months in which one constraint has everything: "AAB" is three of them.
ShareMatrix labels(const std::string& months) {
  ShareMatrix matrix{{"A", "B", "C"}, {}};
  for (const char label : months) {
    std::vector<double>& shares = matrix.months.emplace_back(3);
    if (label >= 'A')
      shares[static_cast<std::size_t>(label - 'A')] = 1;
  }
  return matrix;
}

TEST(Agreement, OfAMethodWithItselfIsComplete) {
  const ShareMatrix p = labels("AAAAABBBBBCC");
  const Agreement a = agreement(p, p);
  EXPECT_EQ(a.months, 12U);
  EXPECT_DOUBLE_EQ(a.top1, 1);
  EXPECT_DOUBLE_EQ(a.kappa, 1);
  EXPECT_DOUBLE_EQ(a.overlap, 1);
  EXPECT_DOUBLE_EQ(*a.jaccard, 1);
  EXPECT_DOUBLE_EQ(*a.onset_months, 0);
}

TEST(Agreement, KappaTakesOffWhatChanceWouldGive) {
  // 7 of 10 agree. A: 6 and 5 of 10, B: 4 and 5: chance 0.3 + 0.2.
  const Agreement a = agreement(labels("AAAAAABBBB"), labels("AAAABBBBBA"));
  EXPECT_DOUBLE_EQ(a.top1, 0.7);
  EXPECT_NEAR(a.kappa, (0.7 - 0.5) / (1 - 0.5), 1e-12);
  EXPECT_NEAR(a.chance, 0.5, 1e-12);
}

TEST(Agreement, KappaFallsFarWhereOneNameIsUsual) {
  // 9 of 10 agree in both; where one has nearly all, chance has nearly as much.
  const Agreement usual = agreement(labels("AAAAAAAAAB"), labels("AAAAAAAAAA"));
  EXPECT_DOUBLE_EQ(usual.top1, 0.9);
  EXPECT_DOUBLE_EQ(usual.chance, 0.9);
  EXPECT_NEAR(usual.kappa, 0, 1e-12);
  EXPECT_EQ(usual.usual, "A");
  EXPECT_DOUBLE_EQ(usual.usual_part, 1);
  EXPECT_NEAR(agreement(labels("AAAABBBBBB"), labels("AAAAABBBBB")).kappa, 0.8, 1e-12);
}

TEST(Agreement, IsToldOfTheMonthsWithoutATie) {
  ShareMatrix p = labels("AAAB");
  p.months[1] = {0.52, 0.48, 0};
  const Agreement a = agreement(p, labels("ABAB"));
  EXPECT_DOUBLE_EQ(a.top1, 0.75);
  EXPECT_EQ(a.clear.months, 3U);
  EXPECT_DOUBLE_EQ(a.clear.top1, 1);
  EXPECT_DOUBLE_EQ(a.clear.kappa, 1);
}

TEST(Agreement, ADisagreementOnEverythingIsBelowChance) {
  const Agreement a = agreement(labels("AABB"), labels("BBAA"));
  EXPECT_DOUBLE_EQ(a.top1, 0);
  EXPECT_DOUBLE_EQ(a.kappa, -1);
  EXPECT_DOUBLE_EQ(a.overlap, 0);
}

TEST(Agreement, OverlapIsTheSumOfTheSmallerShares) {
  const ShareMatrix p{{"A", "B"}, {{0.7, 0.3}, {0.5, 0.5}}};
  const ShareMatrix q{{"B", "C"}, {{0.6, 0.4}, {0.5, 0.5}}};
  const Agreement a = agreement(p, q);
  EXPECT_DOUBLE_EQ(a.overlap, (0.3 + 0.5) / 2);
}

TEST(Agreement, MonthsWithoutAnAnswerAreLeftOut) {
  const Agreement a = agreement(labels("AA..BB"), labels("A.ABBB"));
  EXPECT_EQ(a.months, 3U);
  EXPECT_DOUBLE_EQ(a.top1, 1);
}

TEST(Agreement, OnsetsAndIntervalsAreComparedByMonth) {
  // B binds from month 12 here and from month 16 there, until month 31; A until then.
  const std::string p = std::string(12, 'A') + std::string(20, 'B');
  const std::string q = std::string(16, 'A') + std::string(16, 'B');
  const Agreement a = agreement(labels(p), labels(q));
  EXPECT_DOUBLE_EQ(*a.onset_months, (0.0 + 4.0) / 2);
  EXPECT_GT(*a.jaccard, 0.7);
  EXPECT_LT(*a.jaccard, 1);
}

TEST(Agreement, OfNothingWithNothingHasNoIntervals) {
  const Agreement a = agreement(labels("...."), labels("...."));
  EXPECT_EQ(a.months, 0U);
  EXPECT_FALSE(a.jaccard);
  EXPECT_FALSE(a.onset_months);
}

}  // namespace
}  // namespace chokepoint
