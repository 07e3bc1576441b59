#pragma once

#include <string>
#include <string_view>

namespace chokepoint {

/// What is wrong with the form of a unit's text and its names; empty when nothing is. Asked before
/// UDUNITS reads it, which would take "12-24 month" for 12 months to the power of -24 and
/// "tool/GW_it year" for tool-years per gigawatt.
[[nodiscard]] std::string unit_text_problem(std::string_view unit);

}  // namespace chokepoint
