#pragma once

#include <cmath>

#include "sim/base/portable_math.hpp"
#include "sim/base/time.hpp"

namespace chokepoint::models {

/// An average month and year (365.2425 days), for rates only; dates use the calendar.
inline constexpr double kMinutesPerMonth = 365.2425 * 1440 / 12;
inline constexpr double kMinutesPerYear = 365.2425 * 1440;

/// Compute is counted in kW of IT load; recipes and plans speak of GW.
inline constexpr double kKwPerGw = 1e6;
inline constexpr double kGwPerKw = 1e-6;

/// Gates count per minute, people per month.
[[nodiscard]] constexpr double per_minute(double per_month) {
  return per_month / kMinutesPerMonth;
}
[[nodiscard]] constexpr double per_month(double per_minute) {
  return per_minute * kMinutesPerMonth;
}

/// A duration in average months, for planning rules.
[[nodiscard]] constexpr double months(Duration d) {
  return d.months + static_cast<double>(d.minutes) / kMinutesPerMonth;
}

/// So many average months, to the minute.
[[nodiscard]] inline Duration months_long(double months) {
  return {0, static_cast<Tick>(nearest_whole(months * kMinutesPerMonth))};
}

}  // namespace chokepoint::models
