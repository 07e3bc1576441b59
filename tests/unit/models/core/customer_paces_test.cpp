// What a customer of a line that is sold out may still order.

#include "models/core/customer_paces.hpp"

#include <gtest/gtest.h>

namespace chokepoint::models {
namespace {

constexpr FirmId kServed = 1;
constexpr FirmId kNeverServed = 2;

/// Of one who was given 100 a month for two years.
CustomerPaces served(double memory_months) {
  CustomerPaces paces(memory_months);
  for (int month = 0; month < 24; ++month) {
    paces.booked(kServed, 100);
    paces.begun(kServed, 100);
    paces.learn(1);
  }
  return paces;
}

TEST(CustomerPacesTest, ACustomerMayOrderWhatItGotAndNoMore) {
  CustomerPaces paces = served(3);
  // Three months of it; an order that goes beyond them counts by half.
  EXPECT_TRUE(paces.keeps(kServed, 590, 3));
  EXPECT_FALSE(paces.keeps(kServed, 610, 3));
  paces.booked(kServed, 200);
  EXPECT_TRUE(paces.keeps(kServed, 190, 3));
  EXPECT_FALSE(paces.keeps(kServed, 210, 3));
  paces.booked(kServed, -200);  // taken back
  EXPECT_TRUE(paces.keeps(kServed, 590, 3));
}

TEST(CustomerPacesTest, WhoNeverGotAnythingKeepsNothing) {
  CustomerPaces paces = served(3);
  EXPECT_FALSE(paces.keeps(kNeverServed, 1, 3));
  paces.booked(kNeverServed, 1);
  paces.learn(1);
  EXPECT_FALSE(paces.keeps(kNeverServed, 1, 3));
}

TEST(CustomerPacesTest, WhoOrdersNoMoreLosesItsPace) {
  CustomerPaces paces = served(3);
  for (int month = 0; month < 12; ++month)
    paces.learn(1);
  EXPECT_FALSE(paces.keeps(kServed, 10, 3));
}

TEST(CustomerPacesTest, WithoutAMemoryNobodyKeepsAnything) {
  EXPECT_FALSE(served(0).keeps(kServed, 1, 3));
}

}  // namespace
}  // namespace chokepoint::models
