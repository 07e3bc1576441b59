#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/node.hpp"

namespace chokepoint {

/// Nesting deeper than this is an error.
inline constexpr std::size_t kDeepest = 40;

/// Reads one YAML document into a tree. Stricter than YAML: no anchors, aliases, merge keys or
/// tags other than !delete, keys are text and occur once, a plain or quoted text ends on the line
/// on which it starts. Returns nothing after a syntax error; lesser faults are reported and the
/// tree is returned without them.
[[nodiscard]] std::optional<Node> parse_yaml(std::string_view text, std::uint32_t file,
                                             Diagnostics& diagnostics);

}  // namespace chokepoint
