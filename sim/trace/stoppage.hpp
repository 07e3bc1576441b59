#pragma once

#include <algorithm>
#include <cstddef>
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
  /// Minutes of that time for which all would have had to stand still for as much to.
  [[nodiscard]] double between(Tick from, Tick to) const {
    double minutes = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const Tick begin = std::max(from, steps[i].from);
      const Tick end = i + 1 < steps.size() ? std::min(to, steps[i + 1].from) : to;
      minutes += steps[i].part * static_cast<double>(std::max<Tick>(0, end - begin));
    }
    return minutes;
  }
  /// Only these constraints grow less by it; empty: less reaches the sink.
  std::vector<ConstraintId> slows;
};

}  // namespace chokepoint
