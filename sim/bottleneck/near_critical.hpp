#pragma once

#include <span>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// A constraint that would have decided next, had the critical one been met sooner.
struct NearCritical {
  ConstraintId constraint = 0;
  Tick slack = 0;         ///< the least by which it came before the critical one
  std::size_t times = 0;  ///< starts on the path at which it was the next latest
};

/// The first constraint on the way back from that event, with it, that took time of its own;
/// nullptr when there is none near.
[[nodiscard]] const Event* decided_by(const Trace& trace, EventId id);

/// Looks, at each event of a critical path, at the next latest condition, and follows it back to
/// what took its time. Nearest first; those on the path themselves are left out.
[[nodiscard]] std::vector<NearCritical> near_critical(const Trace& trace,
                                                      std::span<const EventId> path);

}  // namespace chokepoint
