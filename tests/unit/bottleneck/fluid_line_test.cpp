#include "sim/bottleneck/fluid_line.hpp"

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

FluidLine::Stage stage(std::string name, double rate) {
  return {.name = std::move(name), .capacity = [rate](int) { return rate; }};
}

TEST(FluidLine, APileHidesAShortageUntilItIsUsedUp) {
  // 20 a day, from day 180 on 10; 15 a day behind it: 900 have piled up by then and last 180 days.
  const FluidLine line(
      {{.name = "A", .capacity = [](int day) { return day < 180 ? 20.0 : 10.0; }}, stage("B", 15)},
      nullptr, 730);
  EXPECT_DOUBLE_EQ(line.output(299), 4500);
  EXPECT_DOUBLE_EQ(line.output(359), 5400);
  EXPECT_DOUBLE_EQ(line.output(729), 9100);
  for (int day = 0; day < 360; ++day)
    ASSERT_EQ(line.name(line.decided(day)), "B") << day;
  for (int day = 360; day < 730; ++day)
    ASSERT_EQ(line.name(line.decided(day)), "A") << day;
}

TEST(FluidLine, WorksOffABacklogAfterDemandHasFallenBelowCapacity) {
  // 20 a day wanted for 100 days, then 5; 10 can be made: short until day 300.
  const auto demand = [](int day) {
    return day < 100 ? 20.0 * (day + 1) : 2000 + 5.0 * (day - 99);
  };
  const FluidLine line({stage("works", 10)}, demand, 400);
  for (int day = 0; day < 299; ++day)
    ASSERT_EQ(line.decided(day), 0U) << day;
  for (int day = 300; day < 400; ++day)
    ASSERT_EQ(line.decided(day), 1U) << day;
}

TEST(FluidLine, AFullStoreBlocksTheStageBeforeIt) {
  FluidLine::Stage first = stage("A", 20);
  first.room_behind = 30;
  const FluidLine line({first, stage("B", 10)}, nullptr, 100);
  EXPECT_DOUBLE_EQ(line.output(99), 1000);
  EXPECT_EQ(line.name(line.decided(99)), "B");
}

TEST(FluidLine, ALagStarvesTheNextStageUntilTheFirstUnitsCome) {
  FluidLine::Stage second = stage("B", 10);
  second.lag = 5;
  second.stock_before = 20;
  const FluidLine line({stage("A", 5), second}, nullptr, 20);
  EXPECT_DOUBLE_EQ(line.output(4), 20);  // two days from stock, then nothing comes
  EXPECT_DOUBLE_EQ(line.output(9), 45);
  EXPECT_EQ(line.name(line.decided(9)), "A");
}

}  // namespace
}  // namespace chokepoint
