#pragma once

#include <string>

#include "models/study_worlds.hpp"
#include "sim/study/design.hpp"
#include "sim/study/merge.hpp"
#include "sim/study/study.hpp"
#include "sim/study/sweep_directory.hpp"

namespace chokepoint::tools {

/// The points of a study, made as its design says. Throws ScenarioError.
[[nodiscard]] DesignTable make_design(const Study& study, const std::vector<Factor>& factors);

/// Writes what a merge found, each file as a whole, and a report of it if wanted. The names of the
/// files come back.
std::vector<std::string> write_merged(const SweepDirectory& directory, const Manifest& manifest,
                                      const MergedSweep& merged, bool report);

/// Tells what came out, and what is wrong, of a merge; the exit code of what was merged.
int report_merged(const SweepDirectory& directory, const Manifest& manifest,
                  const MergedSweep& merged, const std::vector<std::string>& files, bool json);

/// "50m", "1.5h", "90s", "90": seconds. Throws UsageError.
[[nodiscard]] double seconds_of(const std::string& option, const std::string& text);

/// Says on stderr when another program than this one has made the results.
void warn_of_other_build(const Manifest& manifest);

/// Names blocks that are no good, on stderr.
void warn_of(const std::vector<BadBlock>& bad, std::size_t foreign);

}  // namespace chokepoint::tools
