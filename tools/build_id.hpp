#pragma once

#include <string_view>

namespace chokepoint::tools {

/// What tells two programs of one version apart: 16 hexadecimal digits over all sources that it is
/// made of, whatever the compiler, its flags and the place of the build.
[[nodiscard]] std::string_view build_id();

}  // namespace chokepoint::tools
