#pragma once

#include <string>
#include <vector>

#include "sim/record/result_directory.hpp"

namespace chokepoint::tools {

/// The first lines of run.log: when, where and how the program was called. Never compared.
[[nodiscard]] std::string log_of_call(const std::string& command_line);

/// What was written, a line each after an empty one, by paths as typed; empty without files.
[[nodiscard]] std::string written_lines(const std::vector<ResultFile>& files,
                                        const std::string& directory);

}  // namespace chokepoint::tools
