#pragma once

#include <filesystem>
#include <vector>

#include "sim/record/score.hpp"

namespace chokepoint::tools {

/// The runs of a sweep that are ok, in the order of its plan: all points of replication 0, then of
/// 1, and so on. Each has the series that the study keeps, and no others. Throws ScenarioError when
/// the directory is none of a sweep, or has no such run.
[[nodiscard]] std::vector<ScoredRun> read_scored_sweep(const std::filesystem::path& directory);

}  // namespace chokepoint::tools
