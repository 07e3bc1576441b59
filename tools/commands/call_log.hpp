#pragma once

#include <string>

namespace chokepoint::tools {

/// The first lines of run.log: when, where and how the program was called. Never compared.
[[nodiscard]] std::string log_of_call(const std::string& command_line);

}  // namespace chokepoint::tools
