#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

/// Columns that UTF-8 text takes when every character is one column wide.
[[nodiscard]] int display_width(std::string_view text);

/// Padded with blanks to `width` columns; longer text is left as it is.
[[nodiscard]] std::string pad_left(std::string_view text, int width);
[[nodiscard]] std::string pad_right(std::string_view text, int width);

/// A number for reading: "1,234", "98.5", "0.42"; decimals only where they tell something.
[[nodiscard]] std::string readable(double number);

/// "45 %"; below half a per cent "< 1 %", nothing at all "0 %".
[[nodiscard]] std::string percent_text(double share);

/// One character per value, from the lowest block at 0 to the full one at the largest value.
[[nodiscard]] std::string sparkline(const std::vector<double>& values);

/// At most `count` values: the last one of each equal stretch.
[[nodiscard]] std::vector<double> thinned(const std::vector<double>& values, std::size_t count);

/// Broken at blanks into lines of at most `width` columns.
[[nodiscard]] std::string wrapped(std::string_view text, int width);

}  // namespace chokepoint
