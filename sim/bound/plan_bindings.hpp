#pragma once

#include <vector>

#include "sim/bound/bound_study.hpp"

namespace chokepoint {

/// Says in which months each constraint binds, and which hold together where none does: by what
/// part of a month's level each accounts for. Nothing is said of years that are not determined
/// (mark_varying_years), nor that something binds in months in which its rent is below zero.
void find_bindings(DatedBound& bound, const std::vector<int>& year_ends);

}  // namespace chokepoint
