#pragma once

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::models {

/// Refuses events that could never mean anything: on firms or parts that nothing of the kind can
/// happen to, on ways that lead nowhere, and two events that concern the same at the same time and
/// answer the same question differently.
void check_events(const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace chokepoint::models
