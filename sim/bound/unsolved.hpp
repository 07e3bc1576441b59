#pragma once

#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>

#include "sim/bound/linear_programme.hpp"

namespace chokepoint {

/// Says why a programme has no solution, in its own names: solves it again without presolve, for a
/// ray. Throws NoBoundError when no plan keeps to all limits or nothing limits the objective, else
/// ModelError.
[[noreturn]] void explain_unsolved(const ClpSimplex& model, const CoinPackedMatrix& matrix,
                                   const LinearProgramme& programme);

}  // namespace chokepoint
