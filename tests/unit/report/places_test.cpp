#include <gtest/gtest.h>

#include "models/answer.hpp"
#include "tools/report/ribbon.hpp"

namespace chokepoint::tools {
namespace {

TEST(Places, EveryConstraintWithATitleHasAPlaceInTheChain) {
  ASSERT_GT(models::constraint_titles().size(), 20U);
  for (const ConstraintTitle& title : models::constraint_titles())
    EXPECT_NE(group_of(title.constraint), "Chain") << title.constraint;
}

TEST(Places, WhatIsDecidedAboutAThingIsWhereTheThingIs) {
  EXPECT_EQ(goods_of("euv_optics_orders"), "euv_optics");
  EXPECT_EQ(goods_of("euv_tool_crews"), "euv_tool");
  EXPECT_EQ(goods_of("hbm_stacking_growth"), "hbm_wafer");
  EXPECT_EQ(goods_of("power_orders"), "power");
  EXPECT_EQ(group_of("dram_start_rate"), "Chips");
  EXPECT_EQ(group_of("oven"), "Chain") << "of a textbook network";
  EXPECT_EQ(goods_of("oven_orders"), "");
}

}  // namespace
}  // namespace chokepoint::tools
