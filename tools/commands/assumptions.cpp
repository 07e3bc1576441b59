#include "sim/record/assumptions.hpp"

#include <algorithm>
#include <filesystem>

#include "sim/scenario/diagnostics.hpp"
#include "sim/study/sweep_directory.hpp"
#include "tools/commands/commands.hpp"
#include "tools/commands/load.hpp"
#include "tools/number_kinds.hpp"
#include "tools/output.hpp"
#include "tools/sensitivity/indices.hpp"
#include "tools/sensitivity/read_sample.hpp"

namespace chokepoint::tools {

namespace {

/// The path of a factor as the scenario has it: a scale is that of the number above it.
std::string path_of(const Factor& factor) {
  const std::string& column = factor.column();
  for (const std::string_view end : {".scale", ".exponential"}) {
    if (column.ends_with(end))
      return column.substr(0, column.size() - end.size());
  }
  return column;
}

/// Total Sobol indices that a sweep found for one quantity.
Ranking ranking_of_sweep(const std::string& directory, const std::string& quantity,
                         const std::string& scenario) {
  const Manifest manifest = SweepDirectory(directory).manifest();
  if (manifest.base_scenario != scenario)
    throw ScenarioError(directory + ": expected a sweep of the scenario " + scenario +
                        ", found one of " + manifest.base_scenario);
  if (manifest.design_kind != "saltelli")
    throw ScenarioError(directory +
                        ": expected a sweep with the design saltelli, which has total Sobol "
                        "indices, found " +
                        manifest.design_kind);
  StudySample sample = read_sample(directory);
  std::vector<std::string> names;
  for (const Quantity& each : sample.quantities)
    names.push_back(each.name);
  if (std::find(names.begin(), names.end(), quantity) == names.end())
    throw UsageError("--of: this sweep has no quantity '" + quantity + "'" +
                     did_you_mean(quantity, names));
  std::erase_if(sample.quantities, [&](const Quantity& each) { return each.name != quantity; });
  const IndexReport report = indices_of(sample, 0.95);
  if (!report.refused.empty() || !report.quantities.front().refused.empty())
    throw ScenarioError(
        directory + ": " +
        (report.refused.empty() ? report.quantities.front().refused : report.refused));
  Ranking ranking;
  for (const FactorIndices& of_factor : report.quantities.front().factors) {
    for (const Measure& measure : of_factor.measures) {
      const auto factor =
          std::find_if(manifest.factors.begin(), manifest.factors.end(),
                       [&](const Factor& each) { return each.name() == of_factor.factor; });
      if (measure.name == "total" && measure.interval && factor != manifest.factors.end())
        ranking.emplace(path_of(*factor), TotalIndex{.value = measure.interval->value,
                                                     .low = measure.interval->low,
                                                     .high = measure.interval->high});
    }
  }
  return ranking;
}

/// Indices that were found for a scenario before: those of baseline.yaml in baseline.sobol.csv
/// beside it. An overlay or a value that is set makes another scenario of it.
std::string ranking_at_hand(const ScenarioArguments& scenario) {
  if (scenario.files.size() != 1 || !scenario.sets.empty())
    return {};
  std::filesystem::path file = scenario.files.front();
  file.replace_extension(".sobol.csv");
  std::error_code none;
  return std::filesystem::is_regular_file(file, none) ? file.generic_string() : std::string();
}

Ranking ranking_asked_for(const AssumptionsArguments& arguments, const Scenario& scenario) {
  if (SweepDirectory(arguments.ranked).has_manifest())
    return ranking_of_sweep(arguments.ranked,
                            arguments.of.empty() ? "online_gw_end.2030" : arguments.of,
                            scenario.name);
  if (!arguments.of.empty())
    throw UsageError("--of: expected the directory of a sweep with --ranked, found the file " +
                     arguments.ranked);
  return read_ranking(arguments.ranked, scenario.resolved);
}

}  // namespace

int assumptions_command(const AssumptionsArguments& arguments) {
  const LoadedScenario loaded = load_scenario(arguments.scenario, {.deterministic = true});
  const Resolved& resolved = loaded.scenario.resolved;
  Ranking ranking;
  std::string ranked_by = arguments.ranked;
  if (!ranked_by.empty()) {
    ranking = ranking_asked_for(arguments, loaded.scenario);
  } else if (!arguments.by_width) {
    ranked_by = ranking_at_hand(arguments.scenario);
    if (!ranked_by.empty())
      ranking = read_ranking(ranked_by, resolved);
  }
  const std::vector<Assumption> rows = assumptions_of(resolved, ranking, kind_of_number);
  print(arguments.csv    ? assumptions_csv(rows, resolved)
        : arguments.json ? assumptions_json(loaded.scenario.name, rows, resolved, ranked_by)
                         : assumptions_text(loaded.scenario.name, rows, ranked_by));
  return exit_ok;
}

}  // namespace chokepoint::tools
