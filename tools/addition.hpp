#pragma once

#include <string>

#include "models/counterfactual.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::tools {

/// "1 tool/year" of EUV tools, "5000 wafer/month" of packaging: so much more of a constraint than
/// the base world has, as factors month by month. What is counted as a stock may grow by the year;
/// what is counted per month may too ("5000 wafer/month/year"). Throws UsageError with the units
/// that the constraint is counted in.
[[nodiscard]] Relaxation addition(const std::string& text, const std::string& constraint,
                                  const models::BaseFacts& facts, const Scenario& scenario,
                                  Tick from, Tick to);

}  // namespace chokepoint::tools
