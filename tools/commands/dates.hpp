#pragma once

#include <string>

#include "sim/scenario/registry.hpp"

namespace chokepoint::tools {

/// A date within the run that was typed for an option. Throws UsageError.
[[nodiscard]] Tick date_of(const Scenario& scenario, const std::string& option,
                           const std::string& text);

}  // namespace chokepoint::tools
