#include "sim/base/order_status.hpp"

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

TEST(OrderStatus, IsReadAsItWasWritten) {
  for (const OrderStatus status :
       {OrderStatus::open, OrderStatus::delivered, OrderStatus::cancelled, OrderStatus::rejected})
    EXPECT_EQ(order_status(text(status)), status);
}

TEST(OrderStatus, OfAnUnansweredOrderIsOpen) {
  EXPECT_EQ(text(OrderStatus::placed), "open");
}

TEST(OrderStatus, KnowsNoOtherWords) {
  for (const char* word : {"", "Open", "placed", "delivered "})
    EXPECT_EQ(order_status(word), std::nullopt) << word;
}

}  // namespace
}  // namespace chokepoint
