#include "models/core/order_reach.hpp"

#include <gtest/gtest.h>

namespace chokepoint::models {
namespace {

TEST(OrderReach, NamesTheOldestOrderThatWhatIsCoveredDoesNotReach) {
  OrderReach reach;
  reach.add(11, 5);
  reach.add(12, 3);
  reach.add(15, 4);
  EXPECT_EQ(reach.beyond(0), 11U);
  EXPECT_EQ(reach.beyond(4.5), 11U);
  EXPECT_EQ(reach.beyond(5), 12U);
  EXPECT_EQ(reach.beyond(7.9), 12U);
  EXPECT_EQ(reach.beyond(8), 15U);
  EXPECT_EQ(reach.beyond(12), kNoOrder);
}

TEST(OrderReach, NamesNoneWhereNothingWaits) {
  OrderReach reach;
  EXPECT_EQ(reach.beyond(0), kNoOrder);
  reach.add(11, 5);
  reach.clear();
  EXPECT_EQ(reach.beyond(0), kNoOrder);
}

}  // namespace
}  // namespace chokepoint::models
