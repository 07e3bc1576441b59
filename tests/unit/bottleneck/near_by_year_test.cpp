// What came just before the last condition is told by the year of the start, each start once.
#include "sim/bottleneck/near_by_year.hpp"

#include <gtest/gtest.h>

#include "tests/unit/bottleneck/timeline.hpp"

namespace chokepoint {
namespace {

/// On each of the first days of 2022 a lot is put together of a part that came in this minute and
/// of one that came `early` before.
std::vector<NearYear> near_of(Tick early, bool same = false) {
  Trace trace;
  const ConstraintId late = trace.constraint("late");
  const ConstraintId next = same ? late : trace.constraint("next");
  const ConstraintId done = trace.constraint("done");
  for (Tick day = 100; day < 110; ++day) {
    const Tick at = day * kDay;
    Conditions parts;
    parts.add(trace.exogenous(EventKind::order, late, at - 60 * kDay, at), EnablerClass::material);
    parts.add(trace.exogenous(EventKind::order, next, at - 70 * kDay, at - early),
              EnablerClass::material);
    const EventId lot = trace.add(EventKind::lead, done, at, at + kDay, 0, 1, parts);
    trace.reached_sink(at + kDay, 1, lot);
  }
  return near_by_year(trace, from_2022(), 730 * kDay);
}

TEST(NearByYear, TellsWhatCameJustBeforeTheLastCondition) {
  const auto years = near_of(3 * kDay);
  ASSERT_EQ(years.size(), 1U);
  EXPECT_EQ(years[0].year, 2022);
  EXPECT_EQ(years[0].starts, 10U);
  ASSERT_EQ(years[0].inputs.size(), 1U);
  EXPECT_EQ(years[0].inputs[0].starts, 10U);
  EXPECT_EQ(years[0].inputs[0].least, 3 * kDay);
  EXPECT_EQ(years[0].inputs[0].median, 3 * kDay);
}

TEST(NearByYear, LeavesOutWhatCameLongBeforeAndWhatIsTheSame) {
  EXPECT_TRUE(near_of(31 * kDay)[0].inputs.empty());
  EXPECT_TRUE(near_of(3 * kDay, true)[0].inputs.empty());
}

}  // namespace
}  // namespace chokepoint
