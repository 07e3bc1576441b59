#pragma once

#include <string>

namespace chokepoint::tools {

/// Asks `chokepoint-study` for a design: a JSON object goes in, a CSV table comes out. It stands
/// beside this program, or where the environment's CHOKEPOINT_STUDY says. Throws ScenarioError
/// with what it says when it refuses (exit code 3), std::runtime_error when it cannot be run.
[[nodiscard]] std::string ask_for_design(const std::string& request);

}  // namespace chokepoint::tools
