#include <iostream>

#include "sim/base/log.hpp"
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
  const std::size_t odd = log::warnings();
  const std::string verdict = odd == 0 ? "nothing is wrong"
                              : odd == 1
                                  ? "it runs, but 1 warning was given"
                                  : "it runs, but " + std::to_string(odd) + " warnings were given";
  print(loaded.scenario.name + ": " +
        with_thousands(static_cast<std::int64_t>(loaded.scenario.entries.size())) +
        " parts and actors, " +
        with_thousands(static_cast<std::int64_t>(resolved.values().size())) + " values, " +
        with_thousands(static_cast<std::int64_t>(resolved.uncertain_count())) +
        " of them uncertain; " + verdict + "\n");
  return exit_ok;
}

}  // namespace chokepoint::tools
