#pragma once

#include <CoinPackedMatrix.hpp>

#include "sim/bound/linear_programme.hpp"

namespace chokepoint {

/// The elements of a programme, by columns.
[[nodiscard]] CoinPackedMatrix matrix_of(const LinearProgramme& programme);

}  // namespace chokepoint
