#include "tools/sensitivity/read_sample.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/record/ensemble.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/study/block.hpp"
#include "sim/study/plan.hpp"
#include "sim/study/sweep_directory.hpp"

namespace chokepoint::tools {

namespace {

constexpr double kBinds = 0.2;           ///< share of a month's loss from which a constraint binds
constexpr std::size_t kPerYear = 4;      ///< numbers a run keeps of each year
constexpr std::size_t kOnlineAtEnd = 0;  ///< the first of them

using Records = std::map<RunId, RunRecord>;

/// All runs that some good block holds; of two results, the one that is ok.
Records read_records(const SweepDirectory& directory, const Manifest& manifest) {
  Records records;
  for (const auto& file : block_files(directory.blocks())) {
    std::string problem;
    auto block = read_block(file, manifest.world_sha256, problem);
    if (!block)
      continue;
    for (RunRecord& record : *block) {
      const auto [entry, is_new] = records.try_emplace(record.id, record);
      if (!is_new && !entry->second.ok && record.ok)
        entry->second = std::move(record);
    }
  }
  return records;
}

double input_of(const Factor& factor, const std::string& cell) {
  const auto& levels = factor.levels();
  const auto level = std::find(levels.begin(), levels.end(), cell);
  if (level != levels.end())
    return static_cast<double>(level - levels.begin());
  const auto number = factor.number_of(cell);
  if (!number)
    throw ScenarioError("design.csv: factor '" + factor.name() + "' cannot be '" + cell + "'");
  return *number;
}

/// Runs of a sweep by point, and what is asked of each.
class Sampler {
 public:
  explicit Sampler(const std::filesystem::path& path)
      : directory_(path),
        manifest_(directory_.manifest()),
        design_(directory_.design(manifest_)),
        plan_(make_plan(manifest_.factors, design_, manifest_.replications, manifest_.block)),
        records_(read_records(directory_, manifest_)) {}

  StudySample sample() {
    sample_.study = manifest_.study;
    sample_.design = manifest_.design_kind;
    sample_.seed = manifest_.seed;
    sample_.correlated = !manifest_.correlations.empty();
    sample_.replications = manifest_.replications;
    read_inputs();
    read_runs();
    for (std::size_t i = 0; i < manifest_.outputs.size(); ++i) {
      const Manifest::Output& output = manifest_.outputs[i];
      add_quantity({.name = output.name, .is_date = output.is_date},
                   [i](const RunRecord& record) { return record.outputs.at(i); });
    }
    add_years();
    add_binding_dates();
    add_bindings();
    return std::move(sample_);
  }

 private:
  void read_inputs() {
    for (const Factor& factor : manifest_.factors)
      sample_.factors.push_back({factor.name(), factor.unit(), factor.levels()});
    for (const auto& cells : design_.points) {
      std::vector<double>& row = sample_.inputs.emplace_back();
      for (std::size_t i = 0; i < cells.size(); ++i)
        row.push_back(input_of(manifest_.factors[i], cells[i]));
    }
  }

  void read_runs() {
    sample_.complete.assign(design_.points.size(), true);
    for (const PlannedRun& run : plan_.rows) {
      const auto record = records_.find(run.id);
      const bool ok = record != records_.end() && record->second.ok;
      if (!ok) {
        sample_.complete[run.point] = false;
        ++(record == records_.end() ? sample_.missing_runs : sample_.failed_runs);
        continue;
      }
      sample_.points_of_runs.push_back(run.point);
      runs_.push_back(&record->second);
    }
    sample_.months = manifest_.months();
  }

  /// Means by point of what `value` reads off a run.
  template <class Value>
  void add_quantity(Quantity quantity, Value value) {
    const std::size_t points = design_.points.size();
    const double end = days_of(manifest_.end);
    std::vector<double> sums(points, 0.0);
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      double number = value(*runs_[i]);
      if (quantity.is_date && std::isnan(number)) {
        ++quantity.never;
        number = end;
      }
      sums[sample_.points_of_runs[i]] += number;
    }
    for (std::size_t point = 0; point < points; ++point) {
      quantity.values.push_back(sample_.complete[point]
                                    ? sums[point] / static_cast<double>(sample_.replications)
                                    : kMissing);
    }
    sample_.quantities.push_back(std::move(quantity));
  }

  void add_years() {
    const auto years = manifest_.years();
    const bool kept = std::all_of(runs_.begin(), runs_.end(), [&](const RunRecord* run) {
      return run->years.size() == kPerYear * years.size();
    });
    for (std::size_t year = 0; kept && year < years.size(); ++year) {
      add_quantity(
          {.name = "online_gw_end." + std::to_string(years[year]), .unit = manifest_.sink_unit},
          [year](const RunRecord& record) { return record.years[kPerYear * year + kOnlineAtEnd]; });
    }
  }

  void add_binding_dates() {
    std::set<std::string> names;
    for (const RunRecord* run : runs_)
      for (const auto& [name, date] : run->binds_from)
        names.insert(name);
    for (const std::string& name : names) {
      add_quantity({.name = "binds_from." + name, .is_date = true},
                   [&name](const RunRecord& record) {
                     for (const auto& [constraint, date] : record.binds_from)
                       if (constraint == name)
                         return date;
                     return kMissing;
                   });
    }
  }

  void add_bindings() {
    const std::size_t months = sample_.months.size();
    std::map<std::string, std::size_t> known;
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      for (const RunSeries& series : runs_[run]->series) {
        if (series.series != "share")
          continue;
        const auto [entry, is_new] = known.try_emplace(series.entity, sample_.constraints.size());
        if (is_new)
          sample_.constraints.push_back(
              {series.entity, std::vector<bool>(runs_.size() * months, false)});
        std::vector<bool>& binds = sample_.constraints[entry->second].binds;
        for (std::size_t month = 0; month < std::min(months, series.values.size()); ++month)
          binds[run * months + month] = series.values[month] >= kBinds;  // not a number: no
      }
    }
  }

  SweepDirectory directory_;
  Manifest manifest_;
  DesignTable design_;
  Plan plan_;
  Records records_;
  std::vector<const RunRecord*> runs_;  ///< those that are ok, as the plan has them
  StudySample sample_;
};

}  // namespace

StudySample read_sample(const std::filesystem::path& directory) {
  return Sampler(directory).sample();
}

}  // namespace chokepoint::tools
