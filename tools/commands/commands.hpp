#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace chokepoint::tools {

/// The user typed something the program does not know (exit code 2).
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the program returns to the shell.
enum ExitCode : int {
  exit_ok = 0,
  exit_run_failed = 1,
  exit_usage = 2,
  exit_bad_scenario = 3,
  exit_deadlock = 4,
};

/// A scenario with its overlays, and the values given by --set, in the order typed.
struct ScenarioArguments {
  std::vector<std::string> files;
  std::vector<std::string> sets;
};

struct RunArguments {
  ScenarioArguments scenario;
  std::optional<std::uint64_t> seed;  ///< else the scenario's own
  bool deterministic = false;         ///< every uncertain number at its point value or median
  std::string output;                 ///< directory for the result files; empty: print only
  bool overwrite = false;
  bool record = true;                         ///< false: no event graph, so no bottlenecks
  std::optional<std::uint64_t> shuffle_ties;  ///< seed of a random order of simultaneous events
  std::string command_line;                   ///< as typed, for run.log
};

struct CheckArguments {
  ScenarioArguments scenario;
  bool exogenous = false;  ///< print the values that change by themselves
};

/// The commands. Results go to stdout, everything else to stderr. They return the exit code and
/// throw what goes wrong: ScenarioError, DeadlockError, OutputError, anything else.
int run_command(const RunArguments& arguments);
int check_command(const CheckArguments& arguments);
int graph_command(const ScenarioArguments& arguments);
int schema_command();
/// `kind` empty: every kind.
int params_command(const std::string& kind);

}  // namespace chokepoint::tools
