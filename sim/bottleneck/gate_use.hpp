#pragma once

#include <string>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// What a gate of a network did, on average over the months of a run.
struct GateUse {
  std::string gate;
  double busy = 0;       ///< servers at work
  double queue = 0;      ///< jobs that waited for it
  double wait_days = 0;  ///< of a job, over the months in which any began
};

/// Of each gate whose jobs need material; none where causes were not recorded. A job that has not
/// begun by the horizon is in none.
[[nodiscard]] std::vector<GateUse> gate_uses(const Trace& trace, const Timeline& timeline,
                                             Tick horizon);

}  // namespace chokepoint
