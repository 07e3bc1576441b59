#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace chokepoint {

/// Model time: whole minutes since the scenario's start. Dates exist only at the edges.
using Tick = std::int64_t;

inline constexpr Tick kHour = 60;
inline constexpr Tick kDay = 24 * kHour;
inline constexpr Tick kNever = std::numeric_limits<Tick>::max();

/// A civil (ISO, UTC) date at 00:00.
using Date = std::chrono::year_month_day;

/// A length of time. Months are calendar months; the rest is exact minutes.
struct Duration {
  std::int32_t months = 0;
  Tick minutes = 0;
  friend bool operator==(const Duration&, const Duration&) = default;
};

/// Converts between ticks and dates for one scenario.
class Timeline {
 public:
  explicit Timeline(Date start);

  [[nodiscard]] Date start() const { return start_; }
  [[nodiscard]] Tick tick(Date date) const;
  /// The civil date that contains `t`.
  [[nodiscard]] Date date(Tick t) const;
  /// `t` plus a duration; a month added to the 31st lands on the last day of a shorter month.
  [[nodiscard]] Tick after(Tick t, Duration d) const;
  /// Calendar months since the month of the start: 0 for every tick of the first month.
  [[nodiscard]] int month_index(Tick t) const;
  /// First tick of the calendar month with that index (clamped to 0 for the first).
  [[nodiscard]] Tick month_begin(int index) const;
  [[nodiscard]] int year(Tick t) const;
  /// "2027-03-01"
  [[nodiscard]] std::string iso(Tick t) const;

 private:
  Date start_;
};

/// "2027-03-01"; throws std::invalid_argument when the text is not an ISO date that exists.
[[nodiscard]] Date parse_date(std::string_view text);
[[nodiscard]] std::string iso(Date date);

}  // namespace chokepoint
