#pragma once

#include "tools/commands/commands.hpp"
#include "tools/commands/sensitivity_arguments.hpp"

namespace chokepoint::tools {

struct Program;

/// What can be typed to hold results against what is known, and what was.
struct EvidenceLine {
  FactsArguments facts;
  AssumptionsArguments assumptions;
  ScoreArguments score;
  SensitivityArguments sensitivity;
};

/// Adds facts, assumptions, score and sensitivity.
void add_evidence_commands(Program& program, EvidenceLine& line);

}  // namespace chokepoint::tools
