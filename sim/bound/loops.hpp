#pragma once

#include <string_view>

#include "sim/bound/process_model.hpp"

namespace chokepoint {

/// How that is named, before one of the stocks, and before that the days that it has.
inline constexpr std::string_view kGoingRound = "goods that go round through ";
inline constexpr std::string_view kDaysOf = "days of ";

/// Adds to a model, once all is stated, that goods which go round through several processes are in
/// one of them at a time. Said by months alone, a round whose leads add up to months may take none:
/// each lead is rounded down by itself. So the goods of a round have place-days, as places have
/// (see occupancy.hpp): one for each day of each unit that is in it, from which each process takes
/// its lead. What comes in from outside brings its own; what leaves is not taken off. Where units
/// change their number on the way, each counts by its weight (see round_weights.hpp).
///
/// Of what breeds (more comes out of a round than goes in, of nothing else) nothing is said.
void state_loops(ProcessModel& model);

}  // namespace chokepoint
