// Stories of a data-centre builder that pays, borrows and runs short.

#include <gtest/gtest.h>

#include "models/actors/data_centre_builder.hpp"
#include "tests/unit/models/sites/data_centre_story.hpp"

namespace chokepoint::models {
namespace {

using test::add_quiet_shops;
using test::Announcer;
using test::builder;
using test::DataCentreBuilderTest;
using test::ModelWorld;
using test::Purchases;
using test::ScriptedBuyer;

/// One with 1,000 kW that stand ready, that starts no site, has so much cash a month and is lent
/// against contracts.
DataCentreBuilderSpec borrower(double loan_per_kw, double loan_months, double own_cash = 0) {
  DataCentreBuilderSpec spec = builder();
  spec.inherited.ready = 1000;
  spec.cap = spec.cap_most = 0;
  spec.own_cash = Profile(own_cash);
  spec.loan_per_kw = loan_per_kw;
  spec.loan_months = loan_months;
  return spec;
}

TEST_F(DataCentreBuilderTest, StartsNoSiteItCannotPayAndSaysSo) {
  DataCentreBuilderSpec spec = builder();
  spec.own_cash =
      Profile(1000);  // a month, and a year of it in hand; a site costs three dollars a kW
  found(spec);
  world_.add<Announcer>("announcer", "builder", "compute", 1000);
  world_.run();
  std::vector<const Order*> sites;
  for (OrderId id = 1; id < world_.market.journal.size(); ++id) {
    const Order& order = world_.market.journal.at(id);
    if (world_.market.commodity(order.terms.commodity).name == "construction")
      sites.push_back(&order);
  }
  ASSERT_GE(sites.size(), 2U);
  // The first site takes what money there is; what is left of the wish waits for more of it.
  EXPECT_EQ(sites[0]->terms.quantity, 4000);
  EXPECT_EQ(sites[0]->terms.because, EnablerClass::order);
  EXPECT_EQ(sites[1]->terms.because, EnablerClass::money);
  EXPECT_EQ(world_.trace.name(world_.trace.event(sites[1]->decided).constraint), "money");
  const Accounts::Account& account =
      world_.market.accounts.at(world_.market.firm("builder").account());
  EXPECT_GE(account.balance, 0);
  EXPECT_EQ(world_.trace.unexplained(), 0U);
}

TEST_F(DataCentreBuilderTest, ADepositLetsItStartAsMuchAsItCanPayUntilItStands) {
  const auto first_site = [](double deposit, double cash) {
    ModelWorld world(700 * kDay);
    DataCentreBuilderSpec spec = builder();
    spec.own_cash = Profile(cash);
    spec.site_deposit = deposit;
    world.market.commodity("compute", "kW_it");
    world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 100 * kDay);
    world.add<Announcer>("announcer", "builder", "compute", 1e6);
    world.run();
    double shells = 0;
    std::int64_t first = 0;
    const CommodityId construction = world.market.commodity("construction", "kW_it");
    for (OrderId id = 1; id < world.market.journal.size(); ++id) {
      const Order& order = world.market.journal.at(id);
      if (order.terms.commodity != construction || order.closed() != (order.arrived > 0))
        continue;
      first = first == 0 ? order.terms.quantity : first;
      shells += usd(order.deposit_of(order.terms.quantity) + order.rest_of(order.arrived));
    }
    // What has arrived is paid in full, what is under way in part, and nothing else.
    const Accounts& accounts = world.market.accounts;
    const Firm& trades = world.market.firm("trades");
    EXPECT_NEAR(usd(accounts.at(trades.account()).balance +
                    accounts.owed(world.market.firm("builder").account(), trades.account())),
                shells, 0.01);
    return first;
  };
  EXPECT_EQ(first_site(1, 1000), 4000);  // 12 thousand usd at three a kW
  // A quarter with the order would do for 16,000 kW; ten months of income pay the rest of 7,333.
  EXPECT_EQ(first_site(0.25, 1000), 7333);
  // Three quarters bind before the income does.
  EXPECT_EQ(first_site(0.75, 1000), 5333);
}

TEST_F(DataCentreBuilderTest, PaysNothingForPowerThatIsRefused) {
  DataCentreBuilderSpec spec = builder();
  spec.power = {"grid"};
  spec.own_cash = Profile(1e4);
  found(spec);
  grid_->sold_out_from = 0;
  world_.add<ScriptedBuyer>("lab", world_, Purchases{{0, contract(900), "builder"}});
  world_.run();
  EXPECT_NE(world_.story.find("grid turns away power"), std::string::npos);
  EXPECT_EQ(world_.market.accounts.at(world_.market.firm("grid").account()).balance, 0);
  EXPECT_EQ(world_.market.accounts.at(world_.market.firm("builder").account()).aside, 0);
}

TEST_F(DataCentreBuilderTest, DrawsALoanOnlyForContractsAndOnlyWhenItHasToPay) {
  found(borrower(2, 60));
  world_.add<ScriptedBuyer>("lab", world_, Purchases{{0, contract(500), "builder"}});
  world_.run();
  EXPECT_NE(world_.story.find("lab receive 500"), std::string::npos);
  // Two dollars were committed for each of 500 kW; systems cost one.
  Accounts& accounts = world_.market.accounts;
  EXPECT_EQ(accounts.at(world_.market.firm("vendor").account()).balance, cents(500));
  EXPECT_EQ(accounts.at(accounts.outside("lenders")).balance, -cents(500));
}

TEST_F(DataCentreBuilderTest, LendersThatTireOfItsDebtLendNothingForTheNextContract) {
  const auto lent = [this](std::optional<PatienceRule> tire, std::size_t contracts) {
    ModelWorld world(700 * kDay);
    DataCentreBuilderSpec spec = borrower(0.76, 1e6, 10);
    spec.lenders_tire = tire;
    world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 30 * kDay);
    OrderTerms terms = contract(500);
    terms.commodity = world.market.commodity("compute", "kW_it");
    world.add<ScriptedBuyer>("lab", world,
                             contracts > 1 ? Purchases{{0, terms, "builder"}, {6, terms, "builder"}}
                                           : Purchases{{0, terms, "builder"}});
    world.run();
    Accounts& accounts = world.market.accounts;
    return -usd(accounts.at(accounts.outside("lenders")).balance);
  };
  // For the first 500 usd of systems it borrows about three times its 120 usd a year.
  const double first = lent(std::nullopt, 1);
  EXPECT_GT(first, 3 * 120);
  EXPECT_GT(lent(std::nullopt, 2), first + 300);
  EXPECT_NEAR(lent(PatienceRule{1, 2.5}, 2), first, 1);
  EXPECT_GT(lent(PatienceRule{10, 20}, 2), first + 300);
}

