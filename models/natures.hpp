#pragma once

#include "sim/trace/trace.hpp"

namespace chokepoint::models {

/// Says what stands behind the names of constraints that firms record: a decision, people, money, a
/// limit on growth. Call when the world has run.
void declare_natures(Trace& trace);

}  // namespace chokepoint::models
