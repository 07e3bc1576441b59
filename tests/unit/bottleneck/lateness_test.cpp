#include "sim/bottleneck/lateness.hpp"

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

constexpr IncrementDates kTextbook{.need = 1000 * kDay,
                                   .known = 600 * kDay,
                                   .funded = 680 * kDay,
                                   .ordered = 740 * kDay,
                                   .arrived = 1130 * kDay,
                                   .usual_decision = 30 * kDay,
                                   .usual_lead = 300 * kDay};

TEST(Lateness, SplitsIntoTermsThatAddUpExactly) {
  const Lateness late = lateness(kTextbook);
  EXPECT_EQ(late.information, -70 * kDay);
  EXPECT_EQ(late.money, 80 * kDay);
  EXPECT_EQ(late.decision, 30 * kDay);
  EXPECT_EQ(late.overrun, 90 * kDay);
  EXPECT_EQ(late.total(), 130 * kDay);
}

TEST(Lateness, AddsUpForAnyDates) {
  for (Tick known = 0; known < 20; known += 3) {
    for (Tick ordered = 0; ordered < 20; ordered += 5) {
      const IncrementDates dates{.need = 7,
                                 .known = known,
                                 .funded = known + 2,
                                 .ordered = ordered,
                                 .arrived = ordered + 4,
                                 .usual_decision = 1,
                                 .usual_lead = 6};
      EXPECT_EQ(lateness(dates).total(), dates.arrived - dates.need);
    }
  }
}

TEST(Lateness, NobodyIsBlamedForTheLeadTimeOfWhatCouldNotBeKnown) {
  IncrementDates dates = kTextbook;
  EXPECT_EQ(could_not_have_known(dates), 0);
  dates.known = dates.need;
  EXPECT_EQ(could_not_have_known(dates), 300 * kDay);
  dates.known = dates.need + 50 * kDay;
  EXPECT_EQ(could_not_have_known(dates), 300 * kDay);
  EXPECT_EQ(lateness(dates).information, 380 * kDay);
}

}  // namespace
}  // namespace chokepoint
