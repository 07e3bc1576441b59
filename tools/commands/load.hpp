#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/scenario/registry.hpp"
#include "tools/commands/commands.hpp"

namespace chokepoint::tools {

/// A scenario's files, and what they say for one seed.
struct LoadedScenario {
  Document document;
  Scenario scenario;
};

[[nodiscard]] inline SampleOptions sample_options(const SamplingArguments& arguments) {
  return {.seed = arguments.seed,
          .replication = arguments.replication,
          .deterministic = arguments.deterministic};
}

/// Reads and checks a scenario, its overlays and settings, and the supply graph they make. Throws
/// ScenarioError with everything that is wrong.
[[nodiscard]] LoadedScenario load_scenario(const ScenarioArguments& arguments,
                                           const SampleOptions& sampling = {});

/// Names of the events that these files have, laid on each other; `alone`: the first may be an
/// overlay.
[[nodiscard]] std::set<std::string> events_in(const std::vector<std::string>& files,
                                              bool alone = false);
[[nodiscard]] std::set<std::string> events_in(const Document& document);

}  // namespace chokepoint::tools
