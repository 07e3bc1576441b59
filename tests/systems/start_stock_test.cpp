// What was there at the start is one constraint, told by the goods that it is of.
#include <gtest/gtest.h>

#include "tests/systems/bounded.hpp"

namespace chokepoint::models {
namespace {

/// Both last for 60 days, so that what is left of the year counts five for one.
TEST(StartStock, IsToldByGoods) {
  const BoundReport report =
      Bounded::of_text(
          "chokepoint: 1\nname: piles\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\n"
          "parts:\n  - {name: heap, kind: store, initial: 60 lot}\n"
          "  - {name: pile, kind: store, initial: 300 lot}\n  - {name: done, kind: pool}\n"
          "  - {name: b, kind: gate, rate: 5 lot/day, from: pile, to: done}\n"
          "  - {name: c, kind: gate, rate: 1 lot/day, from: heap, to: done}\n"
          "  - {name: out, kind: sink, from: done}\n")
          .report();
  const DatedBound& bound = report.dates.front();
  const ConstraintRent& rent = rent_of(bound, "initial_stock");
  ASSERT_EQ(rent.stocks.size(), 2U);
  EXPECT_EQ(rent.stocks[0].stock, "pile");
  EXPECT_EQ(rent.stocks[1].stock, "heap");
  EXPECT_GT(rent.stocks[1].rent, 0);
  EXPECT_NEAR(rent.stocks[0].rent, 5 * rent.stocks[1].rent, 1e-9 * bound.value);
  EXPECT_NEAR(rent.stocks[0].rent + rent.stocks[1].rent, rent.rent, 1e-9 * bound.value);
  EXPECT_TRUE(rent_of(bound, "b").stocks.empty());
}

}  // namespace
}  // namespace chokepoint::models
