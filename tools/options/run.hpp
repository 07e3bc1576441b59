#pragma once

#include "tools/commands/commands.hpp"

namespace chokepoint::tools {

struct Program;

/// What can be typed to run a scenario and to look at what was run, and what was.
struct RunLine {
  RunArguments run;
  ReportArguments report;
  CompareArguments compare;
  ReplayArguments replay;
};

/// Adds run, report, compare and replay.
void add_run_commands(Program& program, RunLine& line);

}  // namespace chokepoint::tools
