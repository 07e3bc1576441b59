#include "sim/record/text_cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"

namespace chokepoint {

int display_width(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // not a continuation byte
  }));
}

std::string pad_left(std::string_view text, int width) {
  const int missing = std::max(0, width - display_width(text));
  return std::string(static_cast<std::size_t>(missing), ' ') + std::string(text);
}

std::string pad_right(std::string_view text, int width) {
  const int missing = std::max(0, width - display_width(text));
  return std::string(text) + std::string(static_cast<std::size_t>(missing), ' ');
}

std::string readable(double number) {
  const double size = std::abs(number);
  if (size >= 99.95 && size < 1e15)
    return with_thousands(nearest_whole(number));
  const int decimals = size >= 0.995 || size < 0.005 ? 1 : 2;
  std::array<char, 32> buffer{};
  const double plain = size < 0.005 ? 0.0 : number;
  const auto format = size < 1e15 ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), plain, format, decimals).ptr;
  return {buffer.data(), end};
}

std::string percent_text(double share) {
  if (share <= 0)
    return "0 %";
  if (share < 0.005)
    return "< 1 %";
  return std::to_string(std::lround(share * 100.0)) + " %";
}

std::string sparkline(const std::vector<double>& values) {
  static constexpr std::array<const char*, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const double largest =
      values.empty() ? 0.0 : std::max(0.0, *std::max_element(values.begin(), values.end()));
  std::string line;
  for (const double value : values) {
    const double height = largest > 0.0 ? std::max(0.0, value) / largest : 0.0;
    line += kBlocks[static_cast<std::size_t>(std::lround(height * 7.0))];
  }
  return line;
}

std::vector<double> thinned(const std::vector<double>& values, std::size_t count) {
  if (values.size() <= count)
    return values;
  const std::size_t step = (values.size() + count - 1) / count;
  std::vector<double> kept;
  for (std::size_t end = step; end < values.size() + step; end += step)
    kept.push_back(values[std::min(end, values.size()) - 1]);
  return kept;
}

std::string wrapped(std::string_view text, int width) {
  std::string lines;
  int column = 0;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    if (column > 0 && column + 1 + display_width(word) > width) {
      lines += '\n';
      column = 0;
    } else if (column > 0) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += display_width(word);
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
  }
  return lines;
}

}  // namespace chokepoint
