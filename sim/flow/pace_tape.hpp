#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/engine/action.hpp"

namespace chokepoint {

/// One change of a gate's pace while a world ran.
struct PaceChange {
  Tick tick = 0;
  /// Before or after work of that minute was done: that moves its end by a fraction of a minute.
  Priority phase = Priority::capacity;
  std::uint32_t resource = 0;
  bool per_unit = false;  ///< the work of a unit changed, else the rate
  double value = 0;       ///< before any relaxation
};

/// All of them, gate by gate in the order of their making.
struct PaceTape {
  std::vector<std::vector<PaceChange>> gates;
};

}  // namespace chokepoint
