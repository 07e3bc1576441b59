#include "models/supply.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

int graph_command(const ScenarioArguments& arguments) {
  const LoadedScenario loaded = load_scenario(arguments);
  print(models::graphviz(loaded.scenario));
  return exit_ok;
}

}  // namespace chokepoint::tools
