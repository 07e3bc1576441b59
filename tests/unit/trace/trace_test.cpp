#include "sim/trace/trace.hpp"

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

TEST(Trace, KeepsWhatWasMetLastAndTheRunnerUpWithItsSlack) {
  Trace trace;
  const EventId early = trace.exogenous(EventKind::order, 0, 0, 10);
  const EventId middle = trace.exogenous(EventKind::order, 0, 0, 70);
  const EventId late = trace.exogenous(EventKind::order, 0, 0, 100);
  Conditions conditions;
  conditions.add(early, EnablerClass::material);
  conditions.add(late, EnablerClass::money);
  conditions.add(middle, EnablerClass::slot);
  const EventId start = trace.add(EventKind::service, 0, 100, 120, 1, 1, conditions);
  const auto enablers = trace.enablers(start);
  ASSERT_EQ(enablers.size(), 2U);
  EXPECT_EQ(enablers[0].event, late);
  EXPECT_EQ(enablers[0].how(), EnablerClass::money);
  EXPECT_EQ(enablers[0].slack(), 0);
  EXPECT_EQ(enablers[1].event, middle);
  EXPECT_EQ(enablers[1].how(), EnablerClass::slot);
  EXPECT_EQ(enablers[1].slack(), 30);
  EXPECT_EQ(trace.unexplained(), 0U);
}

TEST(Trace, KeepsAllThatWereMetTogether) {
  Trace trace;
  const EventId a = trace.exogenous(EventKind::order, 0, 0, 100);
  const EventId b = trace.exogenous(EventKind::order, 0, 0, 100);
  Conditions conditions;
  conditions.add(a, EnablerClass::material);
  conditions.add(b, EnablerClass::gate);
  const EventId start = trace.add(EventKind::service, 0, 100, 120, 1, 1, conditions);
  ASSERT_EQ(trace.enablers(start).size(), 2U);
  EXPECT_EQ(trace.enablers(start)[0].slack(), 0);
  EXPECT_EQ(trace.enablers(start)[1].slack(), 0);
}

TEST(Trace, CountsAStartThatNothingExplains) {
  Trace trace;
  const EventId before = trace.exogenous(EventKind::order, 0, 0, 100);
  const EventId late =
      trace.follow(EventKind::service, 0, 101, 120, before, EnablerClass::material);
  EXPECT_EQ(trace.unexplained(), 1U);
  ASSERT_EQ(trace.unexplained_events().size(), 1U);
  EXPECT_EQ(trace.unexplained_events()[0], late);
}

TEST(Trace, AnOutageMayComeAtAnyTime) {
  Trace trace;
  Conditions before;
  before.add(trace.exogenous(EventKind::order, 0, 0, 100), EnablerClass::gate);
  trace.outage(0, 500, 600, before);
  EXPECT_EQ(trace.unexplained(), 0U);
}

TEST(Trace, RecordsNothingButSinkAndDemandWhenDisabled) {
  Trace trace(false);
  EXPECT_EQ(trace.follow(EventKind::service, 0, 5, 9, kWorldStart, EnablerClass::gate),
            kWorldStart);
  trace.reached_sink(9, 2.0, kWorldStart);
  trace.demand(3, 1.0);
  EXPECT_EQ(trace.size(), 0U);
  EXPECT_EQ(trace.sink_lots().size(), 1U);
  EXPECT_EQ(trace.demand_steps().size(), 1U);
}

TEST(Trace, SpendsAtMostThirtyTwoBytesAnEventAndEightAnEnabler) {
  EXPECT_LE(sizeof(Event), 32U);
  EXPECT_LE(sizeof(Enabler), 8U);
}

TEST(Trace, KeepsNothingElseOfAnEvent) {
  // Once full it makes room for as many again, with one enabler and a half each, and each one's end
  // once more.
  Trace trace;
  const std::size_t before = trace.bytes();
  while (trace.bytes() == before)
    trace.exogenous(EventKind::order, 0, 0, 0);
  const std::size_t room = trace.size() - 1;
  EXPECT_LE(trace.bytes() - before,
            room * (sizeof(Event) + sizeof(std::int32_t) + sizeof(Enabler) * 3 / 2));
}

TEST(Conditions, ForgetTheEarliestWhenThereAreTooMany) {
  Conditions conditions;
  for (EventId id = 1; id <= 40; ++id)
    conditions.add(id, EnablerClass::material);
  EventId smallest = 40;
  for (const auto& item : conditions.items())
    smallest = std::min(smallest, item.event);
  EXPECT_GT(smallest, 20U);
}

}  // namespace
}  // namespace chokepoint
