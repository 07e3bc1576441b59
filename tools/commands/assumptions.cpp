#include "sim/record/assumptions.hpp"

#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

int assumptions_command(const AssumptionsArguments& arguments) {
  const LoadedScenario loaded = load_scenario(arguments.scenario, {.deterministic = true});
  const Resolved& resolved = loaded.scenario.resolved;
  const Ranking ranking =
      arguments.ranked.empty() ? Ranking() : read_ranking(arguments.ranked, resolved);
  const std::vector<Assumption> rows = assumptions_of(resolved, ranking);
  print(arguments.csv    ? assumptions_csv(rows, resolved)
        : arguments.json ? assumptions_json(loaded.scenario.name, rows, resolved)
                         : assumptions_text(loaded.scenario.name, rows));
  return exit_ok;
}

}  // namespace chokepoint::tools
