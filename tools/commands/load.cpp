#include "tools/commands/load.hpp"

#include <utility>

#include "models/events_check.hpp"
#include "models/supply.hpp"
#include "models/world.hpp"
#include "sim/base/log.hpp"

namespace chokepoint::tools {

LoadedScenario load_scenario(const ScenarioArguments& arguments, const SampleOptions& sampling) {
  LoadOptions options;
  options.files.assign(arguments.files.begin(), arguments.files.end());
  options.sets = arguments.sets;
  Diagnostics diagnostics;
  Document document = load_document(options, diagnostics);
  Scenario scenario = read_scenario(document, models::world_registry(), sampling, diagnostics);
  if (document.complete()) {
    models::check_supply(scenario, diagnostics);
    models::check_events(scenario, diagnostics);
  }
  diagnostics.throw_if_any();
  if (log::enabled(log::Level::info))
    log::info("loaded " + in_quotes(scenario.name) + ": " +
              std::to_string(document.files().size()) + " files and settings, " +
              std::to_string(scenario.entries.size()) + " parts and actors, " +
              std::to_string(scenario.resolved.values().size()) + " values, " +
              std::to_string(scenario.resolved.uncertain_count()) + " of them uncertain");
  return {std::move(document), std::move(scenario)};
}

std::set<std::string> events_in(const std::vector<std::string>& files, bool alone) {
  Diagnostics diagnostics;
  LoadOptions options;
  options.files.assign(files.begin(), files.end());
  options.overlay_alone = alone;
  const Document document = load_document(options, diagnostics);
  if (!document.complete())
    diagnostics.throw_if_any();
  return events_in(document);
}

std::set<std::string> events_in(const Document& document) {
  std::set<std::string> names;
  if (!document.complete())
    return names;
  if (const Node* events = document.root().find("events")) {
    for (const Node& event : events->items) {
      if (const Node* name = event.find("name"))
        names.insert(name->text);
    }
  }
  return names;
}

}  // namespace chokepoint::tools
