#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint {

/// One change of a gate's pace while a world ran.
struct PaceChange {
  Tick tick = 0;
  std::uint32_t resource = 0;
  bool per_unit = false;  ///< the work of a unit changed, else the rate
  double value = 0;       ///< before any relaxation
};

/// All of them, gate by gate in the order of their making.
struct PaceTape {
  std::vector<std::vector<PaceChange>> gates;
};

}  // namespace chokepoint
