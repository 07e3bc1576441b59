#include "sim/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
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

namespace {

std::size_t longer(std::string_view a, std::string_view b) {
  return std::max(a.size(), b.size());
}

/// Whether names that far apart may be mistaken for one another: names without a letter in common
/// may not.
bool is_near(std::size_t distance, std::string_view a, std::string_view b) {
  return distance < std::max<std::size_t>(1, longer(a, b)) &&
         3 * distance <= std::max<std::size_t>(3, longer(a, b));
}

/// The nearest candidate; nullptr when none is near, or when it takes more comparisons of letters
/// than there are left.
const std::string* nearest_of(std::string_view name, std::span<const std::string> candidates,
                              bool may_be_itself, std::size_t& comparisons_left) {
  const std::string* nearest = nullptr;
  std::size_t best = 0;
  for (const std::string& candidate : candidates) {
    if (comparisons_left == 0)
      return nullptr;
    --comparisons_left;  // a look at a candidate counts, too
    if (candidate == name) {
      if (may_be_itself)
        return &candidate;
      continue;
    }
    // Most candidates of a long list need no look at their letters.
    const std::size_t at_least =
        std::max<std::size_t>(1, longer(name, candidate) - std::min(name.size(), candidate.size()));
    if ((nearest != nullptr && at_least >= best) || !is_near(at_least, name, candidate))
      continue;
    const std::size_t comparisons = (name.size() + 1) * (candidate.size() + 1);
    if (comparisons > comparisons_left)
      return nullptr;
    comparisons_left -= comparisons;
    const std::size_t distance = edit_distance(name, candidate);
    if (!is_near(distance, name, candidate) || (nearest != nullptr && distance >= best))
      continue;
    nearest = &candidate;
    best = distance;
  }
  return nearest;
}

bool is_but_for_case(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

std::optional<std::string> copy_of(const std::string* text) {
  return text == nullptr ? std::nullopt : std::optional<std::string>(*text);
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view name,
                                        std::span<const std::string> candidates) {
  for (const std::string& candidate : candidates) {
    if (candidate != name && is_but_for_case(name, candidate))
      return candidate;
  }
  std::size_t any_number = std::numeric_limits<std::size_t>::max();
  return copy_of(nearest_of(name, candidates, true, any_number));
}

std::optional<std::string> NameHints::nearest(std::string_view name) {
  return copy_of(nearest_of(name, candidates_, false, comparisons_left_));
}

}  // namespace chokepoint
