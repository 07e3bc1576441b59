#pragma once

#include <string>

#include "sim/record/bound_tables.hpp"
#include "sim/record/json.hpp"

namespace chokepoint {

/// Parts of what `bound` writes and prints, each of one subject.

[[nodiscard]] std::string money_text(const MoneyGain& gain);

/// For each date how much of its bound leads in whole months may be.
[[nodiscard]] std::string rounding_text(const BoundHeading& heading, const BoundReport& report);

/// The key `technologies` of bound.json.
void put_technologies(JsonText& json, const DatedBound& bound);
/// The needs for which the plan pays most; empty when it pays for none.
[[nodiscard]] std::string technology_text(const DatedBound& bound, const std::string& unit_years);

}  // namespace chokepoint
