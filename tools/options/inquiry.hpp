#pragma once

#include "tools/commands/commands.hpp"

namespace chokepoint::tools {

struct Program;

/// What can be typed to ask why a run came out as it did, and what was.
struct InquiryLine {
  RelieveArguments relieve;
  BoundArguments bound;
  WhyArguments why;
  DetectorArguments detectors;
  AllocationArguments allocation;
};

/// Adds relieve, bound, why, detectors and allocation.
void add_inquiry_commands(Program& program, InquiryLine& line);

}  // namespace chokepoint::tools
