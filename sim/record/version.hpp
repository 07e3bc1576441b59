#pragma once

#include <string_view>

namespace chokepoint {

/// The version of the program, e.g. "0.1.0".
[[nodiscard]] std::string_view version();

}  // namespace chokepoint
