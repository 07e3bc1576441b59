#pragma once

#include <cstddef>
#include <string_view>

namespace chokepoint {

/// Length of the UTF-8 character at the front of a text that is not empty; 0 when the bytes are
/// none.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

/// Where a text stops being UTF-8; npos when it is all of that.
[[nodiscard]] std::size_t not_utf8(std::string_view text);

}  // namespace chokepoint
