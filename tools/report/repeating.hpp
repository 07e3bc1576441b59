#pragma once

#include <string>
#include <string_view>

namespace chokepoint::tools {

/// A command line as it was typed, without what says where results go, how many processes work and
/// what else is written: pasted into a shell, it gives the same results. Empty stays empty.
[[nodiscard]] std::string repeating(std::string_view line);

}  // namespace chokepoint::tools
