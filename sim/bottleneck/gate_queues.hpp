#pragma once

#include <span>

#include "sim/trace/gate_jobs.hpp"

namespace chokepoint {

/// Since when, at `cause`, jobs had had to wait for the gate with those queues, with pauses of up
/// to a month; `cause` itself when none had lately.
[[nodiscard]] Tick busy_since(std::span<const GateJobs::Stretch> queues, Tick cause);

}  // namespace chokepoint
