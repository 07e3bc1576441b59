// The order journal of the baseline: each order ends in one way, and its units add up.

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>

#include <gtest/gtest.h>

#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

/// One run of the baseline for all tests of a process.
const World& world() {
  static const auto run = [] {
    auto made = std::make_unique<World>(baseline().scenario);
    made->run();
    return made;
  }();
  return *run;
}

template <class F>
void for_each_order(F see) {
  const Journal& journal = world().market().journal;
  for (OrderId id = 1; id < journal.size(); ++id)
    see(id, journal.at(id));
}

TEST(Books, EveryOrderEndsInOneWayAndItsUnitsAddUp) {
  std::map<OrderStatus, int> ends;
  std::int64_t taken_back = 0;  // units
  for_each_order([&](OrderId id, const Order& order) {
    SCOPED_TRACE("order " + std::to_string(id));
    ++ends[order.status];
    taken_back += order.status == OrderStatus::rejected ? 0 : order.cancelled;
    const std::int64_t in_work = order.started - order.arrived;
    EXPECT_GE(in_work, 0);
    EXPECT_GE(order.to_start(), 0);
    EXPECT_EQ(order.terms.quantity, order.arrived + order.cancelled + in_work + order.to_start());
    if (order.status != OrderStatus::delivered) {
      EXPECT_EQ(order.delivered, kNever);
    }
    switch (order.status) {
      case OrderStatus::delivered:
        EXPECT_EQ(order.outstanding(), 0);
        EXPECT_GT(order.arrived, 0);
        EXPECT_GE(order.delivered, order.placed);
        EXPECT_LE(order.delivered, world().simulation().horizon());
        break;
      case OrderStatus::cancelled:
        EXPECT_EQ(order.cancelled, order.terms.quantity);
        break;
      case OrderStatus::rejected:
        EXPECT_EQ(order.started, 0);
        EXPECT_EQ(order.promised, kNever);
        break;
      case OrderStatus::open:
        EXPECT_GT(order.outstanding(), 0);
        EXPECT_NE(order.promised, kNever);
        break;
      case OrderStatus::placed:
        // Only an order of the very last moment has not been answered.
        EXPECT_EQ(order.placed, world().simulation().horizon());
        break;
    }
  });
  // All of this happens in a world of fourteen years.
  EXPECT_GT(ends[OrderStatus::delivered], 1000);
  EXPECT_GT(taken_back, 0);
  EXPECT_GT(ends[OrderStatus::rejected], 0);
  EXPECT_GT(ends[OrderStatus::open], 0);
}

TEST(Books, FirmOrdersAreNeverCancelled) {
  int cancellable = 0;
  for_each_order([&](OrderId id, const Order& order) {
    if (!order.terms.firm)
      ++cancellable;
    else if (order.status != OrderStatus::rejected) {
      EXPECT_EQ(order.cancelled, 0) << "order " << id;
    }
  });
  EXPECT_GT(cancellable, 0);
}

TEST(Books, ParentsExistAndAreOlder) {
  int children = 0;
  for_each_order([&](OrderId id, const Order& order) {
    if (order.terms.parent == kNoOrder)
      return;
    ++children;
    ASSERT_LT(order.terms.parent, id);
    EXPECT_LE(world().market().journal.at(order.terms.parent).placed, order.placed);
  });
  EXPECT_GT(children, 100);
}

TEST(Books, PromisesAreNotAlwaysKept) {
  int delivered = 0;
  int other_day = 0;
  for_each_order([&](OrderId, const Order& order) {
    if (order.status != OrderStatus::delivered || order.delivered == kNever)
      return;
    ++delivered;
    if (order.delivered / kDay != order.promised / kDay)
      ++other_day;
  });
  const double share = static_cast<double>(other_day) / delivered;
  std::cout << "orders delivered on another day than promised: " << share << "\n";
  EXPECT_GE(share, 0.10);
}

/// An order's quantity over what its seller delivered of that commodity in the calendar year in
/// which it was placed. Units count in the year in which the order was completed; where the seller
/// completed nothing in that year, there is no output to compare with.
TEST(Books, TheMedianOrderIsASmallPartOfItsSellersYear) {
  using Key = std::tuple<FirmId, CommodityId, int>;
  const Timeline& timeline = world().scenario().timeline;
  std::map<Key, double> output;
  for_each_order([&](OrderId, const Order& order) {
    if (order.delivered != kNever)
      output[{order.seller, order.terms.commodity, timeline.year(order.delivered)}] +=
          static_cast<double>(order.arrived);
  });
  std::vector<double> parts;
  std::size_t orders = 0;
  for_each_order([&](OrderId, const Order& order) {
    ++orders;
    const auto year =
        output.find({order.seller, order.terms.commodity, timeline.year(order.placed)});
    if (year != output.end())
      parts.push_back(static_cast<double>(order.terms.quantity) / year->second);
  });
  EXPECT_GE(parts.size(), orders * 8 / 10);
  const auto middle = parts.begin() + static_cast<std::ptrdiff_t>(parts.size() / 2);
  std::nth_element(parts.begin(), middle, parts.end());
  std::cout << "median order over its seller's year: " << *middle << " (" << parts.size() << " of "
            << orders << " orders)\n";
  EXPECT_LE(*middle, 0.05);
}

}  // namespace
}  // namespace chokepoint::models
