#pragma once

#include <string>

#include "models/answer.hpp"
#include "sim/record/run_result.hpp"
#include "tools/commands/load.hpp"

namespace chokepoint::tools {

/// context.json: what a run knows beside its tables, for those who show them: titles, every share
/// of every year, and why the bottleneck moved.
[[nodiscard]] std::string context_json(const RunResult& result, const LoadedScenario& loaded);

/// why.json: the causal chain of a typical lot of each year that has one.
[[nodiscard]] std::string whys_json(const models::Told& told, const RunResult& result);

/// facts.json: the run held against `facts.yaml` in the scenario's folder; empty when there is
/// none. Throws ScenarioError when that file is wrong.
[[nodiscard]] std::string facts_beside_json(const ScenarioArguments& arguments,
                                            const LoadedScenario& loaded, bool deterministic,
                                            const RunResult& result);

}  // namespace chokepoint::tools
