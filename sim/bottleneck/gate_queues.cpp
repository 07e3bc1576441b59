#include "sim/bottleneck/gate_queues.hpp"

#include <algorithm>

namespace chokepoint {

namespace {

/// Customers order once a month: that nobody waits between two orders is no end of a shortage.
constexpr Tick kPause = 31 * kDay;

}  // namespace

Tick busy_since(std::span<const GateJobs::Stretch> queues, Tick cause) {
  auto next = std::partition_point(
      queues.begin(), queues.end(),
      [cause](const GateJobs::Stretch& stretch) { return stretch.from <= cause; });
  Tick since = cause;
  for (; next != queues.begin() && std::prev(next)->to + kPause >= since; --next)
    since = std::prev(next)->from;
  return since;
}

}  // namespace chokepoint
