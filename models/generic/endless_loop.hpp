#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/generic/part.hpp"

namespace chokepoint::models {

/// Parts that feed themselves at once: without a lead, a gate or a limit between them, what they
/// make lets them make as much again or more, without end in a single minute. Each with what is
/// wrong. A part that also needs something else, or that fills a store with a capacity, is none.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> endless_loops(
    const std::vector<PartPtr>& parts);

}  // namespace chokepoint::models
