#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/base/time.hpp"

namespace chokepoint {

/// Allowed values of a number, in the unit of its declaration.
struct Bounds {
  std::optional<double> min = 0.0;  ///< amounts, rates and shares are not negative
  std::optional<double> max = std::nullopt;
  bool open_min = false;  ///< the value must be greater than min
  bool open_max = false;

  [[nodiscard]] static Bounds any() { return {.min = std::nullopt}; }
  [[nodiscard]] static Bounds at_least(double low) { return {.min = low}; }
  [[nodiscard]] static Bounds more_than(double low) { return {.min = low, .open_min = true}; }
  [[nodiscard]] static Bounds between(double low, double high) { return {.min = low, .max = high}; }
  /// A part of a whole: 0 to 1.
  [[nodiscard]] static Bounds share() { return between(0.0, 1.0); }
  /// A positive part of a whole, such as a yield.
  [[nodiscard]] static Bounds positive_share() {
    return {.min = 0.0, .max = 1.0, .open_min = true};
  }

  /// False for NaN.
  [[nodiscard]] bool contain(double value) const;
  /// "at least 0", "more than 0 and at most 1"; empty when everything is allowed.
  [[nodiscard]] std::string text() const;
  /// Some allowed value, 1 where possible.
  [[nodiscard]] double harmless() const;
};

/// Reads "75 wafer/hour" as a number in `unit` ("1": a bare number or percent). When it returns
/// nothing, `problem` says what was expected and found.
[[nodiscard]] std::optional<double> parse_quantity(std::string_view text, std::string_view unit,
                                                   std::string& problem);

/// "18 months", "3.5 years" (calendar months), "90 minutes", "2 weeks" (exact). A part of a month
/// counts as that part of 30.436875 days.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text, std::string& problem);

/// Whether the text is a length of time in months or years.
[[nodiscard]] bool is_calendar_duration(std::string_view text);

/// `months` may have a fraction; `minutes` is rounded to whole ones.
[[nodiscard]] Duration duration_of(double months, double minutes);

/// Months of 30.436875 days where an exact length is needed.
inline constexpr double kMinutesPerMonth = 30.436875 * 24 * 60;

/// "18 months", "3 days", "90 minutes", "1 month 600 minutes"
[[nodiscard]] std::string duration_text(Duration duration);

}  // namespace chokepoint
