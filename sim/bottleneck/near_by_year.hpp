#pragma once

#include <span>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// What came just before the last condition at starts on critical paths, in one calendar year.
struct NearYear {
  struct Input {
    ConstraintId constraint = 0;
    std::size_t starts = 0;  ///< at which it was the next latest, by no more than kNear
    Tick least = 0;          ///< slack of the nearest of them
    Tick median = 0;
  };
  int year = 0;
  std::size_t starts = 0;     ///< on critical paths, of activities in this year
  std::vector<Input> inputs;  ///< at most kMostNear, those near at most starts first
};

/// So long before the last condition another one is near.
inline constexpr Tick kNear = 30 * kDay;
inline constexpr std::size_t kMostNear = 5;

/// Walks the paths of up to so many lots of each year and looks at each start on them once. An
/// input and the critical one that go back to the same constraint are one, and none is told.
[[nodiscard]] std::vector<NearYear> near_by_year(const Trace& trace, const Timeline& timeline,
                                                 Tick horizon, std::size_t lots_a_year = 24);

}  // namespace chokepoint
