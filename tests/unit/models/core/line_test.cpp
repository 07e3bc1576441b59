#include "models/core/line.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "models/core/expansion.hpp"
#include "tests/support/model_world.hpp"

namespace chokepoint::models {
namespace {

using test::ModelWorld;
using test::ScriptedBuyer;

/// Sells one commodity from one line of ten units a day; goods travel five days.
class Fab final : public Firm {
 public:
  void state(ProcessModel&) const override {}
  Fab(Market& market, ModelWorld& world, AllocationRule rule = AllocationRule::fifo,
      double sold_out_months = 0, double largest_share = 0)
      : Firm(market, {.name = "fab", .region = "here"}),
        line(market, *this,
             {.name = "fab.line",
              .commodity = market.commodity("wafer", "wafer"),
              .rule = rule,
              .largest_share = largest_share,
              .lots_per_order = 2,
              .cycle = {.minutes = 5 * kDay},
              .sold_out_months = sold_out_months,
              .lead_constraint = market.flow.trace.constraint("cycle_time")}),
        world_(world) {
    line.gate().add_resource(market.flow.trace.constraint("cleanroom"), 10.0 / kDay);
  }

  Line line;

 private:
  void plan() override {}
  void receive_order(OrderId order) override {
    const Tick promised = line.book(order);
    if (promised == kNever) {
      reject(order);
    } else {
      world_.tell(name(), "promise for day", promised / kDay);
      acknowledge(order, promised);
    }
  }
  void order_cancelled(OrderId order, std::int64_t quantity) override {
    line.cancelled(order, quantity);
  }

  ModelWorld& world_;
};

OrderTerms wafers(std::int64_t quantity, bool firm = true, bool stable = false) {
  return {.quantity = quantity, .firm = firm, .stable = stable};
}

/// Asserts what must hold for every order of every world.
void expect_books_balance(const Journal& journal) {
  for (OrderId id = 1; id < journal.size(); ++id) {
    const Order& order = journal.at(id);
    EXPECT_EQ(order.terms.quantity,
              order.arrived + order.cancelled + (order.started - order.arrived) + order.to_start());
    EXPECT_GE(order.to_start(), 0);
    if (order.closed()) {
      EXPECT_EQ(order.outstanding(), 0);
    }
  }
}

TEST(LineTest, MakesAnOrderInLotsAndDeliversEachAfterTheLead) {
  ModelWorld world(100 * kDay);
  world.add<Fab>(world);
  world.add<ScriptedBuyer>("lab", world,
                           std::vector<ScriptedBuyer::Purchase>{{0, wafers(100), "fab"}});
  world.run();
  // 100 at ten a day: lots of 50 are done on days 5 and 10 and arrive five days later.
  EXPECT_EQ(world.story,
            "0 fab promise for day 15\n"
            "10 lab receive 50\n"
            "15 lab receive 50\n");
  EXPECT_EQ(world.market.journal.at(1).status, OrderStatus::delivered);
  EXPECT_EQ(world.market.journal.at(1).delivered, 15 * kDay);
  EXPECT_EQ(world.trace.unexplained(), 0U);
  expect_books_balance(world.market.journal);
}

TEST(LineTest, RefusesWhatItCouldOnlyBeginAfterTheSoldOutLimit) {
  ModelWorld world(200 * kDay);
  world.add<Fab>(world, AllocationRule::fifo, 2.0);
  world.add<ScriptedBuyer>(
      "lab", world,
      std::vector<ScriptedBuyer::Purchase>{{0, wafers(1000), "fab"}, {0, wafers(1000), "fab"}});
  world.run();
  EXPECT_EQ(world.story,
            "0 fab promise for day 105\n"
            "0 lab is refused 1000\n"
            "55 lab receive 500\n"
            "105 lab receive 500\n");
  EXPECT_EQ(world.market.journal.at(2).status, OrderStatus::rejected);
  expect_books_balance(world.market.journal);
}

TEST(LineTest, GivesBackOnlyWhatWasNotBegun) {
  ModelWorld world(200 * kDay);
  world.add<Fab>(world);
  auto& lab = world.add<ScriptedBuyer>(
      "lab", world, std::vector<ScriptedBuyer::Purchase>{{0, wafers(1000, false), "fab"}});
  lab.cancel_in_month = 1;  // day 31: the first lot of 500 is in work until day 50
  world.run();
  EXPECT_EQ(world.story,
            "0 fab promise for day 105\n"
            "31 lab take back 500\n"
            "55 lab receive 500\n");
  EXPECT_EQ(world.market.journal.at(1).status, OrderStatus::delivered);
  expect_books_balance(world.market.journal);
}

TEST(LineTest, GivesNobodyMoreThanItsPartWhileOthersWait) {
  const auto story = [](double largest_share) {
    ModelWorld world(200 * kDay);
    world.add<Fab>(world, AllocationRule::fifo, 0, largest_share);
    for (const auto& [name, orders] : {std::pair("large", 3), {"small", 1}}) {
      std::vector<ScriptedBuyer::Purchase> script;
      for (int order = 0; order < orders; ++order)
        script.push_back({0, wafers(20), "fab"});
      world.add<ScriptedBuyer>(name, world, script);
    }
    world.run();
    std::string received;
    std::istringstream lines(world.story);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("receive") != std::string::npos)
        received += line.substr(line.find(' ') + 1, 1);
    }
    return received;
  };
  // Lots of ten. The large one ordered first; nobody waits any more when it gets its last ones.
  EXPECT_EQ(story(0), "llllllss");
  EXPECT_EQ(story(0.9), "lsllllls");
  EXPECT_EQ(story(0.5), "lslsllll");
}

