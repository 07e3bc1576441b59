#pragma once

#include "sim/record/compared_figures.hpp"

namespace chokepoint::models {

/// What runs of this world are compared by.
[[nodiscard]] const FigureTable& compared_figures();

}  // namespace chokepoint::models
