#pragma once

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

}  // namespace chokepoint::tools
