#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/scenario/diagnostics.hpp"

namespace chokepoint {

/// yaml-cpp's message in the words of somebody who looks at the file.
[[nodiscard]] std::string explain_yaml_error(const std::string& message);

/// The first quote from `line` on that begins a text and is not closed on its line; a syntax error
/// at or after such a quote is due to it.
[[nodiscard]] std::optional<Origin> find_unclosed_quote(std::string_view text, std::int32_t line,
                                                        std::uint32_t file);

}  // namespace chokepoint
