// Money: nothing appears, nothing is lost, nobody spends what it has not.

#include "models/core/accounts.hpp"

#include <set>

#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/support/model_world.hpp"

namespace chokepoint::models {
namespace {

using test::ModelWorld;

class AccountsTest : public testing::Test {
 protected:
  Accounts accounts_;
  Accounts::Id outside_ = accounts_.outside("investors");
  Accounts::Id firm_ = accounts_.open("firm");
  Accounts::Id shop_ = accounts_.open("shop");

  void TearDown() override {
    Cents sum = 0;
    for (const Accounts::Account& account : accounts_.all()) {
      sum += account.balance;
      EXPECT_TRUE(account.outside || account.balance + account.credit >= 0) << account.name;
    }
    EXPECT_EQ(sum, 0);
  }
};

TEST_F(AccountsTest, APaymentLeavesOneAccountAndEntersAnother) {
  accounts_.pay(outside_, firm_, 1000);
  accounts_.pay(firm_, shop_, 300);
  EXPECT_EQ(accounts_.at(firm_).balance, 700);
  EXPECT_EQ(accounts_.at(shop_).balance, 300);
  EXPECT_EQ(accounts_.at(shop_).earned, 300);
  EXPECT_EQ(accounts_.at(firm_).earned, 0);  // what comes from outside is not earned from firms
  EXPECT_EQ(accounts_.outside("investors"), outside_);
}

TEST_F(AccountsTest, NobodySpendsWhatItHasNot) {
  accounts_.pay(outside_, firm_, 100);
  EXPECT_THROW(accounts_.pay(firm_, shop_, 101), ModelError);
  accounts_.set_credit(firm_, 50);
  accounts_.pay(firm_, shop_, 150);
  EXPECT_EQ(accounts_.free(firm_), 0);
  EXPECT_THROW(accounts_.pay(firm_, shop_, 1), ModelError);
  accounts_.set_credit(firm_, 0);  // what is drawn cannot be taken away
  EXPECT_EQ(accounts_.at(firm_).credit, 50);
}

TEST_F(AccountsTest, WhatIsSetAsideIsNotSpentOnAnythingElse) {
  accounts_.pay(outside_, firm_, 100);
  accounts_.set_aside(firm_, 80);
  EXPECT_EQ(accounts_.free(firm_), 20);
  accounts_.bill(firm_, shop_, 50);
  EXPECT_EQ(accounts_.at(shop_).balance, 20);
  EXPECT_EQ(accounts_.owed(firm_, shop_), 30);
  EXPECT_EQ(accounts_.net(firm_), -30);
  EXPECT_THROW(accounts_.set_aside(firm_, 1), ModelError);
  accounts_.release(firm_, 80);
  accounts_.settle(firm_);
  EXPECT_EQ(accounts_.at(shop_).balance, 50);
  EXPECT_EQ(accounts_.owed(firm_), 0);
}

TEST_F(AccountsTest, BillsArePaidOldestFirstWhenMoneyComes) {
  const Accounts::Id second = accounts_.open("second");
  accounts_.bill(firm_, shop_, 60);
  accounts_.bill(firm_, second, 60);
  accounts_.bill(firm_, shop_, 10);
  accounts_.pay(outside_, firm_, 100);
  EXPECT_EQ(accounts_.free(firm_), 0);
  accounts_.settle(firm_);
  EXPECT_EQ(accounts_.owed(firm_, shop_), 0);
  EXPECT_EQ(accounts_.owed(firm_, second), 30);
  EXPECT_EQ(accounts_.owed(firm_), 30);
}

/// Sells one thing for a dollar and accepts orders of up to ten.
class Seller final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  explicit Seller(Market& market) : Firm(market, {.name = "seller", .region = "here"}) {
    offer(market.commodity("thing", "piece"));
    set_price(market.commodity("thing", "piece"), 1, 7 * kDay);
  }

