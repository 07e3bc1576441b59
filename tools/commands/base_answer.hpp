#pragma once

#include <cstdint>
#include <optional>

#include "sim/record/run_result.hpp"
#include "tools/commands/load.hpp"

namespace chokepoint::tools {

/// Runs the scenario's own world in this process and tells what happened; why only if it records.
/// `shuffle_ties`: the seed of a random order of simultaneous events.
[[nodiscard]] RunResult base_answer(const LoadedScenario& loaded, bool record = true,
                                    std::optional<std::uint64_t> shuffle_ties = std::nullopt);

}  // namespace chokepoint::tools
