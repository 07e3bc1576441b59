#include "sim/scenario/quantity.hpp"

#include <charconv>
#include <cmath>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/units.hpp"

namespace chokepoint {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

struct NumberText {
  double value = 0.0;
  std::string_view unit;  ///< empty for a bare number
};

/// Why the text that follows a number is no unit of it.
std::string trailing_problem(std::string_view rest) {
  if (rest.starts_with('-') || rest.starts_with("..")) {
    return "a number; a range is written as {uniform: [low, high]}";
  }
  if (rest.size() > 1 && (rest[0] == ',' || rest[0] == '_' || rest[0] == '\'') &&
      is_digit(rest[1])) {
    return "a number without separators between thousands";
  }
  if (rest[0] == 'x' || rest[0] == 'X' || rest[0] == 'o')
    return "a decimal number";
  if (rest[0] == '.')
    return "a digit after the decimal point";
  return "a number and its unit with a space between them";
}

std::optional<NumberText> split_number(std::string_view text, std::string& problem) {
  std::size_t i = 0;
  const auto suffix = [&] { return ", found " + in_quotes(text); };
  if (i < text.size() && (text[i] == '+' || text[i] == '-'))
    ++i;
  const std::size_t digits = i;
  while (i < text.size() && is_digit(text[i]))
    ++i;
  if (i == digits) {
    const std::string_view rest = text.substr(i);
    const bool infinite = rest.starts_with(".inf") || rest.starts_with("inf") ||
                          rest.starts_with(".nan") || rest.starts_with("nan") ||
                          rest.starts_with(".Inf") || rest.starts_with(".NaN") ||
                          rest.starts_with("NaN") || rest.starts_with("Inf");
    problem = infinite                ? "expected a finite number" + suffix()
              : rest.starts_with('.') ? "expected a digit before the decimal point" + suffix()
                                      : "expected a number" + suffix();
    return std::nullopt;
  }
  if (i - digits > 1 && text[digits] == '0') {
    problem =
        "expected a number without leading zeros (they mean octal to some readers)" + suffix();
    return std::nullopt;
  }
  if (i + 1 < text.size() && text[i] == '.' && is_digit(text[i + 1])) {
    ++i;
    while (i < text.size() && is_digit(text[i]))
      ++i;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    std::size_t j = i + 1;
    if (j < text.size() && (text[j] == '+' || text[j] == '-'))
      ++j;
    if (j < text.size() && is_digit(text[j])) {
      while (j < text.size() && is_digit(text[j]))
        ++j;
      i = j;
    }
  }
  NumberText result;
  const std::size_t begin = text.front() == '+' ? 1 : 0;
  const auto parsed = std::from_chars(text.data() + begin, text.data() + i, result.value);
  if (parsed.ec != std::errc() || !std::isfinite(result.value)) {
    problem = "expected a number of ordinary size" + suffix();
    return std::nullopt;
  }
  if (result.value == 0.0)
    result.value = 0.0;  // no negative zero
  if (i == text.size())
    return result;
  if (text[i] != ' ') {
    problem = "expected " + trailing_problem(text.substr(i)) + suffix();
    return std::nullopt;
  }
  result.unit = text.substr(text.find_first_not_of(' ', i));
  return result;
}

std::string expected_in(std::string_view unit) {
  return unit == "1" ? "expected a bare number" : "expected a quantity in " + std::string(unit);
}

/// Where the minutes begin in "22 months 600 minutes", which is how `duration_text` writes a length
/// that is no whole number of months; npos for other texts.
std::size_t end_of_months(std::string_view text) {
  for (const std::string_view months : {" month ", " months "}) {
    const std::size_t rest = text.find(months) + months.size();
    if (text.find(months) != std::string_view::npos && rest < text.size() && is_digit(text[rest]))
      return rest;
  }
  return std::string_view::npos;
}

}  // namespace

bool Bounds::contain(double value) const {
  if (std::isnan(value))
    return false;
  if (min && !(open_min ? value > *min : value >= *min))
    return false;
  return !max || (open_max ? value < *max : value <= *max);
}