 private:
  void plan() override {}
  void receive_order(OrderId id) override {
    answer(id, market_.journal.at(id).terms.quantity > 10 ? kNever : now() + kDay);
    if (market_.journal.at(id).closed())
      return;
    const std::int64_t all = market_.journal.at(id).terms.quantity;
    market_.journal.begin(id, all);
    market_.post.send(market_.firm(market_.journal.at(id).buyer), Delivery{id, all, kWorldStart},
                      kDay);
  }
};

/// Has 15 dollars and wants 12, 3 and 8 pieces on the first day.
class Buyer final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Buyer(Market& market, Settlement settlement, float deposit = 1)
      : Firm(market, {.name = "buyer", .region = "here"}),
        settlement_(settlement),
        deposit_(deposit) {
    market.accounts.pay(market.accounts.outside("investors"), account(), cents(15));
  }
  void meet() override { supplied_by(market_.firm("seller"), market_.commodity("thing", "piece")); }
  PriceQuote heard_price{};

 private:
  void plan() override {
    if (now() > 0)
      return;
    for (const std::int64_t pieces : {12, 3, 8}) {
      const EventId decided = decide(market_.flow.trace.constraint("demand"));
      if (settlement_ == Settlement::on_order &&
          usd(free_money()) < static_cast<double>(deposit_) * static_cast<double>(pieces))
        continue;
      buy(market_.firm("seller"),
          {.commodity = market_.commodity("thing", "piece"),
           .quantity = pieces,
           .deposit = deposit_,
           .price_usd = heard_price.usd,
           .settlement = settlement_},
          decided);
    }
  }
  void quoted(const PriceQuote& price) override { heard_price = price; }
  Settlement settlement_;
  float deposit_;
};

TEST(PayingForOrders, ThePriceListIsReadBeforeTheFirstDay) {
  ModelWorld world(10 * kDay);
  auto& buyer = world.add<Buyer>(Settlement::on_order);
  world.add<Seller>();
  world.run();
  EXPECT_EQ(buyer.heard_price.usd, 1);
  EXPECT_EQ(buyer.heard_price.wait, 7 * kDay);
  EXPECT_EQ(world.market.journal.at(1).terms.price_usd, 1);
}

TEST(PayingForOrders, PaysWhenTheSellerAcceptsAndKeepsWhatWasForARefusedOrder) {
  ModelWorld world(10 * kDay);
  auto& buyer = world.add<Buyer>(Settlement::on_order);
  auto& seller = world.add<Seller>();
  world.run();
  // Its 15 dollars were set aside for the first two orders, so it could not ask for the third; the
  // first was refused.
  EXPECT_EQ(world.market.journal.size(), 3U);
  EXPECT_EQ(world.market.journal.at(1).status, OrderStatus::rejected);
  EXPECT_EQ(world.market.accounts.at(seller.account()).balance, cents(3));
  EXPECT_EQ(world.market.accounts.free(buyer.account()), cents(12));
}

TEST(PayingForOrders, WhatArrivesIsBilledAndWhatWasRefusedIsNot) {
  ModelWorld world(10 * kDay);
  auto& buyer = world.add<Buyer>(Settlement::on_delivery);
  auto& seller = world.add<Seller>();
  world.run();
  EXPECT_EQ(world.market.journal.at(1).status, OrderStatus::rejected);
  EXPECT_EQ(world.market.accounts.at(seller.account()).balance, cents(11));
  EXPECT_EQ(world.market.accounts.owed(buyer.account()), 0);
}

TEST(PayingForOrders, ADepositIsPaidWhenTheSellerAcceptsAndTheRestForWhatArrives) {
  const auto paid_by = [](Tick horizon) {
    ModelWorld world(horizon);
    auto& buyer = world.add<Buyer>(Settlement::on_order, 0.5F);
    auto& seller = world.add<Seller>();
    world.run();
    EXPECT_EQ(world.market.accounts.owed(buyer.account()), 0);
    EXPECT_EQ(world.market.accounts.free(buyer.account()) +
                  world.market.accounts.at(buyer.account()).aside +
                  world.market.accounts.at(seller.account()).balance,
              cents(15));
    return usd(world.market.accounts.at(seller.account()).balance);
  };
  // Half of its money does for all three orders, of which the first is refused.
  std::set<double> paid;
  for (int half_days = 1; half_days <= 20; ++half_days)
    paid.insert(paid_by(half_days * kDay / 2));
  paid.erase(0);
  EXPECT_EQ(paid, (std::set<double>{5.5, 11}));
}

}  // namespace
}  // namespace chokepoint::models
