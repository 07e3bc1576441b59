#pragma once

#include <string_view>

#include "sim/record/score.hpp"

namespace chokepoint::tools {

/// How a series of `timeseries.csv` becomes one value of a longer period, by its name there without
/// "_quarterly" and the like: flows are added up, prices and shares averaged, and of all else the
/// end of the period counts.
[[nodiscard]] Together together_of(std::string_view series);

}  // namespace chokepoint::tools
