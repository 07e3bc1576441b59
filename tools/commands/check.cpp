#include <iostream>

#include "sim/base/text.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

int check_command(const CheckArguments& arguments) {
  const LoadedScenario loaded = load_scenario(arguments.scenario);
  const Resolved& resolved = loaded.scenario.resolved;
  if (arguments.exogenous) {
    print(resolved.exogenous_list());
    return exit_ok;
  }
  print(loaded.scenario.name + ": " +
        with_thousands(static_cast<std::int64_t>(loaded.scenario.entries.size())) +
        " parts and actors, " +
        with_thousands(static_cast<std::int64_t>(resolved.values().size())) + " values, " +
        with_thousands(static_cast<std::int64_t>(resolved.uncertain_count())) +
        " of them uncertain; nothing is wrong\n");
  return exit_ok;
}

}  // namespace chokepoint::tools
