#pragma once

#include "tools/commands/sweep_arguments.hpp"

namespace chokepoint::tools {

struct Program;

/// What can be typed for studies, and what was.
struct SweepLine {
  DesignArguments design;
  SweepArguments sweep;
  MergeArguments merge;
  RerunArguments rerun;
};

/// Adds design, sweep, merge and rerun.
void add_sweep_commands(Program& program, SweepLine& line);

}  // namespace chokepoint::tools
