#include "tools/commands/load.hpp"

#include <utility>

#include "models/supply.hpp"
#include "models/world.hpp"

namespace chokepoint::tools {

LoadedScenario load_scenario(const ScenarioArguments& arguments, const SampleOptions& sampling) {
  LoadOptions options;
  options.files.assign(arguments.files.begin(), arguments.files.end());
  options.sets = arguments.sets;
  Diagnostics diagnostics;
  Document document = load_document(options, diagnostics);
  Scenario scenario = read_scenario(document, models::world_registry(), sampling, diagnostics);
  if (document.complete())
    models::check_supply(scenario, diagnostics);
  diagnostics.throw_if_any();
  return {std::move(document), std::move(scenario)};
}

}  // namespace chokepoint::tools
