#pragma once

#include "sim/bound/process_model.hpp"

namespace chokepoint {

/// Adds to a model, once all is stated, what limits on work in progress and rooms of stores mean
/// while goods are on their way. `C` places that are kept for `L` at least let through no more than
/// `C (T / L + 1)` in any time `T`: so there is a store of place-days into which each month brings
/// `C` times its length, which holds `C L` at most, and from which each process takes its lead.
/// Said by months alone, a lead of less than a month would give its places back at once.
///
/// A limit over several processes counts where each passes all that it makes to the next.
void state_occupancy(ProcessModel& model);

/// The shortest that a lead can be in days: months differ, and what begins on a later day of a
/// month takes no less than from the first day of the next one.
[[nodiscard]] double least_days(const MonthGrid& grid, Duration lead);

}  // namespace chokepoint