/// Each lot needs two fifths of a chip, which rounds to none.
TEST(LineTest, SharesAUnitOfAnInputAmongSmallLotsAndMakesNothingWithoutAny) {
  ModelWorld world(200 * kDay);
  Fab& fab = world.add<Fab>(world);
  Store chips(world.market.flow, "chips", 1);
  fab.line.add_input({&chips, 0.008});
  world.add<ScriptedBuyer>(
      "lab", world,
      std::vector<ScriptedBuyer::Purchase>{{0, wafers(100), "fab"}, {2, wafers(100), "fab"}});
  world.run();
  EXPECT_EQ(chips.level(), 0);
  EXPECT_EQ(world.market.journal.at(1).arrived, 100);
  // A fifth of the chip is left: enough for half a lot of fifty.
  EXPECT_EQ(world.market.journal.at(2).arrived, 24);
  EXPECT_EQ(world.trace.unexplained(), 0U);
  expect_books_balance(world.market.journal);
}

TEST(LineTest, ServesSteadyBusinessBeforeFastGrowth) {
  ModelWorld world(200 * kDay);
  world.add<Fab>(world, AllocationRule::stable_first);
  world.add<ScriptedBuyer>("lab", world,
                           std::vector<ScriptedBuyer::Purchase>{{0, wafers(100), "fab"}});
  world.add<ScriptedBuyer>(
      "phones", world, std::vector<ScriptedBuyer::Purchase>{{0, wafers(100, true, true), "fab"}});
  world.run();
  // The lab's first lot has begun when the phones' order arrives; its second waits for theirs.
  EXPECT_EQ(world.story,
            "0 fab promise for day 15\n"
            "0 fab promise for day 25\n"
            "10 lab receive 50\n"
            "15 phones receive 50\n"
            "20 phones receive 50\n"
            "25 lab receive 50\n");
}

TEST(LineTest, ServesTheHighestBidderWhileAnEventSaysSo) {
  Disruption rule{.name = "rules", .kind = Disruption::Kind::allocation};
  rule.firms = {"fab"};
  rule.rule = AllocationRule::highest_bidder;
  rule.to = 8 * kDay;
  ModelWorld world(200 * kDay, {rule});
  world.add<Fab>(world, AllocationRule::fifo);
  const auto buyer = [&](const char* name, double usd) {
    world
        .add<ScriptedBuyer>(name, world,
                            std::vector<ScriptedBuyer::Purchase>{{0, wafers(100), "fab"}})
        .bid_usd = usd;
  };
  buyer("silent", 0);
  buyer("low", 5);
  buyer("high", 9);
  world.run();
  // Each has its own work and that of higher bids in front of it. Silent's first lot has begun when
  // the others ask; high's follows. From day 8 on it is who came first.
  EXPECT_EQ(world.story,
            "0 fab promise for day 15\n"
            "0 fab promise for day 15\n"
            "0 fab promise for day 15\n"
            "10 silent receive 50\n"
            "15 high receive 50\n"
            "20 silent receive 50\n"
            "25 low receive 50\n"
            "30 low receive 50\n"
            "35 high receive 50\n");
  EXPECT_EQ(world.trace.unexplained(), 0U);
  expect_books_balance(world.market.journal);
}

