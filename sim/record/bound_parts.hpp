#pragma once

#include <string>

#include "sim/record/bound_tables.hpp"
#include "sim/record/json.hpp"

namespace chokepoint {

/// Parts of what `bound` writes and prints, each of one subject.

/// What is left of rounding in a solution is no result.
[[nodiscard]] double tidy_rent(double value, double scale);
[[nodiscard]] Date month_date(const BoundHeading& heading, std::size_t month);
/// A date of decision, or that everything is as it was decided.
[[nodiscard]] std::string decision_text(const std::optional<Date>& date);

inline constexpr int kRentNameWidth = 30;
/// The constraint, with its kind where that does not go without saying.
[[nodiscard]] std::string rent_name(const ConstraintRent& rent);
/// Whole per cent; a dot for less than a half.
[[nodiscard]] std::string percent_or_dot(double share);

[[nodiscard]] std::string money_text(const MoneyGain& gain);

/// From the run over ever earlier dates, what of that may be money or rounding, and which rents
/// move; empty for one date alone.
[[nodiscard]] std::string foresight_text(const BoundHeading& heading, const BoundReport& report);

/// The key `technologies` of bound.json.
void put_technologies(JsonText& json, const DatedBound& bound);
/// The needs for which the plan pays most; empty when it pays for none.
[[nodiscard]] std::string technology_text(const DatedBound& bound, const std::string& unit_years);

}  // namespace chokepoint
