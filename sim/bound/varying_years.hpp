#pragma once

#include <vector>

#include "sim/bound/bound_study.hpp"

namespace chokepoint {

/// Marks rents of years that do not hold for the changes of the re-solutions
/// (ConstraintRent::varies), and years of which nothing is to be said of what binds
/// (DatedBound::undetermined). A rent varies where it lies outside of what both re-solutions find,
/// or where these differ by much other than by diminishing returns: more of it brings more than
/// less of it costs, or costs something itself. In a year that has such a rent all that differ by
/// much vary. Where returns just diminish, the rent lies between both sides and is told.
///
/// A price holds as long as the same limits do. Where output of one year pays for that of others,
/// that may be for far smaller changes than those of the re-solutions: then other limits take over,
/// and part of what the constraint brings moves to other years. The totals hardly change.
void mark_varying_years(DatedBound& bound, const std::vector<double>& years,
                        const std::vector<int>& year_ends);

}  // namespace chokepoint
