#include "sim/bound/rate_path.hpp"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chokepoint {
namespace {

using testing::ElementsAre;

class RatePaths : public testing::Test {
 protected:
  /// A year of twelve months.
  Timeline timeline_{parse_date("2022-01-01")};
  MonthGrid grid_{timeline_, timeline_.tick(parse_date("2023-01-01"))};
  Monthly ones_ = Monthly(12, 1.0);
  Monthly tens_ = Monthly(12, 10.0);
  /// Doubles at each planning, every quarter; works half a year later.
  RatePath doubling_{.initial = 10,
                     .worth = ones_,
                     .growth = {.per_planning = 2, .months_between = 3, .lead = {6, 0}}};
};

TEST_F(RatePaths, LeadsAreRoundedDownToMonths) {
  EXPECT_EQ(grid_.months(), 12);
  EXPECT_EQ(grid_.after(0, {0, 30 * kDay}), 0);
  EXPECT_EQ(grid_.after(0, {0, 31 * kDay}), 1);
  EXPECT_EQ(grid_.after(1, {0, 30 * kDay}), 2) << "February is shorter";
  EXPECT_EQ(grid_.after(10, {1, 0}), 11);
  EXPECT_EQ(grid_.after(11, {1, 0}), 12);
  EXPECT_EQ(grid_.delivered(11, {1, 0}), 11) << "what comes as the run ends counts";
  EXPECT_EQ(grid_.delivered(11, {1, 1}), 12);
}

TEST_F(RatePaths, TheLastMonthEndsWithTheRun) {
  const MonthGrid grid(timeline_, timeline_.tick(parse_date("2022-03-11")));
  EXPECT_EQ(grid.months(), 3);
  EXPECT_EQ(grid.minutes(2), 10 * kDay);
}

TEST_F(RatePaths, GrowAsFastAsPlanningAndLeadAllow) {
  // Two plannings in the first month, one in each third month after it.
  EXPECT_THAT(doubling_.amounts(grid_, 0, {}),
              ElementsAre(10, 10, 10, 10, 10, 10, 40, 40, 40, 80, 80, 80));
  doubling_.growth.most = Monthly(12, 50.0);
  EXPECT_THAT(doubling_.amounts(grid_, 0, {}),
              ElementsAre(10, 10, 10, 10, 10, 10, 40, 40, 40, 50, 50, 50));
}

/// Ten are decided on, where doubling from the start would have given more from the seventh month
/// on.
TEST_F(RatePaths, KnowWhatWasDecidedTooLate) {
  const auto late = [&](int decide) {
    const std::vector<bool> list =
        doubling_.decided_late(grid_, decide, doubling_.amounts(grid_, decide, tens_));
    return std::vector<int>(list.begin(), list.end());
  };
  EXPECT_THAT(late(0), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(late(3), ElementsAre(0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0))
      << "what follows was decided from that date on";
  EXPECT_THAT(late(12), ElementsAre(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1));
}

TEST_F(RatePaths, AreAsInTheRunUntilADecisionCanWork) {
  EXPECT_THAT(doubling_.amounts(grid_, 3, tens_),
              ElementsAre(10, 10, 10, 10, 10, 10, 10, 10, 10, 20, 20, 20));
  EXPECT_EQ(doubling_.amounts(grid_, 12, tens_), tens_);
  Monthly grown = tens_;
  grown[4] = 15;
  EXPECT_THAT(doubling_.amounts(grid_, 12, grown),
              ElementsAre(10, 10, 10, 10, 15, 15, 10, 10, 10, 10, 10, 10))
      << "the higher end of a month counts";
  EXPECT_THAT(doubling_.amounts(grid_, 12, grown, Begun::last_minute),
              ElementsAre(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10))
      << "or the lower one";
  EXPECT_THAT(doubling_.amounts(grid_, 3, tens_, Begun::last_minute),
              ElementsAre(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 20, 20))
      << "a month later than it may come";
}

TEST_F(RatePaths, AreNeverBelowWhatARunDid) {
  Monthly seen = tens_;
  seen[2] = 90;
  EXPECT_EQ(doubling_.amounts(grid_, 0, seen)[2], 90);
}

TEST_F(RatePaths, BuildBeyondTheirSpaceMoreSlowly) {
  const RatePath path{.initial = 10,
                      .worth = ones_,
                      .growth = {.per_planning = 2,
                                 .months_between = 12,
                                 .lead = {1, 0},
                                 .fast_up_to = 20,
                                 .slow_lead = {3, 0}}};
  EXPECT_THAT(path.amounts(grid_, 0, {}),
              ElementsAre(10, 20, 20, 40, 40, 40, 40, 40, 40, 40, 40, 40));
}

TEST_F(RatePaths, GiveRightsAtPlanningsBeforeTheyGrow) {
  RatePath path{.initial = 5,
                .worth = ones_,
                .growth = {.per_planning = 2, .months_between = 3},
                .by_planning = true};
  EXPECT_THAT(path.amounts(grid_, 0, {}), ElementsAre(15, 0, 0, 20, 0, 0, 40, 0, 0, 80, 0, 0));
  path.growth.most = Monthly(12, 30.0);
  EXPECT_THAT(path.amounts(grid_, 0, {}), ElementsAre(15, 0, 0, 20, 0, 0, 30, 0, 0, 30, 0, 0));
  // From April on, at the limit that the run had then.
  EXPECT_THAT(path.amounts(grid_, 3, Monthly(12, 7.0)),
              ElementsAre(0, 0, 0, 7, 0, 0, 14, 0, 0, 28, 0, 0));
  EXPECT_EQ(path.amounts(grid_, 12, Monthly(12, 7.0)), Monthly(12, 0.0));
}

TEST_F(RatePaths, MayHaveNoLimitOnceALeadHasPassed) {
  RatePath path{.initial = 3, .worth = ones_, .growth = {.lead = {2, 0}, .boundless = true}};
  const Monthly amounts = path.amounts(grid_, 0, {});
  EXPECT_EQ(amounts[1], 3);
  EXPECT_EQ(amounts[2], std::numeric_limits<double>::infinity());
}

TEST_F(RatePaths, LeaveNothingWhenOthersTakeMore) {
  RatePath path = doubling_;
  path.fixed = Monthly(12, -15.0);
  EXPECT_EQ(path.amounts(grid_, 0, {})[0], 0);
  EXPECT_EQ(path.amounts(grid_, 0, {})[6], 25);
}

}  // namespace
}  // namespace chokepoint
