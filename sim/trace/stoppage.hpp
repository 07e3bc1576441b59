#pragma once

#include <vector>

#include "sim/base/time.hpp"
#include "sim/trace/increment.hpp"

namespace chokepoint {

/// Somebody on the way to the sink stood still, in whole or in part, because of an outage.
struct Stoppage {
  ConstraintId outage = 0;
  /// What stood still from each tick on, as part of all that reached the sink before; ascending.
  struct Step {
    Tick from;
    double part;
  };
  std::vector<Step> steps;
  /// Only these constraints grow less by it; empty: less reaches the sink.
  std::vector<ConstraintId> slows;
};

}  // namespace chokepoint
