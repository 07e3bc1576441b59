#include "sim/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace chokepoint {

std::string shortest(double value) {
  std::array<char, 32> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return std::string(digits.data(), end);
}

std::string with_thousands(std::int64_t value) {
  std::string text = std::to_string(value);
  const std::size_t first_digit = value < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first_digit + 3;) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped)
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::optional<std::string> nearest_name(std::string_view name,
                                        std::span<const std::string> candidates) {
  const std::string* nearest = nullptr;
  std::size_t best = 0;
  for (const std::string& candidate : candidates) {
    const std::size_t at_least =
        candidate == name
            ? 0
            : std::max({std::size_t{1}, name.size() - std::min(name.size(), candidate.size()),
                        candidate.size() - std::min(name.size(), candidate.size())});
    if (nearest != nullptr && at_least >= best)
      continue;  // long lists: most candidates need no look at their letters
    const std::size_t distance = edit_distance(name, candidate);
    if (3 * distance > std::max<std::size_t>(3, std::max(name.size(), candidate.size())))
      continue;
    if (nearest != nullptr && distance >= best)
      continue;
    nearest = &candidate;
    best = distance;
  }
  if (nearest == nullptr)
    return std::nullopt;
  return *nearest;
}

}  // namespace chokepoint
