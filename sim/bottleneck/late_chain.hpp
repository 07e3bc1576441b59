#pragma once

#include <vector>

#include "sim/bottleneck/growth_history.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// What of the time by which something came later than planned for one step of its chain took.
struct LatePart {
  EventKind kind = EventKind::start;
  Capacity capacity;
  Tick cause = 0;   ///< the middle of that time
  double part = 0;  ///< of those days that a step of its own took
};

/// Of an increment that came, who took how much of the days since it was to come, as `why` tells
/// them of a delivery; of one that came in time, of all since it was ordered. Its own capacity is
/// left out. What only took longer than usual is of the kind `lead`. The parts add up to 1; none
/// where nothing is known.
[[nodiscard]] std::vector<LatePart> late_parts(const Trace& trace, const Increment& increment);

}  // namespace chokepoint
