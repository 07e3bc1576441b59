// Money in every scenario of the repository: it changes hands and neither appears nor vanishes.

#include <map>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

/// What all accounts say when a world has ended.
void expect_closed_books(const World& world) {
  Cents sum = 0;
  for (const Accounts::Account& account : world.market().accounts.all()) {
    SCOPED_TRACE(account.name);
    sum += account.balance;
    EXPECT_GE(account.owed, 0);
    EXPECT_GE(account.aside, 0);
    if (!account.outside) {
      EXPECT_GE(account.balance, -account.credit);
    }
  }
  EXPECT_EQ(sum, 0);
}

/// What firms are paid is what the orders placed with them say, less what is still owed to them.
void expect_receipts_as_ordered(const World& world) {
  const Market& market = world.market();
  const Journal& journal = market.journal;
  std::map<FirmId, Cents> due;
  std::map<FirmId, bool> rents;
  for (OrderId id = 1; id < journal.size(); ++id) {
    const Order& order = journal.at(id);
    const bool agreed =
        order.status != OrderStatus::rejected && order.status != OrderStatus::placed;
    if (order.terms.settlement == Settlement::on_order && agreed)
      due[order.seller] +=
          order.deposit_of(order.terms.quantity - order.cancelled) + order.rest_of(order.arrived);
    if (order.terms.settlement == Settlement::on_delivery)
      due[order.seller] += order.price_of(order.arrived);
    if (order.terms.settlement == Settlement::apart && order.terms.price_usd > 0)
      rents[order.seller] = true;
  }
  for (const auto& [seller, amount] : due) {
    const Firm& firm = market.firm(seller);
    if (rents[seller])
      continue;
    Cents owed = 0;
    for (const Firm* debtor : market.firms())
      owed += market.accounts.owed(debtor->account(), firm.account());
    EXPECT_EQ(market.accounts.at(firm.account()).balance, amount - owed) << firm.name();
  }
}

class MoneyInEveryScenario : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(MoneyInEveryScenario, SumsToZeroAndNobodySpendsMoreThanItsCreditAllows) {
  const Plan plan = read_plan({GetParam()});
  World world(plan.scenario);
  world.run();
  expect_closed_books(world);
  expect_receipts_as_ordered(world);
}

INSTANTIATE_TEST_SUITE_P(Money, MoneyInEveryScenario, testing::ValuesIn(all_scenarios()),
                         [](const auto& parameter) {
                           std::string name = parameter.param.stem().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

class MoneyBySeed : public testing::TestWithParam<std::uint64_t> {};

TEST_P(MoneyBySeed, SumsToZeroAndNobodySpendsMoreThanItsCreditAllows) {
  const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"}, {.seed = GetParam()});
  World world(plan.scenario);
  world.run();
  expect_closed_books(world);
  expect_receipts_as_ordered(world);
  // A great deal of money changes hands, or this would prove little.
  Cents paid = 0;
  for (const Accounts::Account& account : world.market().accounts.all())
    paid += account.earned;
  EXPECT_GT(usd(paid), 1e12);
}

INSTANTIATE_TEST_SUITE_P(Money, MoneyBySeed, testing::Values(2, 3, 4, 5));

TEST(Money, BecomesAnAnswerWhereCapitalIsShort) {
  std::vector<std::string> poor;
  for (const char* lab :
       {"anthropic", "google_deepmind", "meta_ai", "openai", "other_ai_services", "xai"}) {
    poor.push_back(std::string("actors.") + lab + ".revenue=3 Gusd/(GW_it year)");
  }
  const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"}, {}, poor);
  const Outcome told = run_and_tell(plan);
  const auto& shares = told.result.years.back().shares;
  const auto money = std::find_if(shares.begin(), shares.end(),
                                  [](const auto& share) { return share.constraint == "money"; });
  ASSERT_NE(money, shares.end());
  EXPECT_GT(money->share, 0.3);
}

/// The last cent decides how much is ordered: a deposit is rounded, and there are two for a site.
TEST(Money, IsEnoughForTheDepositsOfWhoHasLittle) {
  const Plan plan = read_plan(
      {repository() / "scenarios/baseline.yaml",
       repository() / "scenarios/overlays/site-deposits.yaml"},
      {.seed = 3}, {"actors.google.loan=0 usd/kW_it", "actors.google.own_cash=5 Gusd/year"});
  World world(plan.scenario);
  ASSERT_NO_THROW(world.run());
  expect_closed_books(world);
  expect_receipts_as_ordered(world);
}

/// More is ordered than was decided with an eye on the money: what cannot be paid is not ordered.
class MoneyWhereMoreIsOrdered : public testing::TestWithParam<const char*> {};

TEST_P(MoneyWhereMoreIsOrdered, IsNeverSpentTwice) {
  const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"}, {.deterministic = true});
  for (const double factor : {1.01, 1.1, 1.5, 3.0}) {
    SCOPED_TRACE(factor);
    World world(plan.scenario, {.relaxed = {Relaxation::by(GetParam(), factor)}});
    ASSERT_NO_THROW(world.run());
    expect_closed_books(world);
    expect_receipts_as_ordered(world);
  }
}

INSTANTIATE_TEST_SUITE_P(Reasons, MoneyWhereMoreIsOrdered,
                         testing::Values("power_orders", "site_orders"),
                         [](const auto& reason) { return std::string(reason.param); });

}  // namespace
}  // namespace chokepoint::models
