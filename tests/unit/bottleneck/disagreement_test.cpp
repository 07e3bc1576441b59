// Every month in which a method and the re-runs differ has a reason, by a rule.

#include "sim/bottleneck/disagreement.hpp"

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

/// One month with those shares of "a", "b" and "decisions".
ShareMatrix month(double a, double b, double decisions = 0) {
  return {{"a", "b", "decisions"}, {{a, b, decisions}}};
}

DisagreementReason reason(const ShareMatrix& method, const ShareMatrix& truth,
                          const DisagreementFacts& facts) {
  const auto found = disagreements(method, truth, facts);
  EXPECT_EQ(found.size(), 1U);
  return found.front().reason;
}

const std::vector<double> kOne{1.0};

TEST(Disagreement, IsATieWhereEitherGivesBothNamesNearlyTheSame) {
  EXPECT_EQ(reason(month(0.52, 0.48), month(0.1, 0.9), {kOne}), DisagreementReason::tie);
  EXPECT_EQ(reason(month(0.9, 0.1), month(0.48, 0.52), {kOne}), DisagreementReason::tie);
}

TEST(Disagreement, IsReadFromTheSumOfAllElasticities) {
  const std::vector<double> less{0.5};
  const std::vector<double> more{1.5};
  const ShareMatrix method = month(0.9, 0.1);
  const ShareMatrix truth = month(0.1, 0.9);
  EXPECT_EQ(reason(method, truth, {less}), DisagreementReason::missing);
  EXPECT_EQ(reason(method, truth, {more}), DisagreementReason::steps);
  EXPECT_EQ(reason(method, truth, {kOne}), DisagreementReason::unexplained);
}

TEST(Disagreement, IsOfTheFiniteStepWhereMoreAndLessDoNotAnswerAlike) {
  const NamesByMonth uneven{{"b"}};
  const std::vector<double> more{1.5};
  const ShareMatrix method = month(0.9, 0.1);
  const ShareMatrix truth = month(0.1, 0.9);
  EXPECT_EQ(reason(method, truth, {.sums = more, .uneven = &uneven}), DisagreementReason::step);
  const NamesByMonth others{{"c"}};
  EXPECT_EQ(reason(method, truth, {.sums = more, .uneven = &others}), DisagreementReason::steps);
}

TEST(Disagreement, IsOfPolicyOnlyWhereSeveralBuyersWereServed) {
  const ShareMatrix method = month(0.9, 0.1);
  const ShareMatrix truth = month(0.1, 0.9);
  for (const char* name : {"a", "b"}) {
    const NamesByMonth shared{{name}};
    EXPECT_EQ(reason(method, truth, {.sums = kOne, .shared = &shared}), DisagreementReason::policy);
  }
  const NamesByMonth others{{"c"}};
  EXPECT_EQ(reason(method, truth, {.sums = kOne, .shared = &others}),
            DisagreementReason::unexplained);
}

TEST(Disagreement, IsOfStocksOnlyWhereTheLedgerThatSeesThemNamesWhatTheReRunsDo) {
  const ShareMatrix method = month(0.9, 0.1);
  const ShareMatrix truth = month(0.1, 0.9);
  EXPECT_EQ(reason(method, truth, {.sums = kOne, .sees_stock = &truth}), DisagreementReason::stock);
  EXPECT_EQ(reason(method, truth, {.sums = kOne, .sees_stock = &method}),
            DisagreementReason::unexplained);
}

TEST(Disagreement, IsOfSingleLotsWhereTheMonthsAroundAgree) {
  const ShareMatrix calm = month(0.2, 0.8);
  const ShareMatrix other = month(0.8, 0.2);
  const ShareMatrix method = month(0.9, 0.1);
  const ShareMatrix truth = month(0.1, 0.9);
  EXPECT_EQ(reason(method, truth, {kOne, &calm, &calm}), DisagreementReason::lumps);
  EXPECT_EQ(reason(method, truth, {kOne, &other, &calm}), DisagreementReason::unexplained);
}

TEST(Disagreement, IsOfOrdersWhereBothNameDecisionsOrTheReRunsWhatWasThereBefore) {
  const auto named = [](const char* by_method, const char* by_runs) {
    const ShareMatrix method{{by_method, by_runs}, {{0.9, 0.1}}};
    const ShareMatrix truth{{by_method, by_runs}, {{0.1, 0.9}}};
    return reason(method, truth, {kOne});
  };
  EXPECT_EQ(named("money", "site_orders"), DisagreementReason::orders);
  EXPECT_EQ(named("works", "initial_stock"), DisagreementReason::orders);
  EXPECT_EQ(named("works", "site_orders"), DisagreementReason::unexplained);
  EXPECT_EQ(named("site_orders", "works"), DisagreementReason::unexplained);
}

TEST(Disagreement, PutsMonthsInARowTogetherAndLeavesOutThoseThatAgree) {
  const ShareMatrix method{{"a", "b"}, {{1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {0, 0}}};
  const ShareMatrix truth{{"b", "a"}, {{1, 0}, {1, 0}, {0, 1}, {1, 0}, {1, 0}, {1, 0}}};
  const std::vector<double> sums{1, 1, 1, 1, 0.5, 1};
  const auto found = disagreements(method, truth, {sums});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].first, 0U);
  EXPECT_EQ(found[0].last, 1U);
  EXPECT_EQ(found[1].first, 3U);
  EXPECT_EQ(found[1].last, 3U);
  EXPECT_EQ(text(found[1].reason), "not explained");
  EXPECT_EQ(text(found[2].reason), "missing constraint");
}

}  // namespace
}  // namespace chokepoint
