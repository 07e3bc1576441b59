#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chokepoint {

/// The word as a POSIX shell reads it: in single quotes where it has to be.
[[nodiscard]] std::string in_shell_quotes(const std::string& word);

/// Words joined to a line that a shell takes apart into the same words.
[[nodiscard]] std::string shell_line(std::span<const std::string> words);

/// The words of such a line. Quotes that do not end, end with the line.
[[nodiscard]] std::vector<std::string> shell_words(std::string_view line);

}  // namespace chokepoint
