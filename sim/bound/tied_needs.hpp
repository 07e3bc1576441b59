#pragma once

#include <cstddef>
#include <vector>

#include "sim/bound/solver.hpp"

namespace chokepoint {

/// Of some needs those whose value is another when one of them alone is multiplied by `factor`; a
/// gain or a loss of no more than `nothing` is none. More of a need never helps, so of a group that
/// changes nothing when all are multiplied at once, none does alone: many are told with few
/// solutions.
[[nodiscard]] std::vector<std::size_t> needs_that_matter(Solver& solver,
                                                         const std::vector<Need>& needs,
                                                         std::vector<std::size_t> of, double factor,
                                                         double value, double nothing);

}  // namespace chokepoint