TEST(LineTest, ServesTheHighestBidderWhereThatIsItsOwnRule) {
  ModelWorld world(200 * kDay);
  world.add<Fab>(world, AllocationRule::highest_bidder);
  const auto buyer = [&](const char* name, int month, std::int64_t quantity, double usd) {
    world
        .add<ScriptedBuyer>(name, world,
                            std::vector<ScriptedBuyer::Purchase>{{month, wafers(quantity), "fab"}})
        .bid_usd = usd;
  };
  buyer("silent", 0, 600, 0);
  buyer("low", 0, 100, 5);
  buyer("high", 1, 100, 9);
  world.run();
  // Orders are made in two lots, ten a day, and travel five days. Silent's first has begun when
  // bids are read, then low's; on day 31 high asks, and waits for the lot in work alone.
  EXPECT_EQ(world.story,
            "0 fab promise for day 65\n"
            "0 fab promise for day 45\n"
            "31 fab promise for day 51\n"
            "35 silent receive 300\n"
            "40 low receive 50\n"
            "45 high receive 50\n"
            "50 high receive 50\n"
            "55 low receive 50\n"
            "85 silent receive 300\n");
  EXPECT_EQ(world.trace.unexplained(), 0U);
  expect_books_balance(world.market.journal);
}

TEST(LineTest, NobodyBidsWhereNobodyAsksForBids) {
  ModelWorld world(200 * kDay);
  Fab& fab = world.add<Fab>(world, AllocationRule::fifo);
  ScriptedBuyer& lab = world.add<ScriptedBuyer>(
      "lab", world, std::vector<ScriptedBuyer::Purchase>{{0, wafers(100), "fab"}});
  lab.bid_usd = 9;
  world.run();
  EXPECT_EQ(fab.bid_of(lab.id(), 0), 0);
}

TEST(LineTest, GivesEachCustomerItsPartOldestOrderFirst) {
  ModelWorld world(200 * kDay);
  world.add<Fab>(world, AllocationRule::pro_rata);
  world.add<ScriptedBuyer>(
      "a", world,
      std::vector<ScriptedBuyer::Purchase>{{0, wafers(100), "fab"}, {0, wafers(100), "fab"}});
  world.add<ScriptedBuyer>("b", world,
                           std::vector<ScriptedBuyer::Purchase>{{0, wafers(100), "fab"}});
  world.run();
  // Lots of 50 take five days and travel five. Begun are a's first order, b's, a's first again (a
  // quarter of what a asked for against half of b's), a's second (equal parts: the older order),
  // b's and a's second.
  const auto delivered = [&](OrderId id) { return world.market.journal.at(id).delivered / kDay; };
  EXPECT_EQ(delivered(1), 20);
  EXPECT_EQ(delivered(2), 35);
  EXPECT_EQ(delivered(3), 30);
  expect_books_balance(world.market.journal);
}

TEST(JournalTest, DatesTheLastDeliveryAndClosesWhenTheRestIsTakenBack) {
  Journal journal;
  const OrderId order = journal.place(0, 1, wafers(10, false), 0, kWorldStart);
  journal.acknowledge(order, kDay);
  journal.begin(order, 4);
  journal.arrive(order, 4, 3 * kDay);
  EXPECT_EQ(journal.at(order).status, OrderStatus::open);
  EXPECT_EQ(journal.at(order).delivered, 3 * kDay);
  EXPECT_EQ(journal.cancel(order, 100), 6);
  EXPECT_EQ(journal.at(order).status, OrderStatus::delivered);
  EXPECT_EQ(journal.at(order).delivered, 3 * kDay);

  const OrderId other = journal.place(0, 1, wafers(10, false), 0, kWorldStart);
  journal.acknowledge(other, kDay);
  EXPECT_EQ(journal.cancel(other, 10), 10);
  EXPECT_EQ(journal.at(other).status, OrderStatus::cancelled);
  EXPECT_EQ(journal.at(other).delivered, kNever);
}

TEST(LineTest, AnExpansionAddsCapacityOnItsDateAndRecordsTheDecision) {
  ModelWorld world(100 * kDay);
  auto& fab = world.add<Fab>(world);
  Expansion expansion(world.market, fab.line.gate(), 0, world.trace.constraint("build"));
  expansion.inherited(per_month(10.0 / kDay), 5 * kDay);
  EXPECT_DOUBLE_EQ(expansion.under_way(), per_month(10.0 / kDay));
  world.add<ScriptedBuyer>("lab", world,
                           std::vector<ScriptedBuyer::Purchase>{{0, wafers(200), "fab"}});
  world.run();
  // 50 in the first five days at ten a day, then twenty a day: lots of 100 end on days 7.5
  // and 12.5.
  EXPECT_EQ(world.story,
            "0 fab promise for day 25\n"
            "12 lab receive 100\n"
            "17 lab receive 100\n");
  EXPECT_EQ(expansion.under_way(), 0);
  EXPECT_EQ(world.trace.capacity_steps().back().tick, 5 * kDay);
}

}  // namespace
}  // namespace chokepoint::models
