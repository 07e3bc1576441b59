#pragma once

#include <filesystem>
#include <string>

namespace chokepoint::tools {

/// What `chokepoint-study` made of a request: its exit code and what it printed. Its complaints go
/// to stderr as they are.
struct StudyAnswer {
  int exit_code = 0;
  std::string text;
};

/// The program that makes designs and indices: beside this one, or where the environment's
/// CHOKEPOINT_STUDY says.
[[nodiscard]] std::filesystem::path study_program();

/// Runs `chokepoint-study COMMAND` with the request as its standard input. Throws
/// std::runtime_error when it cannot be run or ends by a signal.
[[nodiscard]] StudyAnswer ask_study(const std::string& command, const std::string& request);

}  // namespace chokepoint::tools
