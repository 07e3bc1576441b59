#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

/// Units are UDUNITS-2 products and quotients of the names in units.cpp and of nothing else, so
/// that a run does not depend on an installed unit database. A year is 365.2425 days and a month
/// the twelfth part of it: right for rates ("wafer/month"); lengths of time in months are
/// calendar months and are read by parse_duration instead.

/// What is wrong with a unit's text; empty when nothing is.
[[nodiscard]] std::string unit_problem(std::string_view unit);

/// The factor that turns an amount in `from` into one in `to`; nothing when they measure different
/// things. Both must be units.
[[nodiscard]] std::optional<double> conversion_factor(std::string_view from, std::string_view to);

/// Every name that a unit may be made of, in the order of their definition.
[[nodiscard]] const std::vector<std::string>& unit_names();

}  // namespace chokepoint