std::string Bounds::text() const {
  std::string result;
  if (min)
    result = (open_min ? "more than " : "at least ") + shortest(*min);
  if (min && max)
    result += " and ";
  if (max)
    result += (open_max ? "less than " : "at most ") + shortest(*max);
  return result;
}

double Bounds::harmless() const {
  if (contain(1.0))
    return 1.0;
  if (min && max)
    return (*min + *max) / 2;
  if (min)
    return *min + 1.0;
  return max ? *max - 1.0 : 0.0;
}

std::optional<double> parse_quantity(std::string_view text, std::string_view unit,
                                     std::string& problem) {
  const auto number = split_number(text, problem);
  if (!number)
    return std::nullopt;
  if (number->unit.empty()) {
    if (unit == "1")
      return number->value;
    problem = expected_in(unit) + ", found " + in_quotes(text) + " without a unit";
    return std::nullopt;
  }
  const std::string wrong = unit_problem(number->unit);
  if (!wrong.empty()) {
    problem = expected_in(unit) + ", found " + in_quotes(text) + ": " + wrong;
    return std::nullopt;
  }
  const auto factor = conversion_factor(number->unit, unit);
  if (!factor) {
    problem = expected_in(unit) + ", found " + in_quotes(text) + " in " + std::string(number->unit);
    return std::nullopt;
  }
  const double value = *factor == 1.0 ? number->value : round_significant(number->value * *factor);
  if (!std::isfinite(value)) {
    problem = expected_in(unit) + ", found " + in_quotes(text) + ", which is too large";
    return std::nullopt;
  }
  return value;
}

bool is_calendar_duration(std::string_view text) {
  return text.ends_with(" month") || text.ends_with(" months") || text.ends_with(" year") ||
         text.ends_with(" years") || end_of_months(text) != std::string_view::npos;
}

Duration duration_of(double months, double minutes) {
  const double whole = std::floor(months + 1e-9);
  const double part = std::max(0.0, months - whole);
  const double rest = part < 1e-9 ? 0.0 : part * kMinutesPerMonth;
  return {static_cast<std::int32_t>(whole), nearest_whole(minutes + rest)};
}

std::optional<Duration> parse_duration(std::string_view text, std::string& problem) {
  if (const std::size_t rest = end_of_months(text); rest != std::string_view::npos) {
    const auto months = parse_duration(text.substr(0, rest - 1), problem);
    const auto minutes = parse_duration(text.substr(rest), problem);
    if (!months || !minutes)
      return std::nullopt;
    return Duration{months->months, months->minutes + minutes->minutes};
  }
  const auto number = split_number(text, problem);
  if (!number)
    return std::nullopt;
  const std::string_view unit = number->unit;
  const std::string expected = "expected a length of time such as '18 months', found ";
  if (unit.empty()) {
    problem = expected + in_quotes(text) + " without a unit";
    return std::nullopt;
  }
  const bool calendar = is_calendar_duration(text);
  const std::string wrong = unit_problem(unit);
  if (!wrong.empty() || (calendar && unit.find(' ') != std::string_view::npos)) {
    problem = expected + in_quotes(text) + ": " + (wrong.empty() ? "the unit is a product" : wrong);
    return std::nullopt;
  }
  const auto amount = conversion_factor(unit, calendar ? "month" : "minute");
  if (!amount) {
    problem = expected + in_quotes(text) + " in " + std::string(unit);
    return std::nullopt;
  }
  const double value = number->value * *amount;
  if (number->value < 0.0 || (calendar ? value > 12'000.0 : value > 1000.0 * 366 * 1440)) {
    problem = "expected a length of time from 0 to 1000 years, found " + in_quotes(text);
    return std::nullopt;
  }
  return calendar ? duration_of(round_significant(value), 0.0) : duration_of(0.0, value);
}

std::string duration_text(Duration duration) {
  const auto counted = [](std::int64_t n, const char* unit) {
    return std::to_string(n) + " " + unit + (n == 1 ? "" : "s");
  };
  if (duration.months == 0) {
    return duration.minutes % kDay == 0 ? counted(duration.minutes / kDay, "day")
                                        : counted(duration.minutes, "minute");
  }
  const std::string months = counted(duration.months, "month");
  return duration.minutes == 0 ? months : months + " " + counted(duration.minutes, "minute");
}

}  // namespace chokepoint
