#pragma once

#include "sim/bound/process_model.hpp"

namespace chokepoint {

/// Adds to a model, once all is stated, that goods which go round through several processes are in
/// one of them at a time. Said by months alone, a round whose leads add up to months may take none:
/// each lead is rounded down by itself. So the goods of a round have place-days, as places have
/// (see occupancy.hpp): one for each day of each unit that is in it, from which each process takes
/// its lead. What comes in from outside brings its own; what leaves is not taken off.
///
/// Rounds in which more comes out than goes in are left as they are.
void state_loops(ProcessModel& model);

}  // namespace chokepoint
