#include "sim/bottleneck/active_period.hpp"

#include <gtest/gtest.h>

namespace chokepoint {

bool operator==(const MomentaryBottleneck& a, const MomentaryBottleneck& b) {
  return a.machine == b.machine && a.from == b.from && a.to == b.to && a.sole == b.sole;
}

std::ostream& operator<<(std::ostream& out, const MomentaryBottleneck& b) {
  return out << "S" << b.machine << " " << b.from << "-" << b.to
             << (b.sole ? " sole" : " shifting");
}

namespace {

constexpr Tick at(int hour, int minute) {
  return hour * 60 + minute;
}

using Answer = std::vector<MomentaryBottleneck>;

TEST(ActivePeriods, EqualOnesAtTheSameTimeAreShiftingAllTheWhile) {
  for (const std::size_t machines : {2U, 10U}) {
    std::vector<ActivePeriod> periods;
    Answer expected;
    for (std::size_t m = 0; m < machines; ++m) {
      periods.push_back({m, at(8, 10), at(9, 0)});
      expected.push_back({m, at(8, 10), at(9, 0), false});
    }
    EXPECT_EQ(momentary_bottlenecks(periods, at(8, 10)), expected);
  }
}

TEST(ActivePeriods, TheBottleneckIsHandedOnAtTheEndOfTheLongestPeriod) {
  const std::vector<ActivePeriod> periods{{3, at(8, 9), at(8, 16)},
                                          {1, at(8, 10), at(8, 35)},
                                          {2, at(8, 20), at(8, 47)},
                                          {3, at(8, 23), at(8, 27)},
                                          {3, at(8, 30), at(8, 55)}};
  const Answer expected{{1, at(8, 10), at(8, 20), true},
                        {1, at(8, 20), at(8, 35), false},
                        {2, at(8, 20), at(8, 47), false},
                        {3, at(8, 30), at(8, 47), false},
                        {3, at(8, 47), at(8, 55), true}};
  EXPECT_EQ(momentary_bottlenecks(periods, at(8, 10)), expected);
}

TEST(ActivePeriods, NobodyIsTheBottleneckWhileAllStarve) {
  const std::vector<ActivePeriod> periods{{1, 0, 10}, {2, 20, 30}};
  const Answer expected{{1, 0, 10, true}, {2, 20, 30, true}};
  EXPECT_EQ(momentary_bottlenecks(periods, 0), expected);
}

TEST(ActivePeriods, WithoutAnyThereIsNoBottleneck) {
  EXPECT_TRUE(momentary_bottlenecks({}, 0).empty());
}

}  // namespace
}  // namespace chokepoint
