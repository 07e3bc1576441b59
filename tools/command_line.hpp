#pragma once

#include <span>

namespace chokepoint::tools {

/// Parses the command line, runs the command, and turns whatever is thrown into a message on
/// stderr and an exit code. `arguments` includes the program's name.
int run_program(std::span<const char* const> arguments);

}  // namespace chokepoint::tools
