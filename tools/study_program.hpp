#pragma once

#include <string>

namespace chokepoint::tools {

/// Asks `chokepoint-study` for a `design`, which is a CSV table, or for `indices`, which are JSON;
/// the request is a JSON object. It stands beside this program, or where the environment's
/// CHOKEPOINT_STUDY says. Throws ScenarioError with what it says when it refuses (exit code 3),
/// std::runtime_error when it cannot be run.
[[nodiscard]] std::string ask_study(const std::string& command, const std::string& request);

}  // namespace chokepoint::tools
