#pragma once

#include "sim/base/time.hpp"
#include "sim/record/run_result.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint::models {

/// Adds, by month and for each gate of a recorded network whose jobs need material, how many
/// servers worked (`gate_busy`), how many jobs waited for it (`gate_queue`), both on average over
/// the month, and how long those waited that began in it (`gate_wait`, in days). A job that has not
/// begun by the horizon is in none.
void add_gate_series(RunResult& result, const Trace& trace, const Timeline& timeline, Tick horizon);

}  // namespace chokepoint::models
