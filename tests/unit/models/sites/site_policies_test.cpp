// The decisions of labs, builders, vendors and their suppliers, at their boundaries.

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "models/actors/ai_services.hpp"
#include "models/policy/ai_demand.hpp"
#include "models/policy/contracting.hpp"
#include "models/policy/matched_sets.hpp"
#include "models/policy/nameplate.hpp"
#include "models/policy/planning.hpp"
#include "models/policy/rent.hpp"
#include "models/policy/site_starts.hpp"
#include "models/policy/supplier_growth.hpp"
#include "models/policy/training_sites.hpp"

namespace chokepoint::models {
namespace {

TEST(NameplateTest, LossesReserveAndDeratingEachPutMoreBehindAKwOfCompute) {
  EXPECT_DOUBLE_EQ(nameplate_behind({}), 1);
  EXPECT_DOUBLE_EQ(nameplate_behind({.losses = 1.25}), 1.25);
  EXPECT_DOUBLE_EQ(nameplate_behind({.losses = 1.25, .reserve = 0.2}), 1.5);
  EXPECT_DOUBLE_EQ(nameplate_behind({.losses = 1.25, .reserve = 0.2, .derating = 0.75}), 2);
}

constexpr Tick kYear = 525949;  // 365.2425 days, rounded

AiDemandLaw law() {
  using Points = std::vector<Profile::Point>;
  return {.growth = Profile(Profile::Shape::linear, Points{{0, 0.4}, {kYear, 1.2}}),
          .discovery =
              Profile(Profile::Shape::steps, Points{{0, 0}, {kYear, 1.5}, {kYear + 180 * kDay, 0}}),
          .unserved_drag = 0.2};
}

TEST(AiDemandTest, GrowsAsTheOutsideWorldSays) {
  EXPECT_DOUBLE_EQ(law().growth_per_year(0, 0), 0.4);
  EXPECT_NEAR(law().growth_per_year(kYear / 2, 0), 0.8, 1e-5);  // the year has odd minutes
  EXPECT_DOUBLE_EQ(law().growth_per_year(9 * kYear, 0), 1.2);
  // Over the first year: the mean of its two ends.
  EXPECT_NEAR(law().factor(0, kYear, 0), std::exp(0.8), 1e-5);
}

TEST(AiDemandTest, UnservedDemandSlowsItsGrowth) {
  EXPECT_DOUBLE_EQ(law().growth_per_year(0, 1), 0.4 * 0.8);
  EXPECT_DOUBLE_EQ(law().growth_per_year(0, 5), 0.4 * 0.8);
}

TEST(AiDemandTest, DiscoveryAddsTheSameHoweverOftenOneLooksAndWhetherServedOrNot) {
  AiDemandLaw still = law();
  still.growth = Profile(0);
  double wish = 1;
  for (int step = 0; step < 20; ++step) {
    const Tick from = kYear + step * (15 * kDay);
    wish *= still.factor(from, from + 15 * kDay, 1);
  }
  EXPECT_NEAR(wish, std::exp(1.5 * 180 / 365.2425), 1e-9);
}

TEST(ModeratorsTest, CheaperAnswersSaveComputeUnlessMoreIsBoughtOfThem) {
  EXPECT_EQ(moderated({}), 0);
  EXPECT_DOUBLE_EQ(moderated({.cheaper = 1, .elasticity = 0}), -1);
  EXPECT_DOUBLE_EQ(moderated({.cheaper = 2, .elasticity = 1}), 0);
  EXPECT_DOUBLE_EQ(moderated({.cheaper = 2, .elasticity = 1.5}), 1);
}

TEST(ModeratorsTest, ANineTakesTenTimesTheComputeOfWhatNeedsIt) {
  EXPECT_NEAR(moderated({.nines = 0.5, .need_them = 0.1}), 0.05 * std::log(10), 1e-12);
}

TEST(AiDemandTest, IsModeratedFromADateOnAndNotBefore) {
  AiDemandLaw plain = law();
  AiDemandLaw less = plain;
  less.moderators = Moderators{.cheaper = 1, .elasticity = 0.8};
  less.moderated_from = kYear;
  EXPECT_EQ(less.factor(0, kYear, 0.3), plain.factor(0, kYear, 0.3));
  EXPECT_EQ(less.growth_per_year(kYear - 1, 0), plain.growth_per_year(kYear - 1, 0));
  EXPECT_NEAR(less.growth_per_year(kYear, 0), plain.growth_per_year(kYear, 0) - 0.2, 1e-12);
  // Half of the span lies behind the date.
  EXPECT_NEAR(less.factor(kYear / 2, 3 * kYear / 2, 0) / plain.factor(kYear / 2, 3 * kYear / 2, 0),
              std::exp(-0.1), 1e-5);
}

TEST(ContractingTest, ContractsAreWantedWhenTheWishReachesThem) {
  const double in_six_months = announced_wish(100, 0.8, 6, 6);
  EXPECT_NEAR(needed_in_months(in_six_months, 100, 0.8, 12), 6, 1e-9);
  EXPECT_DOUBLE_EQ(needed_in_months(500, 100, 0.8, 12), 12);
  EXPECT_DOUBLE_EQ(needed_in_months(120, 100, 0, 12), 12);
  // Late for want of money, or of somebody who sells.
  EXPECT_DOUBLE_EQ(needed_in_months(90, 100, 0.8, 12), 0);
  EXPECT_DOUBLE_EQ(needed_in_months(100, 100, 0, 12), 0);
}

TEST(ContractingTest, OrdersTheGapToItsWishWhenMoneyReaches) {
  const auto decision = contract(
      {.wish = 100, .growth_per_year = 0, .ahead_months = 12, .contracted = 60, .affordable = 200});
  EXPECT_DOUBLE_EQ(decision.order, 40);
  EXPECT_DOUBLE_EQ(decision.cut, 0);
  EXPECT_EQ(decision.unpaid, 0);
}

TEST(ContractingTest, OrdersWhatItsBudgetReachesAndSaysSo) {
  const auto decision = contract(
      {.wish = 100, .growth_per_year = 0, .ahead_months = 12, .contracted = 60, .affordable = 70});
  EXPECT_DOUBLE_EQ(decision.order, 10);
  EXPECT_DOUBLE_EQ(decision.unpaid, 30);
}

TEST(ContractingTest, WhatIsNotWorthItsRentWaitsForMoneyAndIsNotGivenBack) {
  const ContractingView view{.wish = 100, .worth = 0.5, .contracted = 60, .affordable = 200};
  EXPECT_DOUBLE_EQ(contract(view).order, 0);
  EXPECT_DOUBLE_EQ(contract(view).unpaid, 40);
  EXPECT_DOUBLE_EQ(contract(view).cut, 0);
}

TEST(ContractingTest, WalksAwayOnlyFromWhatIsLaterThanItBears) {
  EXPECT_FALSE(walks_away(-3, 0));
  EXPECT_FALSE(walks_away(0, 0));
  EXPECT_FALSE(walks_away(12, 12));
  EXPECT_TRUE(walks_away(12.01, 12));
}

TEST(ContractingTest, CutsOnlyWhatExceedsItsSlack) {
  ContractingView view{.wish = 100, .contracted = 110, .affordable = 1000, .slack = 0.1};
  EXPECT_NEAR(contract(view).cut, 0, 1e-12);
  view.contracted = 130;
  EXPECT_NEAR(contract(view).cut, 20, 1e-12);
  EXPECT_DOUBLE_EQ(contract(view).order, 0);
}

TEST(ContractingTest, AnnouncesGrowthAndASlowCatchUp) {
  EXPECT_DOUBLE_EQ(announced_rate(120, 84, 1, 0, 30, 18), 10 + 2);
  EXPECT_DOUBLE_EQ(announced_rate(120, 200, 1, 0, 30, 18), 10);
  EXPECT_DOUBLE_EQ(announced_wish(120, 1, 48, 30), announced_wish(120, 1, 30, 30));
}

SiteView site_view() {
  return {.heard_gain = 120,
          .own_gain = 40,
          .conviction = 1,
          .coming = 60,
          .chips_gain = 66,
          .chips_short = false,
          .smoothing_months = 6,
          .least = 0,
          .cap = 100,
          .affordable = 100};
}

TEST(SiteStartsTest, StartsForDemandWhenNothingElseLimits) {
  const SiteDecision decision = start_sites(site_view());
  EXPECT_DOUBLE_EQ(decision.start, 10);
  EXPECT_EQ(decision.limit, SiteLimit::demand);
}

TEST(SiteStartsTest, StartsLessWhenItBelievesLess) {
  SiteView view = site_view();
  view.conviction = 0.5;  // plans for 80
  const SiteDecision decision = start_sites(view);
  EXPECT_NEAR(decision.start, 20.0 / 6, 1e-12);
  EXPECT_EQ(decision.limit, SiteLimit::conviction);
}

TEST(SiteStartsTest, PromisedChipsLimitItOnlyWhileSitesStandEmpty) {
  SiteView view = site_view();
  view.chips_short = true;
  EXPECT_DOUBLE_EQ(start_sites(view).start, 1);
  EXPECT_EQ(start_sites(view).limit, SiteLimit::chips);
}

TEST(SiteStartsTest, TheCapAndTheMoneyLimitTheStartButNotTheWant) {
  SiteView view = site_view();
  view.cap = 4;
  EXPECT_DOUBLE_EQ(start_sites(view).start, 4);
  EXPECT_DOUBLE_EQ(start_sites(view).wanted, 10);
  EXPECT_EQ(start_sites(view).limit, SiteLimit::cap);
  view.affordable = 3;
  EXPECT_DOUBLE_EQ(start_sites(view).start, 3);
  EXPECT_EQ(start_sites(view).limit, SiteLimit::money);
}

TEST(SiteStartsTest, BuildsItsGeneralSpaceEvenWithoutDemand) {
  SiteView view = site_view();
  view.heard_gain = 0;
  view.least = 2;
  EXPECT_DOUBLE_EQ(start_sites(view).start, 2);
}

TEST(PowerGapTest, WhatArrivesAfterTheSourcesOwnLeadIsNoCover) {
  const std::array<Due, 1> shells{{{12, 100}}};
  const std::array<Due, 1> turbines{{{48, 100}}};
  const PowerView view{
      .shells = shells, .power = turbines, .visible_months = 48, .smoothing_months = 1};
  EXPECT_DOUBLE_EQ(power_gap(view, 15), 100);  // engines see no turbine in time
  EXPECT_DOUBLE_EQ(power_gap(view, 48), 0);    // another turbine would come too late to be needed
  EXPECT_DOUBLE_EQ(power_gap(view, 6), 0);     // no shell is there that early
}

TEST(PowerGapTest, SitesNotYetStartedCountWithFaithBeyondTheVisibleOnes) {
  const PowerView view{
      .visible_months = 20, .planned_per_month = 10, .faith = 0.5, .smoothing_months = 3};
  EXPECT_DOUBLE_EQ(power_gap(view, 20), 0);
  EXPECT_DOUBLE_EQ(power_gap(view, 32), 12 * 10 * 0.5 / 3);
}

TEST(MatchedSetsTest, AVendorWithStockSlowsDownToHalfAtMost) {
  EXPECT_DOUBLE_EQ(stock_adjusted(100, 0, 5), 100);
  EXPECT_DOUBLE_EQ(stock_adjusted(100, 5, 5), 100);
  EXPECT_NEAR(stock_adjusted(100, 10, 5), 70, 1e-12);
  EXPECT_DOUBLE_EQ(stock_adjusted(100, 50, 5), 50);
}

TEST(MatchedSetsTest, AnOlderGenerationTakesOverPartOfWhatTheNewNodeLacks) {
  const std::array<GenerationView, 2> views{{{.share = 0.4}, {.share = 0.6, .short_by = 0.5}}};
  const std::vector<double> mix = product_mix(views, 0.15);
  EXPECT_DOUBLE_EQ(mix[0], 0.55);
  EXPECT_DOUBLE_EQ(mix[1], 0.6);
}

TEST(MatchedSetsTest, WithoutItsFoundriesEveryOlderGenerationIsAskedFor) {
  const std::array<GenerationView, 3> views{{{}, {}, {.share = 1, .short_by = 1}}};
  EXPECT_EQ(product_mix(views, 0.15), (std::vector<double>{0, 0.15, 1}));
  EXPECT_EQ(product_mix(views, 0.15, 3), (std::vector<double>{0.15, 0.15, 1}));
}

TEST(MatchedSetsTest, NoPartIsOrderedFarBeyondTheScarcest) {
  EXPECT_DOUBLE_EQ(matched_target(100, 5, 1.2, 1000), 500);
  EXPECT_DOUBLE_EQ(matched_target(100, 5, 1.2, 100), 120);
}

TEST(MatchedSetsTest, OrdersGoToTheSellerFurthestBehindItsShare) {
  const std::array<double, 2> weights{0.75, 0.25};
  EXPECT_EQ(furthest_behind(std::array<double, 2>{0, 0}, weights), 0U);
  EXPECT_EQ(furthest_behind(std::array<double, 2>{10, 0}, weights), 1U);
  EXPECT_EQ(furthest_behind(std::array<double, 2>{10, 10}, weights), 0U);
}

TEST(MatchedSetsTest, ADearSellerLosesPartOfTheBusiness) {
  const std::array<double, 2> weights{0.5, 0.5};
  const std::vector<double> equal = shifted_weights(weights, std::array<double, 2>{3, 3}, 0.7);
  EXPECT_DOUBLE_EQ(equal[0], 0.5);
  const std::vector<double> parts = shifted_weights(weights, std::array<double, 2>{1, 4}, 0.7);
  EXPECT_NEAR(parts[0], 0.725, 0.001);  // 4^0.7 = 2.639 to 1
  EXPECT_DOUBLE_EQ(parts[0] + parts[1], 1);
}

TEST(SupplierGrowthTest, GrowsOnlyWhileOrdersKeepItBusy) {
  EXPECT_DOUBLE_EQ(grown_rate(100, 50, 0.5, 1, 1, 1000), 100);
  EXPECT_NEAR(grown_rate(100, 51, 0.5, 1, 1, 1000), 271.828, 0.001);
  EXPECT_DOUBLE_EQ(grown_rate(100, 51, 0.5, 1, 1, 120), 120);
  EXPECT_DOUBLE_EQ(grown_rate(100, 51, 0.5, 1, 1, 80), 100);
}

TEST(SupplierGrowthTest, TradesAreTrainedSlowlyAndWithinThePopulation) {
  EXPECT_DOUBLE_EQ(next_workforce(100, 105, 0.2, 0.1, 1, 1000), 105);
  EXPECT_NEAR(next_workforce(100, 900, 0.2, 0.1, 1, 1000), 122.140, 0.001);
  EXPECT_NEAR(next_workforce(100, 0, 0.2, 0.1, 1, 1000), 90.484, 0.001);
  EXPECT_DOUBLE_EQ(next_workforce(100, 900, 0.2, 0.1, 1, 110), 110);
}

TEST(SupplyOutlookTest, FartherPlansComeTrueInASmallerPart) {
  EXPECT_DOUBLE_EQ(supply_outlook(100, 1, 3, 10), 100);    // all came true so far
  EXPECT_DOUBLE_EQ(supply_outlook(100, 0.5, 0, 10), 50);   // what is due next
  EXPECT_DOUBLE_EQ(supply_outlook(100, 0.5, 2, 10), 25);   // a plan on a plan
  EXPECT_DOUBLE_EQ(supply_outlook(100, 0.5, 10, 10), 10);  // not less than it ships today
}

TEST(GrowthStepsTest, WhatOthersGiveUpComesFirstAndOnlyOnce) {
  EXPECT_DOUBLE_EQ(growth_steps(5, 0, 8).quick, 5);
  EXPECT_DOUBLE_EQ(growth_steps(5, 0, 8).built, 0);
  EXPECT_DOUBLE_EQ(growth_steps(5, 6, 8).quick, 2);
  EXPECT_DOUBLE_EQ(growth_steps(5, 6, 8).built, 3);
  EXPECT_DOUBLE_EQ(growth_steps(5, 8, 8).built, 5);
  EXPECT_DOUBLE_EQ(growth_steps(5, 0, 0).built, 5);  // switched off
}

TEST(HallGapTest, HallsAreBoughtForWhatIsWantedAndHasChipsBeyondItsSites) {
  EXPECT_DOUBLE_EQ(hall_gap(100, 80, 30), 50);
  EXPECT_DOUBLE_EQ(hall_gap(60, 80, 30), 30);
  EXPECT_DOUBLE_EQ(hall_gap(60, 20, 30), 0);
}

TEST(NewsTest, IsWhatChangesAPlanByMoreThanThatPart) {
  const std::array<double, 2> told{10, 20};
  const auto news = [&](double first, double second, double part) {
    return is_news(std::array{first, second}, told, part);
  };
  EXPECT_FALSE(news(10, 20, 0));
  EXPECT_FALSE(news(12, 20, 0.2));
  EXPECT_TRUE(news(12.6, 20, 0.2));
  EXPECT_TRUE(news(10, 15.9, 0.2));  // less is news, too
  EXPECT_FALSE(news(0, 1000, 1));    // switched off
}

TEST(OldChipTest, AsksWhatItsWorkCostsOnNewSystems) {
  EXPECT_DOUBLE_EQ(old_chip_kw(1.5, 2, 1), 0.5);
  EXPECT_DOUBLE_EQ(old_chip_kw(1.5, 2, 0.5), 1);
  EXPECT_DOUBLE_EQ(old_chip_kw(1.5, 2, 0), 1.5);    // switched off
  EXPECT_DOUBLE_EQ(old_chip_kw(1.5, 0.5, 1), 1.5);  // never more than its own
  EXPECT_DOUBLE_EQ(old_chip_kw(1.5, 0, 1), 1.5);    // nobody has said what systems do
}

TEST(TrainingSitesTest, ARunThatFitsOnTheLargestSiteLosesNothing) {
  const TrainingSites rule{.run_months = 3, .largest_site = 0.4, .loss = 0.35};
  EXPECT_DOUBLE_EQ(left_on_sites(rule, 0.05), 1);
  EXPECT_DOUBLE_EQ(left_on_sites(rule, 0.1), 1);  // in a quarter of a year: 0.4
}

TEST(TrainingSitesTest, ALargerOneIsMadeThereOrOnAllWithALossWhicheverIsMore) {
  const TrainingSites rule{.run_months = 3, .largest_site = 0.4, .loss = 0.35};
  EXPECT_DOUBLE_EQ(left_on_sites(rule, 0.125), 0.8);  // 0.4 of 0.5: better than 0.65
  EXPECT_DOUBLE_EQ(left_on_sites(rule, 0.25), 0.65);  // 0.4 of all
  EXPECT_DOUBLE_EQ(left_on_sites(rule, 1), 0.65);
  EXPECT_DOUBLE_EQ(left_on_sites({.run_months = 3, .largest_site = 0, .loss = 0.2}, 0.1), 0.8);
  EXPECT_DOUBLE_EQ(left_on_sites({.run_months = 3, .largest_site = 0.4, .loss = 0}, 1), 1);
}

}  // namespace
}  // namespace chokepoint::models
