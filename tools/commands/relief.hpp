#pragma once

#include "sim/record/relief_tables.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"

namespace chokepoint::tools {

/// What more and less of constraints brings, and what was asked.
struct ReliefStudy {
  ReliefHeading heading;
  ReliefReport report;
};

/// Runs the worlds that `relieve` with these arguments runs, in worker processes: before this
/// process makes a world of its own. Throws UsageError for what cannot be asked of the scenario.
[[nodiscard]] ReliefStudy relief_of(const RelieveArguments& arguments, const LoadedScenario& loaded,
                                    const SampleOptions& sampling);

}  // namespace chokepoint::tools
