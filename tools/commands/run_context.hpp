#pragma once

#include <string>
#include <vector>

#include "models/answer.hpp"
#include "sim/bottleneck/gate_use.hpp"
#include "sim/record/run_result.hpp"
#include "tools/commands/load.hpp"

namespace chokepoint::tools {

/// context.json: what a run knows beside its tables, for those who show them: titles, every share
/// of every year, and why the bottleneck moved.
/// `cited` are sources to be listed besides those of the scenario's numbers; `gates` those of a
/// network.
[[nodiscard]] std::string context_json(const RunResult& result, const LoadedScenario& loaded,
                                       const std::vector<std::string>& cited,
                                       const std::vector<GateUse>& gates);

/// why.json: the causal chain of a typical lot of each year that has one, and which inputs were
/// near-critical in each.
[[nodiscard]] std::string whys_json(const models::Told& told);

/// The same inputs as a table; empty without an event graph.
[[nodiscard]] std::string slack_table(const models::Told& told);

/// What is known beside the scenario; empty where there is none.
struct KnownBeside {
  std::string facts;  ///< facts.json: the run held against `facts.yaml` in the scenario's folder
  std::string
      observed;  ///< observed.csv: figures of the files that it names, as `score` reads them
  std::vector<std::string> sources;  ///< names that those figures cite
};

/// Throws ScenarioError when one of the files is wrong.
[[nodiscard]] KnownBeside known_beside(const ScenarioArguments& arguments,
                                       const LoadedScenario& loaded, bool deterministic,
                                       const RunResult& result);

}  // namespace chokepoint::tools
