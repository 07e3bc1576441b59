#pragma once

#include "sim/record/run_result.hpp"
#include "tools/commands/load.hpp"

namespace chokepoint::tools {

/// Runs the scenario's own world in this process and tells what happened; why only if it records.
[[nodiscard]] RunResult base_answer(const LoadedScenario& loaded, bool record = true);

}  // namespace chokepoint::tools
