#pragma once

#include <string>

#include "sim/record/comparison.hpp"

namespace chokepoint::tools {

/// Figures on their way from a worker to its parent.
[[nodiscard]] std::string pack(const WorldFigures& figures);
[[nodiscard]] WorldFigures unpack_figures(const std::string& bytes);

}  // namespace chokepoint::tools
