#include <vector>

#include <gtest/gtest.h>

#include "models/policy/allocation.hpp"
#include "models/policy/bidding.hpp"
#include "models/policy/planning.hpp"

namespace chokepoint::models {
namespace {

TEST(AllocationTest, EveryRuleServesTheOlderOfTwoEquals) {
  const std::vector<Candidate> equal{{0, 1, true, true, 5, 0.5}, {1, 2, true, true, 5, 0.5}};
  for (const auto& name : allocation_rule_names()) {
    EXPECT_EQ(choose(allocation_rule(name), equal), 0U) << name;
  }
}

TEST(AllocationTest, EachRuleLooksAtItsOwnCriterion) {
  const std::vector<Candidate> two{{0, 1, false, false, 5, 0.5}, {1, 2, true, true, 6, 0.1}};
  EXPECT_EQ(choose(AllocationRule::fifo, two), 0U);
  EXPECT_EQ(choose(AllocationRule::contracts_first, two), 1U);
  EXPECT_EQ(choose(AllocationRule::stable_first, two), 1U);
  EXPECT_EQ(choose(AllocationRule::highest_bidder, two), 1U);
  EXPECT_EQ(choose(AllocationRule::pro_rata, two), 1U);
}

TEST(AllocationTest, WhoHasItsPartComesAfterAllOthersWhateverTheRule) {
  const std::vector<Candidate> two{{0, 1, true, true, 9, 0.1, 1, true},
                                   {1, 2, false, false, 5, 0.9}};
  const std::vector<Candidate> both{{0, 1, true, true, 9, 0.1, 1, true},
                                    {1, 2, false, false, 5, 0.9, 2, true}};
  for (const auto& name : allocation_rule_names()) {
    EXPECT_EQ(choose(allocation_rule(name), two), 1U) << name;
    EXPECT_EQ(choose(allocation_rule(name), both), 0U) << name;
  }
}

TEST(AllocationTest, ACustomerHasItsPartAboveTheLargestShare) {
  EXPECT_FALSE(has_its_part(25, 100, 0.25));
  EXPECT_TRUE(has_its_part(26, 100, 0.25));
  EXPECT_FALSE(has_its_part(0, 0, 0.25));
  EXPECT_FALSE(has_its_part(100, 100, 0));
  EXPECT_FALSE(has_its_part(100, 100, 1));
}

TEST(BiddingTest, AChipIsWorthAllThatItsDeviceIsDearer) {
  const DeviceDemand demand{.elasticity = 0.5, .chip_part = 0.1};
  EXPECT_DOUBLE_EQ(scarce_worth(20, 1, demand), 20);
  // Half of the devices sell at four times the price: three prices more, or thirty of the chip.
  EXPECT_DOUBLE_EQ(scarce_worth(20, 0.5, demand), 20 * (1 + 3 / 0.1));
  EXPECT_DOUBLE_EQ(scarce_worth(20, 1.5, demand), 20);
  // With none at all nobody names an endless price.
  EXPECT_DOUBLE_EQ(scarce_worth(20, 0, demand), scarce_worth(20, 0.01, demand));
}

TEST(BiddingTest, LogicIsWorthAPartOfItsSystems) {
  EXPECT_DOUBLE_EQ(logic_worth(30e9, 50'000, 0.4), 240'000);
}

TEST(PlanningTest, ConvictionWeighsWhatIsHeardAgainstTheOwnTrend) {
  EXPECT_DOUBLE_EQ(plan_rate(1, 30, 10), 30);
  EXPECT_DOUBLE_EQ(plan_rate(0, 30, 10), 10);
  EXPECT_DOUBLE_EQ(plan_rate(0.25, 30, 10), 15);
}

TEST(PlanningTest, ConvictionFadesOnlyAfterPatienceAndStopsAtTheFloor) {
  const Faith faith{.patience_months = 9, .fade_months = 6, .floor = 0.2};
  EXPECT_DOUBLE_EQ(faded_conviction(0.8, 9, faith), 0.8);
  EXPECT_DOUBLE_EQ(faded_conviction(0.8, 12, faith), 0.5);
  EXPECT_DOUBLE_EQ(faded_conviction(0.8, 100, faith), 0.2);
}

TEST(PlanningTest, AnExpansionCountsWhatIsUnderWayAndKeepsItsCap) {
  EXPECT_DOUBLE_EQ(expansion_start(100, 60, 40, 12, 50), 0);
  EXPECT_DOUBLE_EQ(expansion_start(160, 60, 40, 12, 50), 5);
  EXPECT_DOUBLE_EQ(expansion_start(1000, 60, 40, 12, 50), 50);
  EXPECT_DOUBLE_EQ(expansion_start(10, 60, 40, 12, 50), 0);
}

TEST(PlanningTest, ATrendFollowsSteadyGrowthAndDoesNotProjectShrinking) {
  Trend flat(10);
  for (int i = 0; i < 100; ++i)
    flat.observe(10);
  EXPECT_DOUBLE_EQ(flat.project(24), 10);
  Trend growing(10, 6, 1.0);
  double rate = 10;
  for (int i = 0; i < 240; ++i)
    growing.observe(rate *= 1.01);
  EXPECT_NEAR(growing.growth_per_year(), 0.12, 1e-9);  // exact once the start is forgotten
  Trend shrinking(10);
  for (int i = 0; i < 24; ++i)
    shrinking.observe(5);
  EXPECT_DOUBLE_EQ(shrinking.project(12), shrinking.level());
}

TEST(PlanningTest, ARestockOrdersThePositionsShortfallOnly) {
  EXPECT_EQ(restock(100, 30, 50), 20);
  EXPECT_EQ(restock(100, 60, 50), 0);
  EXPECT_EQ(restock(-5, 0, 0), 0);
}

}  // namespace
}  // namespace chokepoint::models
