#pragma once

#include <functional>
#include <string>

#include "tools/commands/sweep_arguments.hpp"

namespace CLI {
class App;
}

namespace chokepoint::tools {

/// What can be typed for studies, and what was.
struct SweepLine {
  DesignArguments design;
  SweepArguments sweep;
  MergeArguments merge;
  RerunArguments rerun;
};

/// Adds design, sweep, merge and rerun; the one that is typed becomes `command`.
void add_sweep_commands(CLI::App& app, SweepLine& line, std::string& log_level,
                        std::function<int()>& command);

}  // namespace chokepoint::tools
