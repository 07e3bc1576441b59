#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chokepoint {

/// The shortest decimal text that reads back as the same double, whatever the locale.
[[nodiscard]] std::string shortest(double value);

/// A whole number with a comma between thousands: "-1,234,567".
[[nodiscard]] std::string with_thousands(std::int64_t value);

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that `name` was probably meant to be: the first with the smallest edit distance,
/// unless even that is more than a third of the longer text away or has no letter in common.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view name,
                                                      std::span<const std::string> candidates);

/// Finds what many names were meant to be among many candidates. It gives up after a fixed number
/// of comparisons (about 0.1 s), so that a file full of wrong names is refused in time.
class NameHints {
 public:
  explicit NameHints(std::vector<std::string> candidates) : candidates_(std::move(candidates)) {}

  /// As nearest_name, but never `name` itself. Nothing, too, when the comparisons are used up.
  [[nodiscard]] std::optional<std::string> nearest(std::string_view name);

 private:
  std::vector<std::string> candidates_;
  std::size_t comparisons_left_ = 10'000'000;  ///< of two letters
};

}  // namespace chokepoint
