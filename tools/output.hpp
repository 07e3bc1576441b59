#pragma once

#include <string_view>

#include "sim/record/terminal.hpp"

namespace chokepoint::tools {

/// Writes results to stdout at once. A reader that has gone away (a closed pipe) is not an error;
/// throws OutputError for anything else, such as a full disk.
void print(std::string_view text);

/// Colours only on a terminal that is not dumb, and never when NO_COLOR is set.
[[nodiscard]] TerminalStyle stdout_style();

}  // namespace chokepoint::tools
