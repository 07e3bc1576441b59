#pragma once

#include "sim/record/run_result.hpp"
#include "sim/study/block.hpp"
#include "sim/study/manifest.hpp"
#include "sim/study/study.hpp"

namespace chokepoint::models {

class World;

/// Adds what is known of stores and gates of a network at its end, as series of one point in the
/// last month: `mean_level` and `mean_wait` (minutes) of stores, `mean_busy` of gates, `value` of
/// functions.
void add_network_means(RunResult& result, const World& world);

/// What a study keeps of a run. Months and years are those of the manifest.
[[nodiscard]] RunRecord record_of(RunId id, const Study& study, const Manifest& manifest,
                                  const RunResult& result);

}  // namespace chokepoint::models
