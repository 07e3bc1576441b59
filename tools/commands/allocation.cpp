#include "sim/record/allocation.hpp"

#include <filesystem>

#include "sim/record/meant_names.hpp"
#include "tools/commands/base_answer.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/output.hpp"

namespace chokepoint::tools {

namespace {

/// What a run says: one that was written to a directory, or one made now.
RunResult run_of(const AllocationArguments& arguments) {
  const ScenarioArguments& scenario = arguments.scenario;
  if (std::filesystem::is_directory(scenario.files.front())) {
    if (scenario.files.size() > 1 || !scenario.sets.empty() || arguments.seed ||
        arguments.deterministic)
      throw UsageError(
          "a directory holds a run that is over: it takes no overlay, --set, --seed "
          "and --deterministic");
    return read_run(scenario.files.front());
  }
  SampleOptions sampling;
  sampling.seed = arguments.seed;
  sampling.deterministic = arguments.deterministic;
  return base_answer(load_scenario(scenario, sampling));
}

/// Leaves the commodity that was asked for.
void choose(AllocationReport& report, const std::string& commodity) {
  std::vector<std::string> names;
  for (const Allocation& allocation : report.commodities)
    names.push_back(allocation.commodity);
  std::erase_if(report.commodities,
                [&](const Allocation& allocation) { return allocation.commodity != commodity; });
  if (!report.commodities.empty())
    return;
  std::string text = "nobody ordered '" + commodity + "'";
  if (const std::string meant = meant_text(commodity, names); !meant.empty())
    throw UsageError(text + meant);
  for (const std::string& name : names)
    text += (name == names.front() ? "; there are " : ", ") + name;
  throw UsageError(text);
}

}  // namespace

int allocation_command(const AllocationArguments& arguments) {
  // Texts of the orders belong to the run: it stays until the report is made.
  const RunResult run = run_of(arguments);
  AllocationReport report = allocation_of(run);
  if (!arguments.commodity.empty())
    choose(report, arguments.commodity);
  print(arguments.json ? allocation_json(report) : allocation_text(report, arguments.commodity));
  return exit_ok;
}

}  // namespace chokepoint::tools
