#pragma once

#include <vector>

#include "sim/bound/bound_study.hpp"

namespace chokepoint {

/// Marks rents of years that lie outside what both re-solutions find there
/// (ConstraintRent::varies), and years in which some are so far outside that nothing is to be said
/// of what binds (DatedBound::undetermined).
///
/// A price holds as long as the same limits do. Where output of one year pays for that of others,
/// that may be for far smaller changes than those of the re-solutions: then other limits take over,
/// and part of what the constraint brings moves to other years. The totals hardly change.
void mark_varying_years(DatedBound& bound, const std::vector<double>& years,
                        const std::vector<int>& year_ends);

}  // namespace chokepoint
