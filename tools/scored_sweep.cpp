#include "tools/scored_sweep.hpp"

#include <cmath>
#include <unordered_map>

#include "sim/scenario/diagnostics.hpp"
#include "sim/study/merge.hpp"

namespace chokepoint::tools {

namespace {

/// What the ensemble has of one run. A series that the run does not have is left out.
ScoredRun scored_run_of(const Ensemble& ensemble, std::size_t run) {
  ScoredRun scored;
  for (std::size_t s = 0; s < ensemble.series.size(); ++s) {
    const EnsembleSeries& kept = ensemble.series[s];
    Series series{.series = kept.series,
                  .entity = kept.entity,
                  .region = kept.region,
                  .generation = kept.generation,
                  .unit = kept.unit,
                  .months = months_of(kept.series, kept.unit),
                  .points = {}};
    for (std::size_t month = 0; month < ensemble.months.size(); ++month) {
      const double value = ensemble.value(s, run, month);
      if (!std::isnan(value))
        series.points.push_back({ensemble.months[month], value});
    }
    if (!series.points.empty())
      scored.series.push_back(std::move(series));
  }
  scored.begin = ensemble.months.front();
  scored.end = ensemble.months.back() + std::chrono::months(1);
  return scored;
}

}  // namespace

std::vector<ScoredRun> read_scored_sweep(const std::filesystem::path& directory) {
  const SweepDirectory sweep(directory);
  const Manifest manifest = sweep.manifest();
  const DesignTable design = sweep.design(manifest);
  const Plan plan = make_plan(manifest.factors, design, manifest.replications, manifest.block);
  const MergedSweep merged = merge_sweep(sweep, manifest, design, plan);
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t run = 0; run < merged.ensemble.runs.size(); ++run)
    places.emplace(merged.ensemble.runs[run], run);
  std::vector<ScoredRun> runs;
  for (const PlannedRun& row : plan.rows) {
    const auto place = places.find(text_of(row.id));
    if (place == places.end())
      continue;
    ScoredRun run = scored_run_of(merged.ensemble, place->second);
    run.directory = directory.generic_string();
    run.label = run.directory + ": point " + std::to_string(row.point + 1) + ", replication " +
                std::to_string(row.replication);
    runs.push_back(std::move(run));
  }
  if (runs.empty())
    throw ScenarioError(directory.generic_string() + ": expected a sweep with runs, found none");
  return runs;
}

}  // namespace chokepoint::tools
