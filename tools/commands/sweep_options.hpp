#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace chokepoint::tools {

/// i of n, both from 1.
struct Shard {
  std::uint64_t index = 1;
  std::uint64_t count = 1;
  [[nodiscard]] bool has(std::uint64_t block) const { return block % count == index - 1; }
};

/// Reads a whole number; throws UsageError when `text` is something else than `expected`.
[[nodiscard]] std::uint64_t whole_of(const std::string& option, const std::string& text,
                                     const char* expected);

/// Reads "2/10"; all of it when the text is empty. Throws UsageError.
[[nodiscard]] Shard shard_of(const std::string& text);

/// Reads "2%" or "0.02": more than 0, less than 1. Throws UsageError.
[[nodiscard]] double part_of(const std::string& option, std::string text);

/// Sorted numbers, as --shard and --array take them: "3,7-9"
[[nodiscard]] std::string ranges_text(const std::vector<std::uint64_t>& numbers);

}  // namespace chokepoint::tools