TEST_F(DataCentreBuilderTest, AnOverdraftBearsInterestOnlyWhereTheKeySaysSo) {
  const auto paid_to_lenders = [this](double rate) {
    ModelWorld world(400 * kDay);
    DataCentreBuilderSpec spec = borrower(0, 60, 100);
    spec.cash_months = 0;
    spec.credit_months = 3;
    spec.overdraft_interest = rate;
    world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 30 * kDay);
    OrderTerms terms = contract(500);
    terms.commodity = world.market.commodity("compute", "kW_it");
    world.add<ScriptedBuyer>("lab", world, Purchases{{0, terms, "builder"}});
    world.run();
    Accounts& accounts = world.market.accounts;
    const Accounts::Account& own = accounts.at(world.market.firm("builder").account());
    EXPECT_GE(own.balance, -own.credit);
    return usd(accounts.at(accounts.outside("lenders")).balance);
  };
  // Systems for 500 kW cost more than a month's 100 usd.
  EXPECT_EQ(paid_to_lenders(0), 0);
  EXPECT_GT(paid_to_lenders(0.12), 1);
}

/// Asks an operator in March for spare compute, or to let go what contracts of its own give up.
class Guest final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Guest(Market& market, DataCentreBuilder& host, double renewal_usd)
      : Firm(market, {.name = "guest", .region = "here"}), host_(host), renewal_usd_(renewal_usd) {}
  DataCentreBuilder::Spare spare{};
  std::int64_t lost = 0;

 private:
  void plan() override {
    if (timeline().month_index(now()) != 2)
      return;
    spare = host_.spare();
    lost = host_.let_go(id(), 300, renewal_usd_);
    booked();
  }
  DataCentreBuilder& host_;
  double renewal_usd_;
};

TEST_F(DataCentreBuilderTest, SpareComputeHasARentOfItsOwnWhereTheKeySaysSo) {
  const auto spare = [this](std::optional<LastMinuteRule> rule, std::int64_t signed_kw) {
    ModelWorld world(100 * kDay);
    DataCentreBuilderSpec spec = borrower(0, 60, 100);
    spec.inherited.systems = 1000;
    spec.running_cost = 10;
    spec.last_minute = rule;
    auto& host = world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 30 * kDay);
    OrderTerms terms = contract(signed_kw, 300 * kDay);
    terms.commodity = world.market.commodity("compute", "kW_it");
    world.add<ScriptedBuyer>("lab", world, Purchases{{0, terms, "builder"}});
    auto& guest = world.add<Guest>(host, 0);
    world.run();
    return guest.spare;
  };
  EXPECT_EQ(spare(std::nullopt, 100).kw, 0);
  const auto all = spare(LastMinuteRule{.least = 0.7, .most = 1.5}, 100);
  EXPECT_EQ(all.kw, 1000);
  EXPECT_NEAR(all.usd, 0.7 * spare(LastMinuteRule{}, 100).usd, 1e-6);
}

TEST_F(DataCentreBuilderTest, WhatContractsGiveUpGoesToWhoPaysMoreWhereTheKeySaysSo) {
  const auto let_go = [this](bool rolls_off, double renewal) {
    ModelWorld world(100 * kDay);
    DataCentreBuilderSpec spec = borrower(0, 60, 0);
    spec.inherited.ready = 0;  // what is signed waits
    spec.rolls_off = rolls_off;
    auto& host = world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 30 * kDay);
    OrderTerms terms = contract(500);
    terms.commodity = world.market.commodity("compute", "kW_it");
    terms.price_usd = 5;
    world.add<ScriptedBuyer>("lab", world, Purchases{{0, terms, "builder"}});
    auto& guest = world.add<Guest>(host, renewal);
    world.run();
    EXPECT_EQ(world.story, guest.lost > 0 ? "59 lab receive 300\n" : "");
    EXPECT_EQ(world.trace.unexplained(), 0U);
    return guest.lost;
  };
  EXPECT_EQ(let_go(false, 4), 0);
  EXPECT_EQ(let_go(true, 4), 300);
  EXPECT_EQ(let_go(true, 5), 0);
}

