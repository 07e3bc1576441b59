#include "models/core/matcher.hpp"

#include <gtest/gtest.h>

#include "models/core/inheritance.hpp"
#include "tests/support/model_world.hpp"

namespace chokepoint::models {
namespace {

using test::ModelWorld;

class MatcherTest : public ::testing::Test {
 protected:
  MatcherTest()
      : world_(100 * kDay),
        left_(world_.flow, "left"),
        right_(world_.flow, "right"),
        matcher_(world_.market,
                 {.name = "pair",
                  .inputs = {{&left_}, {&right_, EnablerClass::order}},
                  .smallest = 5,
                  .largest = 50,
                  .constraint = world_.trace.constraint("deployment"),
                  .has_lead = true,
                  .lead_minutes = Distribution::constant(10 * kDay),
                  .sink_per_unit = 2,
                  .started = [this](std::int64_t amount) { world_.tell("pair", "begins", amount); },
                  .delivered =
                      [this](std::int64_t amount, EventId event) {
                        world_.tell("pair", "is done with", amount);
                        last_ = event;
                      }}) {}

  ModelWorld world_;
  Store left_;
  Store right_;
  Matcher matcher_;
  EventId last_ = kWorldStart;
};

TEST_F(MatcherTest, TakesWhatTheScarcestInputAllowsInLots) {
  left_.put(70, kWorldStart);
  right_.put(60, kWorldStart);
  world_.run();
  EXPECT_EQ(world_.story,
            "0 pair begins 50\n"
            "0 pair begins 10\n"
            "10 pair is done with 50\n"
            "10 pair is done with 10\n");
  EXPECT_EQ(left_.level(), 10);
  EXPECT_EQ(matcher_.under_way(), 0);
}

TEST_F(MatcherTest, LessThanTheSmallestLotWaits) {
  left_.put(100, kWorldStart);
  right_.put(4, kWorldStart);
  Inheritance inherited(world_.market);
  inherited.expect(1, 1, 1, world_.trace.constraint("building"),
                   [this](std::int64_t amount, EventId event) { right_.put(amount, event); });
  world_.run();
  // The fifth comes in the middle of February.
  EXPECT_EQ(world_.story,
            "45 pair begins 5\n"
            "55 pair is done with 5\n");
}

TEST_F(MatcherTest, WhatArrivesAtTheSameTickIsMatchedAtOnceInWhateverOrderItComes) {
  right_.put(20, kWorldStart);
  left_.put(6, kWorldStart);
  left_.put(8, kWorldStart);
  world_.run();
  EXPECT_EQ(world_.story,
            "0 pair begins 14\n"
            "10 pair is done with 14\n");
}

TEST_F(MatcherTest, RecordsTheLastInputAsTheCriticalOneAndTheLotsWorth) {
  Inheritance inherited(world_.market);
  inherited.expect(10, 1, 1, world_.trace.constraint("building"),
                   [this](std::int64_t amount, EventId event) { left_.put(amount, event); });
  right_.put(10, kWorldStart);
  EXPECT_EQ(inherited.to_come(), 10);
  world_.run();
  // The middle of February and ten days.
  EXPECT_EQ(world_.story, "45 pair begins 10\n55 pair is done with 10\n");
  const Event& event = world_.trace.event(last_);
  EXPECT_DOUBLE_EQ(event.sink, 20);
  EXPECT_EQ(event.start, 45 * kDay);
  EXPECT_EQ(event.end, 55 * kDay);
  const Enabler critical = world_.trace.enablers(last_)[0];
  EXPECT_EQ(critical.how(), EnablerClass::material);
  EXPECT_EQ(world_.trace.name(world_.trace.event(critical.event).constraint), "building");
  EXPECT_EQ(world_.trace.unexplained(), 0U);
}

}  // namespace
}  // namespace chokepoint::models
