#pragma once

#include <vector>

#include "sim/record/run_result.hpp"

namespace chokepoint::models {

class Market;

/// What a GW of each generation of accelerators asks of lithography, by year, from the
/// firms' own wafers, layers and tools, as drawn: `euv_passes_per_gw` (entity = vendor), and
/// `passes_per_tool` (a year) of each maker of EUV tools. Empty without such firms.
[[nodiscard]] std::vector<chokepoint::Series> recipe_series(const Market& market, Tick horizon);

}  // namespace chokepoint::models
