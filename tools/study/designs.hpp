#pragma once

#include "sim/sensitivity/morris.hpp"
#include "tools/study/request.hpp"

namespace chokepoint::study {

/// The points of a design, one row each, as numbers strictly between 0 and 1:
///
/// - lhs: a Latin hypercube, random within its cells; correlated factors are put into the order
///   that a normal copula with those rank correlations has, which keeps each of them a Latin
///   hypercube;
/// - sobol: Sobol's sequence, moved around the cube by a random shift;
/// - saltelli: two such samples A and B of `size` points, then for each unit (a group of factors,
///   or a factor in none) A with the columns of that unit from B;
/// - morris: `size` trajectories of one-factor steps (see morris_design).
///
/// Only the request and its seed decide. Throws RequestError for correlations that the design does
/// not keep (lhs keeps all, saltelli those within a group), or when no distribution has them.
[[nodiscard]] Rows make_design(const DesignRequest& request);

}  // namespace chokepoint::study