TEST_F(DataCentreBuilderTest, AGovernmentPaysItsPartOfShellsAndGearAndOfNothingElse) {
  const auto paid = [](std::optional<Subsidy> subsidy) {
    ModelWorld world(100 * kDay);
    DataCentreBuilderSpec spec = builder();
    spec.subsidy = subsidy;
    world.market.commodity("compute", "kW_it");
    world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 30 * kDay);
    world.add<Announcer>("announcer", "builder", "compute", 1000);
    world.run();
    Accounts& accounts = world.market.accounts;
    Cents all = 0;
    for (const Accounts::Account& account : accounts.all())
      all += account.balance;
    EXPECT_EQ(all, 0);
    double sites = 0;
    for (const char* seller : {"trades", "gear"})
      sites += usd(accounts.at(world.market.firm(seller).account()).balance);
    return std::pair(sites, -usd(accounts.at(accounts.outside("government")).balance));
  };
  const auto [usual, nothing] = paid(std::nullopt);
  EXPECT_GT(usual, 1000);
  EXPECT_EQ(nothing, 0);
  const auto [sites, half_of_a_quarter] = paid(Subsidy{.rule = {.part_paid = 0.5, .reach = 0.25}});
  EXPECT_NEAR(half_of_a_quarter, sites / 8, 0.02);
  const auto [later, not_yet] =
      paid(Subsidy{.rule = {.part_paid = 0.5, .reach = 0.25}, .from = 400 * kDay});
  EXPECT_EQ(later, usual);
  EXPECT_EQ(not_yet, 0);
}

TEST_F(DataCentreBuilderTest, ASubsidyLetsWhoIsShortOfMoneyStartMoreSites) {
  const auto started = [](double part) {
    ModelWorld world(200 * kDay);
    DataCentreBuilderSpec spec = builder();
    spec.own_cash = Profile(1000);
    if (part > 0)
      spec.subsidy = Subsidy{.rule = {.part_paid = part, .reach = 1}};
    world.market.commodity("compute", "kW_it");
    world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 30 * kDay);
    world.add<Announcer>("announcer", "builder", "compute", 10000);
    world.run();
    std::int64_t kw = 0;
    for (OrderId id = 1; id < world.market.journal.size(); ++id) {
      const Order& order = world.market.journal.at(id);
      if (world.market.commodity(order.terms.commodity).name == "construction")
        kw += order.terms.quantity;
    }
    return kw;
  };
  EXPECT_GT(started(0.5), started(0));
}

TEST_F(DataCentreBuilderTest, ASubsidyLetsWhoDoubtsStartMoreSitesThoughItHasMoney) {
  const auto started = [](double part) {
    ModelWorld world(100 * kDay);
    DataCentreBuilderSpec spec = builder();
    spec.conviction = 0.5;
    if (part > 0)
      spec.subsidy = Subsidy{.rule = {.part_paid = part, .reach = 1}};
    world.market.commodity("compute", "kW_it");
    world.add<DataCentreBuilder>(spec);
    add_quiet_shops(world, 30 * kDay);
    world.add<Announcer>("announcer", "builder", "compute", 100);
    world.run();
    double kw = 0;
    for (OrderId id = 1; id < world.market.journal.size(); ++id) {
      const Order& order = world.market.journal.at(id);
      if (world.market.commodity(order.terms.commodity).name == "construction")
        kw += static_cast<double>(order.terms.quantity);
    }
    return kw;
  };
  // Of half of what it hears it believes two thirds where half of a site too many is paid for.
  EXPECT_NEAR(started(0.5) / started(0), 4.0 / 3, 0.01);
}

TEST_F(DataCentreBuilderTest, AContractThatIsSignedAnewBringsNoSecondLoan) {
  found(borrower(0.5, 1e6));
  OrderTerms loose = contract(500, 690 * kDay);  // nothing is begun before it is cancelled
  loose.firm = false;
  auto& lab = world_.add<ScriptedBuyer>("lab", world_,
                                        Purchases{{0, loose, "builder"}, {6, loose, "builder"}});
  lab.cancel_in_month = 5;
  world_.run();
  // Half a dollar was committed for each of 500 kW, and has paid for half of the systems.
  EXPECT_NE(world_.story.find("lab take back 500"), std::string::npos);
  Accounts& accounts = world_.market.accounts;
  EXPECT_EQ(accounts.at(world_.market.firm("vendor").account()).balance, cents(250));
  EXPECT_EQ(accounts.at(accounts.outside("lenders")).balance, -cents(250));
}

}  // namespace
}  // namespace chokepoint::models
