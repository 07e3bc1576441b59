// Decisions about money: rents, prices of a queue, what a lab earns and offers.

#include <cmath>

#include <gtest/gtest.h>

#include "models/policy/lab_budget.hpp"
#include "models/policy/patience.hpp"
#include "models/policy/planning.hpp"
#include "models/policy/rent.hpp"
#include "models/policy/spot.hpp"

namespace chokepoint::models {
namespace {

constexpr double kHours = 365.2425 * 24 / 12;

TEST(LastMinuteTest, AsksMoreTheLessIsSpare) {
  const LastMinuteRule rule{.least = 0.7, .most = 1.5, .usual_spare = 0.1};
  EXPECT_DOUBLE_EQ(last_minute_rent(rule, 10, 0, 1000), 15);
  EXPECT_DOUBLE_EQ(last_minute_rent(rule, 10, 50, 1000), 11);
  EXPECT_DOUBLE_EQ(last_minute_rent(rule, 10, 100, 1000), 7);
  EXPECT_DOUBLE_EQ(last_minute_rent(rule, 10, 500, 1000), 7);
  EXPECT_DOUBLE_EQ(last_minute_rent(rule, 10, 500, 0), 7);
}

TEST(RollOffTest, GoesOnlyToWhoPaysMoreAndNoFurtherThanHeWants) {
  EXPECT_DOUBLE_EQ(rolled_off(300, 10, 500, 10), 0);
  EXPECT_DOUBLE_EQ(rolled_off(300, 10, 500, 11), 300);
  EXPECT_DOUBLE_EQ(rolled_off(300, 10, 200, 11), 200);
}

TEST(InterestTest, IsDueOnDebtAndOnAnOverdraftEachAtItsRate) {
  EXPECT_DOUBLE_EQ(interest_of_a_month(1200, 0.1, 0, 0.5), 10);
  EXPECT_DOUBLE_EQ(interest_of_a_month(0, 0.1, 1200, 0.05), 5);
  EXPECT_DOUBLE_EQ(interest_of_a_month(1200, 0.1, 1200, 0), 10);
}

TEST(CostTest, CapitalIsPaidBackInEqualPartsWithInterest) {
  EXPECT_DOUBLE_EQ(monthly_cost(6000, 0, 60, 5), 105);
  // 1 % a month over two months: x/1.01 + x/1.01^2 = 100.
  EXPECT_NEAR(monthly_cost(100, 0.12, 2, 0), 100 / (1 / 1.01 + 1 / (1.01 * 1.01)), 1e-9);
}

TEST(MoneyTest, APurchaseWaitedForMoneyWhenAtLeastHalfOfItDid) {
  EXPECT_FALSE(mostly_waited(0, 0));
  EXPECT_FALSE(mostly_waited(0, 10));
  EXPECT_FALSE(mostly_waited(4, 10));
  EXPECT_TRUE(mostly_waited(5, 10));
  EXPECT_TRUE(mostly_waited(30, 10));
}

/// F-P4: 1,500 usd a kW more for power is about ten cents more for an H100's hour.
TEST(CostTest, DoublingThePriceOfPowerAddsAboutTenCentsToTheHourOfAnH100) {
  const auto hour = [](double power) {
    return 1.4 * monthly_cost(45000 + 1.4 * power, 0.07, 60, 125) / kHours;
  };
  const double more = hour(2 * 1500) - hour(1500);
  EXPECT_GT(more, 0.07);
  EXPECT_LT(more, 0.14);
}

TEST(RentTest, CoversTheCostWhenContractsWaitAsLongAsUsual) {
  const RentRule rule{
      .usual_wait_months = 9, .rise = 0.5, .follows = 1, .lowest = 0.75, .highest = 2};
  EXPECT_DOUBLE_EQ(next_rent(rule, 1.7, 9), 1);
  EXPECT_DOUBLE_EQ(next_rent(rule, 1.7, 18), 1.5);
  EXPECT_DOUBLE_EQ(next_rent(rule, 1.7, 90), 2);
  EXPECT_DOUBLE_EQ(next_rent(rule, 1.7, 0), 0.75);
}

TEST(RentTest, FollowsScarcityByAPartOfTheGap) {
  const RentRule rule{.usual_wait_months = 9, .rise = 0.5, .follows = 0.5};
  EXPECT_DOUBLE_EQ(next_rent(rule, 1, 27), 1.5);
}

TEST(ServingTest, IsWhatInvestorsDoNotPayForButNeverLessOrMoreThanItsLimits) {
  EXPECT_DOUBLE_EQ(serving_part(0.3, 0.9, 100, 2, 50), 0.75);
  EXPECT_DOUBLE_EQ(serving_part(0.3, 0.9, 100, 2, 190), 0.3);
  EXPECT_DOUBLE_EQ(serving_part(0.3, 0.9, 100, 2, 0), 0.9);
  EXPECT_DOUBLE_EQ(serving_part(0.3, 0.9, 100, 0, 50), 0.3);  // nobody has named a rent yet
  EXPECT_DOUBLE_EQ(serving_part(0.3, 0.9, 0, 2, 50), 0.3);
}

TEST(QueuePriceTest, RisesWithTheQueueUpToItsMost) {
  const QueuePrice rule{.most = 2, .full_months = 24};
  EXPECT_DOUBLE_EQ(queue_price(rule, 100, 0), 100);
  EXPECT_DOUBLE_EQ(queue_price(rule, 100, 12), 150);
  EXPECT_DOUBLE_EQ(queue_price(rule, 100, 90), 200);
}

TEST(ResaleTest, ASlotFetchesWhatTheQueueCostsAndEachMonthThatItSaves) {
  EXPECT_DOUBLE_EQ(resale_price(450, 20, 90), 2250);
  EXPECT_DOUBLE_EQ(resale_price(450, 0, 90), 450);
  EXPECT_DOUBLE_EQ(resale_price(450, -5, 90), 450);  // who is no sooner fetches no more
  EXPECT_DOUBLE_EQ(resale_price(450, 20, 0), 450);
}

TEST(RevenueTest, CustomersPayForWhatTheyWantAndMoreWhenItIsScarce) {
  const RevenueRule rule{.usd_per_kw = 10, .exponent = 0.5, .most = 3};
  EXPECT_DOUBLE_EQ(revenue(rule, 100, 100), 1000);
  EXPECT_DOUBLE_EQ(revenue(rule, 100, 150), 1000);  // nobody pays for what nobody wants
  EXPECT_DOUBLE_EQ(revenue(rule, 100, 25), 500);    // twice the price for a quarter
  EXPECT_DOUBLE_EQ(revenue(rule, 100, 1), 30);      // the price has a top
  EXPECT_DOUBLE_EQ(revenue(rule, 100, 0), 0);
}

TEST(SalariesTest, AreAPartOfWhatComesInAndNeverLessThanNothing) {
  EXPECT_DOUBLE_EQ(salaries(0.2, 100), 20);
  EXPECT_EQ(salaries(0, 100), 0);
  EXPECT_EQ(salaries(0.2, -5), 0);
}

TEST(WishAtRentTest, ADearRentLeavesWhatCustomersAndInvestorsPayFor) {
  const RevenueRule rule{.usd_per_kw = 10, .exponent = 0.5, .most = 3};
  EXPECT_DOUBLE_EQ(wish_at_rent(rule, 100, 9, 0), 100);
  EXPECT_DOUBLE_EQ(wish_at_rent(rule, 100, 20, 0), 25);
  EXPECT_DOUBLE_EQ(wish_at_rent(rule, 100, 20, 400), 45);
  EXPECT_DOUBLE_EQ(wish_at_rent(rule, 100, 20, 1e6), 100);
}

TEST(PatienceTest, LendersGiveAllUpToOneMultipleNothingFromAnotherAndAPartBetween) {
  const PatienceRule rule{.tires_at = 2, .ends_at = 4};
  EXPECT_DOUBLE_EQ(willingness(rule, 0), 1);
  EXPECT_DOUBLE_EQ(willingness(rule, 2), 1);
  EXPECT_DOUBLE_EQ(willingness(rule, 2.5), 0.75);
  EXPECT_DOUBLE_EQ(willingness(rule, 4), 0);
  EXPECT_DOUBLE_EQ(willingness(rule, 9), 0);
}

TEST(PatienceTest, ADebtWithoutCashFlowIsBeyondAllBounds) {
  const PatienceRule rule{.tires_at = 2, .ends_at = 4};
  EXPECT_DOUBLE_EQ(leverage(300, 100), 3);
  EXPECT_DOUBLE_EQ(leverage(0, 0), 0);
  EXPECT_DOUBLE_EQ(willingness(rule, leverage(0, -5)), 1);
  EXPECT_DOUBLE_EQ(willingness(rule, leverage(1, 0)), 0);
}

TEST(PatienceTest, InvestorsGiveAllToWhoGrowsFastNothingToWhoDoesNotAndAPartBetween) {
  const ProgressRule rule{.tires_at = std::log(2), .ends_at = 0};
  EXPECT_DOUBLE_EQ(funded(rule, 0, 10), 1);  // no year to look back on
  EXPECT_NEAR(funded(rule, 10, 20), 1, 1e-12);
  EXPECT_DOUBLE_EQ(funded(rule, 10, 50), 1);
  EXPECT_NEAR(funded(rule, 10, 10 * std::sqrt(2)), 0.5, 1e-12);
  EXPECT_DOUBLE_EQ(funded(rule, 10, 10), 0);
  EXPECT_DOUBLE_EQ(funded(rule, 10, 0), 0);
}

TEST(PremiumTest, RisesWithWhatIsNotServed) {
  EXPECT_DOUBLE_EQ(premium(0.5, 0), 0);
  EXPECT_DOUBLE_EQ(premium(0.5, 0.5), 0.25);
  EXPECT_DOUBLE_EQ(premium(0.5, 2), 0.5);
}

TEST(ContractSharesTest, HabitDecidesAmongEqualOffers) {
  const std::vector<OperatorOffer> offers{{0.75, 100, 6}, {0.25, 100, 6}, {0, 100, 6}};
  const std::vector<double> shares = contract_shares(offers, 0, 0.2, 0.7);
  EXPECT_NEAR(shares[0], 0.75, 1e-12);
  EXPECT_NEAR(shares[1], 0.25, 1e-12);
  EXPECT_NEAR(shares[2], 0, 1e-12);
}

TEST(ContractSharesTest, ALabThatIsShortTurnsToOperatorsItDoesNotKnow) {
  const std::vector<OperatorOffer> offers{{1, 100, 6}, {0, 100, 6}};
  EXPECT_NEAR(contract_shares(offers, 0.5, 0.2, 0.7)[1], 0.1, 1e-12);
  EXPECT_NEAR(contract_shares(offers, 1, 0.2, 0.7)[1], 0.2, 1e-12);
}

TEST(ContractSharesTest, DearerAndLaterOffersLoseGround) {
  const double dear =
      contract_shares(std::vector<OperatorOffer>{{0.5, 100, 0}, {0.5, 200, 0}}, 0, 0, 0.7)[1];
  const double late =
      contract_shares(std::vector<OperatorOffer>{{0.5, 100, 0}, {0.5, 100, 12}}, 0, 0, 0.7)[1];
  EXPECT_LT(dear, 0.4);
  EXPECT_NEAR(dear, late, 1e-12);  // a year later counts like twice the rent
}

TEST(ContractSharesTest, WhoOffersNothingGetsNothing) {
  const std::vector<OperatorOffer> offers{{1, 0, 0}, {0, 100, 0}};
  EXPECT_EQ(contract_shares(offers, 0, 0.2, 0.7), (std::vector<double>{0, 1}));
  EXPECT_EQ(contract_shares(std::vector<OperatorOffer>{{1, 0, 0}}, 0, 0, 0.7),
            (std::vector<double>{0}));
}

TEST(FaithTest, MovesTowardThePartOfExpectationsThatCameTrue) {
  EXPECT_DOUBLE_EQ(next_faith(1, 50, 100, 4), 0.875);
  EXPECT_DOUBLE_EQ(next_faith(0.5, 300, 100, 4), 0.625);  // more than expected is no more than true
  EXPECT_DOUBLE_EQ(next_faith(0.5, 3, 0, 4), 0.5);        // nothing was expected
}

}  // namespace
}  // namespace chokepoint::models
