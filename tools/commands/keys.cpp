#include <algorithm>

#include "models/world.hpp"
#include "sim/scenario/registry.hpp"
#include "sim/study/study.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/sweep_arguments.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

int schema_command() {
  print(json_schema(models::world_registry()));
  return exit_ok;
}

int study_schema_command() {
  print(json_schema(study_keys(), "A Chokepoint study"));
  return exit_ok;
}

int study_keys_command() {
  print(markdown_table(study_keys()));
  return exit_ok;
}

int params_command(const std::string& kind) {
  const Registry registry = models::world_registry();
  const std::string table = parameter_list(registry, kind);
  if (table.empty()) {
    std::vector<std::string> known;
    for (const Registry::Kind& entry : registry.kinds())
      known.push_back(entry.name);
    throw UsageError("unknown kind '" + kind + "'" + did_you_mean(kind, known));
  }
  print(table);
  return exit_ok;
}

}  // namespace chokepoint::tools
