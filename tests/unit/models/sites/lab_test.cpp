// Stories of a lab between its customers and a builder.

#include "models/actors/lab.hpp"

#include <gtest/gtest.h>

#include "models/actors/ai_services.hpp"
#include "models/actors/data_centre_builder.hpp"
#include "tests/unit/models/sites/data_centre_story.hpp"
#include "tests/unit/models/sites/shop.hpp"

namespace chokepoint::models {
namespace {

using test::ModelWorld;
using test::Shop;

AiServicesSpec customers(double growth = 0) {
  AiServicesSpec spec;
  spec.firm = {.name = "customers", .region = "here", .months_between = 12};
  spec.law = {.growth = Profile(growth)};
  return spec;
}

LabSpec lab() {
  LabSpec spec;
  spec.firm = {.name = "lab", .region = "here"};
  spec.market = "customers";
  spec.builders = {{"builder", 1}};
  spec.wish = 1000;
  spec.online = 400;
  spec.ahead_months = 6;
  spec.revenue = {.usd_per_kw = 10, .exponent = 0, .most = 1};
  return spec;
}

TEST(LabTest, ContractsTheGapToItsWishOnceAndPaysRentForIt) {
  ModelWorld world(100 * kDay);
  world.add<AiServices>(customers());
  world.add<Shop>("builder", world, 40 * kDay, "compute");
  auto& buyer = world.add<Lab>(lab());
  world.run();
  EXPECT_EQ(world.story, "0 builder sells compute 600\n");
  EXPECT_DOUBLE_EQ(buyer.online(), 1000);
  EXPECT_DOUBLE_EQ(buyer.wish(), 1000);
  EXPECT_EQ(world.market.journal.at(1).terms.price_usd, 1);
}

TEST(LabTest, OffersMoreThanIsAskedTheLessOfItsWishIsServed) {
  ModelWorld world(10 * kDay);
  LabSpec spec = lab();
  spec.pays_up = 0.5;
  world.add<AiServices>(customers());
  world.add<Shop>("builder", world, 40 * kDay, "compute");
  world.add<Lab>(spec);
  world.run();
  // 400 of 1,000 kW are there.
  EXPECT_NEAR(world.market.journal.at(1).terms.price_usd, 1 + 0.5 * 0.6, 1e-12);
}

TEST(LabTest, TellsOperatorsAtOnceWhenItsPlansChange) {
  const auto told_in = [](double news) {
    ModelWorld world(45 * kDay);
    AiServicesSpec market = customers();
    market.law.growth = Profile(Profile::Shape::steps, {{0, 0}, {10 * kDay, 3}});
    LabSpec spec = lab();
    spec.wish = spec.online;
    spec.news = news;
    spec.ahead_months = 0;
    world.add<AiServices>(market);
    auto& builder = world.add<test::Listener>("builder", "compute");
    world.add<Lab>(spec);
    world.run();
    return builder.heard_now();
  };
  // In February, between two quarter days.
  EXPECT_GT(told_in(0.2), 10);
  EXPECT_EQ(told_in(1), 0);
}

TEST(LabTest, TakesWhatStandsReadyAtItsOwnRentWhenItIsWantedAtOnce) {
  const auto paid = [](std::optional<LastMinuteRule> rule) {
    ModelWorld world(60 * kDay);
    world.add<AiServices>(customers(12));  // e a month
    DataCentreBuilderSpec host = test::builder();
    host.cap = host.cap_most = 0;
    host.inherited.ready = host.inherited.systems = 1000;
    host.running_cost = 10;
    host.last_minute = rule;
    world.add<DataCentreBuilder>(host);
    test::add_quiet_shops(world, 30 * kDay);
    LabSpec guest = lab();
    guest.wish = guest.online;
    guest.ahead_months = 0;
    guest.revenue.usd_per_kw = 100;
    world.add<Lab>(guest);
    world.run();
    for (OrderId id = 1; id < world.market.journal.size(); ++id) {
      const Order& order = world.market.journal.at(id);
      if (world.market.commodity(order.terms.commodity).name == "compute")
        return order.terms.price_usd;
    }
    return 0.0;
  };
  const double usual = paid(std::nullopt);
  EXPECT_GT(usual, 0);
  EXPECT_GT(paid(LastMinuteRule{.least = 0.7, .most = 1.5}), 0);
  EXPECT_LT(paid(LastMinuteRule{.least = 0.7, .most = 1.5}), 0.8 * usual);
}

TEST(LabTest, WantsAtOnceWhatItLacksTodayAndLaterWhatItWillNeed) {
  ModelWorld world(10 * kDay);
  world.add<AiServices>(customers());
  world.add<Shop>("builder", world, 40 * kDay, "compute");
  world.add<Lab>(lab());
  world.run();
  EXPECT_EQ(world.market.journal.at(1).terms.wanted, 0);

  ModelWorld growing(10 * kDay);
  LabSpec planner = lab();
  planner.online = planner.wish;
  growing.add<AiServices>(customers(0.5));
  growing.add<Shop>("builder", growing, 40 * kDay, "compute");
  growing.add<Lab>(planner);
  growing.run();
  const double six_months = 6 * kMinutesPerMonth;
  EXPECT_NEAR(static_cast<double>(growing.market.journal.at(1).terms.wanted), six_months, kDay);
}

TEST(LabTest, WantsAlwaysAheadWhereWantingItWhenUsedIsSwitchedOff) {
  ModelWorld world(10 * kDay);
  LabSpec spec = lab();
  spec.wanted_when_used = false;
  world.add<AiServices>(customers());
  world.add<Shop>("builder", world, 40 * kDay, "compute");
  world.add<Lab>(spec);
  world.run();
  const double six_months = 6 * kMinutesPerMonth;
  EXPECT_NEAR(static_cast<double>(world.market.journal.at(1).terms.wanted), six_months, kDay);
}

TEST(LabTest, InvestorsThatTireGiveNothingMoreToWhoDoesNotGrow) {
  const auto cash_after_two_years = [](std::optional<ProgressRule> rule) {
    ModelWorld world(730 * kDay);
    LabSpec spec = lab();
    spec.wish = spec.online;  // so that it contracts nothing and earns the same each month
    spec.raises = Profile(100);
    spec.cash_months = 1000;
    spec.investors_tire = rule;
    world.add<AiServices>(customers());
    world.add<Shop>("builder", world, 40 * kDay, "compute");
    const auto& resting = world.add<Lab>(spec);
    world.run();
    return world.market.accounts.at(resting.account()).balance;
  };
  // A year of 100 usd a month is missing, and in the first nobody can look back.
  const auto all = cash_after_two_years(std::nullopt);
  EXPECT_EQ(all - cash_after_two_years(ProgressRule{.tires_at = 0.5, .ends_at = 0}), 1200 * 100);
  EXPECT_EQ(cash_after_two_years(ProgressRule{.tires_at = 0, .ends_at = -1}), all);
}

TEST(LabTest, PaysItsPeopleBeforeItRentsAnything) {
  const auto kept = [](double part) {
    ModelWorld world(40 * kDay);
    LabSpec spec = lab();
    spec.wish = spec.online;
    spec.staff = part;
    spec.cash_months = 1000;
    world.add<AiServices>(customers());
    world.add<Shop>("builder", world, 40 * kDay, "compute");
    const auto& resting = world.add<Lab>(spec);
    world.run();
    Accounts& accounts = world.market.accounts;
    Cents all = 0;
    for (const Accounts::Account& account : accounts.all())
      all += account.balance;
    EXPECT_EQ(all, 0);
    return std::pair(accounts.at(resting.account()).balance,
                     accounts.at(accounts.outside("people")).balance);
  };
  // 4,000 usd in each of two months.
  const auto [all, nothing] = kept(0);
  const auto [left, paid] = kept(0.25);
  EXPECT_EQ(nothing, 0);
  EXPECT_EQ(paid, 2 * 100'000);
  EXPECT_EQ(left, all - paid);
}

TEST(LabTest, RentsLessWhereMostOfItsMoneyGoesToItsPeople) {
  const auto rented = [](double part) {
    ModelWorld world(100 * kDay);
    LabSpec spec = lab();
    spec.revenue.usd_per_kw = 1.5;
    spec.staff = part;
    world.add<AiServices>(customers());
    world.add<Shop>("builder", world, 40 * kDay, "compute");
    const auto& buyer = world.add<Lab>(spec);
    world.run();
    return buyer.online();
  };
  EXPECT_GT(rented(0), rented(0.3));
}

TEST(LabTest, EarnsWithWhatInvestorsDoNotPayForWhereOnlyServingEarns) {
  const auto earned = [](bool serving_earns, double raised) {
    ModelWorld world(70 * kDay);
    LabSpec spec = lab();
    spec.wish = spec.online;
    spec.use = ComputeUse{.inference = 0.25, .training = 0.1};
    spec.serving_earns = serving_earns;
    spec.raises = Profile(raised);
    world.add<AiServices>(customers());
    world.add<Shop>("builder", world, 40 * kDay, "compute");
    world.add<Lab>(spec);
    world.run();
    const auto& series = world.market.series;
    double last = 0;
    for (const Series::Value& value : series.values()) {
      if (series.declarations()[value.series].series == "revenue")
        last = value.value;
    }
    return last;
  };
  // 400 kW at ten dollars, and rent of one dollar for each.
  EXPECT_DOUBLE_EQ(earned(true, 100), 0.75 * 4000);
  EXPECT_DOUBLE_EQ(earned(true, 1000), 0.25 * 4000);
  EXPECT_DOUBLE_EQ(earned(true, 0), 0.9 * 4000);
  EXPECT_DOUBLE_EQ(earned(false, 100), 4000);
}

TEST(LabTest, ContractsOnlyWhatItCanPayAndTheRestWaitsForMoney) {
  ModelWorld world(70 * kDay);
  LabSpec poor = lab();
  poor.revenue.usd_per_kw = 1.5;  // 600 a month against 400 of rent at one dollar a kW
  poor.cash_months = 0;
  world.add<AiServices>(customers());
  world.add<Shop>("builder", world, 40 * kDay, "compute");
  world.add<Lab>(poor);
  world.run();
  // Once the first 200 kW are online they earn 300 a month more, and rent takes 200 of it.
  EXPECT_EQ(world.story,
            "0 builder sells compute 200\n"
            "59 builder sells compute 300\n");
  EXPECT_EQ(world.market.journal.at(1).terms.because, EnablerClass::order);
  const Order& order = world.market.journal.at(2);
  EXPECT_EQ(order.terms.because, EnablerClass::money);
  EXPECT_EQ(world.trace.name(world.trace.event(order.decided).constraint), "money");
}

TEST(LabTest, ReservesPayForMoreRentTheSoonerTheyMayBeSpent) {
  const auto contracted = [](double months) {
    ModelWorld world(10 * kDay);
    LabSpec rich = lab();
    rich.revenue.usd_per_kw = 1;  // what rent takes
    rich.raises = Profile(100);
    rich.cash_months = 12;
    rich.reserve_months = months;
    world.add<AiServices>(customers());
    world.add<Shop>("builder", world, 40 * kDay, "compute");
    world.add<Lab>(rich);
    world.run();
    return world.market.journal.at(1).terms.quantity;
  };
  // Raises leave 100 a month beyond the rent, and as much is in hand.
  EXPECT_EQ(contracted(10), 110);
  EXPECT_EQ(contracted(5), 120);
}

TEST(LabTest, RentThatItCannotPayStandsAsABillAndCostsItWhatWasNotBegun) {
  ModelWorld world(200 * kDay);
  LabSpec broke = lab();
  broke.revenue.usd_per_kw = 2;  // 800 a month for the first 400 kW
  broke.patience_months = 2;
  world.add<AiServices>(customers());
  auto& builder = world.add<Shop>("builder", world, 40 * kDay, "compute");
  builder.begins = false;
  builder.dear_from = 30 * kDay;  // every contract is renewed at once at ten times the rent
  broke.contract_months = 1;
  auto& tenant = world.add<Lab>(broke);
  world.run();
  const Accounts& accounts = world.market.accounts;
  EXPECT_GT(accounts.owed(tenant.account(), builder.account()), 0);
  EXPECT_EQ(accounts.free(tenant.account()), 0);
  EXPECT_EQ(world.market.journal.at(1).status, OrderStatus::cancelled);
  EXPECT_GT(accounts.at(builder.account()).balance, 0);
}

TEST(LabTest, WalksAwayFromAFirmContractThatIsTooLateAndSignsAnewAtThePriceOfTheDay) {
  ModelWorld world(160 * kDay);
  LabSpec patient = lab();
  patient.revenue.usd_per_kw = 100;
  patient.lateness_months = 2;
  world.add<AiServices>(customers());
  auto& builder = world.add<Shop>("builder", world, 40 * kDay, "compute");
  builder.begins = false;
  builder.dear_from = 60 * kDay;
  world.add<Lab>(patient);
  world.run();
  // Promised for 9 February: in early April it is less than two months late, in May more.
  EXPECT_EQ(world.story,
            "0 builder sells compute 600\n"
            "120 builder sells compute 600\n");
  const Order& late = world.market.journal.at(1);
  EXPECT_TRUE(late.terms.firm);
  EXPECT_EQ(late.status, OrderStatus::cancelled);
  EXPECT_EQ(late.terms.price_usd, 1);
  EXPECT_EQ(world.market.journal.at(2).terms.price_usd, 10);
}

TEST(LabTest, ReportsItsDemandAsItGrows) {
  ModelWorld world(366 * kDay);
  world.add<AiServices>(customers(0.5));
  world.add<Shop>("builder", world, 1 * kDay, "compute");
  world.add<Lab>(lab());
  world.run();
  double demand = 0;
  for (const DemandStep& step : world.trace.demand_steps())
    demand += step.amount;
  EXPECT_NEAR(demand, 1000e-6 * 1.6487, 0.001e-6 * 1000);  // e^0.5 after a year
}

TEST(LabTest, AsksElsewhereWhereItWasTurnedAway) {
  ModelWorld world(100 * kDay);
  LabSpec spec = lab();
  spec.builders = {{"builder", 0.9}, {"second", 0.1}};
  spec.online = 0;
  spec.raises = Profile(1e6);
  world.add<AiServices>(customers());
  auto& first = world.add<Shop>("builder", world, 40 * kDay, "compute");
  first.sold_out_from = 0;
  world.add<Shop>("second", world, 40 * kDay, "compute");
  world.add<Lab>(spec);
  world.run();
  EXPECT_EQ(world.story,
            "0 builder turns away compute 900\n"
            "0 second sells compute 100\n"
            "31 second sells compute 900\n");
}

}  // namespace
}  // namespace chokepoint::models
