#include "sim/bottleneck/stoppage_toll.hpp"

#include <gtest/gtest.h>

#include "sim/bottleneck/root_cause.hpp"
#include "tests/unit/bottleneck/timeline.hpp"

namespace chokepoint {
namespace {

constexpr Tick kYearEnd = 365 * kDay;  // of 2022 and of 2023

/// So many lots a day reach the sink, one after the other through one gate.
void deliver(Trace& trace, Tick from, Tick to, int per_day, EventId& last) {
  const ConstraintId gate = trace.constraint("gate");
  const Tick each = kDay / per_day;
  for (Tick t = from; t < to; t += each) {
    last = trace.follow(EventKind::service, gate, t, t + each, last, EnablerClass::gate, 1, 1);
    trace.reached_sink(t + each, 1, last);
  }
}

void want(Trace& trace, Tick to, double per_day) {
  for (Tick t = 0; t < to; t += kDay)
    trace.demand(t, per_day);
}

/// Four lots a day of ten that are wanted come for two years, then two for one and four again.
/// That part of the way stands still in the third year.
struct Halved {
  explicit Halved(double part) {
    EventId last = kWorldStart;
    deliver(trace, 0, 2 * kYearEnd, 4, last);
    deliver(trace, 2 * kYearEnd, 3 * kYearEnd, 2, last);
    deliver(trace, 3 * kYearEnd, 4 * kYearEnd, 4, last);
    want(trace, 4 * kYearEnd, 10);
    trace.stood({trace.constraint("halt"), {{2 * kYearEnd, part}, {3 * kYearEnd, 0}}, {}});
  }
  Trace trace;
};

TEST(StoppageToll, IsWhatComesLessThanBefore) {
  const Halved world(0.75);
  const Timeline dates = from_2022();
  const Ledger ledger(world.trace, dates, 4 * kYearEnd);
  const StoppageToll toll(world.trace, ledger);
  for (std::size_t month = 0; month < ledger.months().size(); ++month) {
    SCOPED_TRACE(month);
    const bool stands = month >= 24 && month < 36;
    ASSERT_EQ(toll.of(month).size(), stands ? 1U : 0U);
    // Two of the eight lots a day that are missing.
    if (stands) {
      EXPECT_NEAR(toll.of(month).front().part, 0.25, 0.01);
    }
  }
}

TEST(StoppageToll, IsNoMoreThanWhatStoodStillWouldHaveBrought) {
  const Halved world(0.25);
  const Timeline dates = from_2022();
  const Ledger ledger(world.trace, dates, 4 * kYearEnd);
  const StoppageToll toll(world.trace, ledger);
  for (std::size_t month = 24; month < 36; ++month)
    EXPECT_NEAR(toll.of(month).front().part, 0.125, 0.01);
}

TEST(StoppageToll, GrowsAsWhatComesGrewInTheThreeYearsBefore) {
  Trace trace;
  EventId last = kWorldStart;
  deliver(trace, 0, kYearEnd, 2, last);
  deliver(trace, kYearEnd, 2 * kYearEnd, 3, last);
  deliver(trace, 2 * kYearEnd, 3 * kYearEnd, 4, last);
  want(trace, 5 * kYearEnd, 10);
  trace.stood({trace.constraint("halt"), {{3 * kYearEnd, 1}}, {}});
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 5 * kYearEnd);
  const StoppageToll toll(trace, ledger);
  const auto mean = [&](std::size_t from) {
    double sum = 0;
    for (std::size_t month = from; month < from + 12; ++month)
      sum += toll.of(month).front().part / 12;
    return sum;
  };
  EXPECT_NEAR(mean(36), 0.5, 0.01);  // five lots a day would have come, of ten
  EXPECT_NEAR(mean(48), 0.6, 0.01);
}

TEST(StoppageToll, OfTwoThatStandStillTogetherIsThatOfTheLargerOne) {
  Halved world(0.75);
  world.trace.stood(
      {world.trace.constraint("strike"), {{2 * kYearEnd, 0.75}, {3 * kYearEnd, 0}}, {}});
  const Timeline dates = from_2022();
  const Ledger ledger(world.trace, dates, 4 * kYearEnd);
  const StoppageToll toll(world.trace, ledger);
  ASSERT_EQ(toll.of(30).size(), 2U);
  EXPECT_NEAR(toll.of(30)[0].part, 0.125, 0.01);
  EXPECT_NEAR(toll.of(30)[1].part, 0.125, 0.01);
}

/// The part of a month's only constraint that is given to "halt".
double root_of_halt(const Trace& trace, std::size_t month) {
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 4 * kYearEnd);
  const RootCauses causes(trace, ledger);
  double part = 0;
  double sum = 0;
  for (const RootPart& root : causes.of_share(month, 0)) {
    sum += root.part;
    part += root.cause == RootClass::outage && ledger.name(root.where) == "halt" ? root.part : 0;
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  return part;
}

TEST(StoppageToll, IsARootOfWhateverHeldThingsUp) {
  const Halved world(0.75);
  EXPECT_EQ(root_of_halt(world.trace, 20), 0);
  EXPECT_NEAR(root_of_halt(world.trace, 30), 0.25, 0.01);
  EXPECT_EQ(root_of_halt(world.trace, 40), 0);
}

TEST(StoppageToll, OfAMakerThatLetsOthersGrowIsARootOfTheirConstraintsOnly) {
  for (const char* slowed : {"gate", "other"}) {
    Halved world(0);
    world.trace.stood({world.trace.constraint("halt"),
                       {{2 * kYearEnd, 1}, {3 * kYearEnd, 0}},
                       {world.trace.constraint(slowed)}});
    EXPECT_NEAR(root_of_halt(world.trace, 30), slowed == std::string("gate") ? 0.25 : 0, 0.01);
  }
}

TEST(StoppageToll, IsNoneWhereAsMuchComesAsBefore) {
  Trace trace;
  EventId last = kWorldStart;
  deliver(trace, 0, 4 * kYearEnd, 4, last);
  want(trace, 4 * kYearEnd, 10);
  trace.stood({trace.constraint("halt"), {{2 * kYearEnd, 1}}, {}});
  const Timeline dates = from_2022();
  const Ledger ledger(trace, dates, 4 * kYearEnd);
  const StoppageToll toll(trace, ledger);
  double sum = 0;
  for (std::size_t month = 0; month < ledger.months().size(); ++month) {
    for (const StoppageToll::Part& part : toll.of(month))
      sum += part.part;
  }
  EXPECT_LT(sum, 0.05);  // a lot or two, which come at the end of their time
}

}  // namespace
}  // namespace chokepoint
