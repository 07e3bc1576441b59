#include "sim/study/merge.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"

namespace chokepoint {

namespace {

enum class Status : std::uint8_t { missing, failed, ok };

/// What is kept of a run besides its series.
struct RunSummary {
  Status status = Status::missing;
  std::uint64_t bytes = 0;  ///< hash of all that was recorded
  std::string reason;
  std::vector<double> outputs;
  std::vector<double> years;
  std::map<std::string, double> binds_from;
};

using SeriesKey = std::tuple<std::string, std::string, std::string, std::string, std::string>;

/// Puts records at their places, in whatever order they come.
class Collector {
 public:
  Collector(const Manifest& manifest, const Plan& plan)
      : months_(manifest.months().size()), runs_(plan.runs()) {
    places_.reserve(plan.runs());
    for (std::size_t i = 0; i < plan.runs(); ++i)
      places_.emplace(plan.run(i).id, i);
  }

  void add(RunRecord&& record) {
    const auto place = places_.find(record.id);
    if (place == places_.end())
      return;
    RunSummary& run = runs_[place->second];
    const Status status = record.ok ? Status::ok : Status::failed;
    const std::uint64_t bytes = fnv1a(packed(record));
    if (status == Status::ok && run.status == Status::ok && bytes != run.bytes)
      throw ModelError("a run has the same results whenever it is made (run " + text_of(record.id) +
                       " has two)");
    // Of several failures one and the same is told.
    if (status < run.status || (status == run.status && record.reason >= run.reason))
      return;
    run = {status,
           bytes,
           std::move(record.reason),
           std::move(record.outputs),
           std::move(record.years),
           {record.binds_from.begin(), record.binds_from.end()}};
    if (status == Status::ok)
      add_series(place->second, record.series);
  }

  [[nodiscard]] const std::vector<RunSummary>& runs() const { return runs_; }

  /// The series of the runs that are ok, in the order of the plan.
  Ensemble take_ensemble(const Manifest& manifest, const Plan& plan) {
    Ensemble ensemble;
    ensemble.months = manifest.months();
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      if (runs_[i].status != Status::ok)
        continue;
      kept.push_back(i);
      ensemble.runs.push_back(text_of(plan.run(i).id));
    }
    for (auto& [key, values] : series_) {
      for (std::size_t to = 0; to < kept.size(); ++to) {
        if (kept[to] != to)
          std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(kept[to] * months_), months_,
                      values.begin() + static_cast<std::ptrdiff_t>(to * months_));
      }
      values.resize(kept.size() * months_);
      const auto& [series, entity, region, generation, unit] = key;
      ensemble.series.push_back({series, entity, region, generation, unit, std::move(values)});
    }
    series_.clear();
    return ensemble;
  }

 private:
  void add_series(std::size_t place, const std::vector<RunSeries>& all) {
    for (const RunSeries& one : all) {
      std::vector<double>& values =
          series_[{one.series, one.entity, one.region, one.generation, one.unit}];
      // A constraint that a run does not name had no share in it.
      if (values.empty())
        values.assign(runs_.size() * months_, one.series == "share" ? 0.0 : kMissing);
      const std::size_t first = std::min<std::size_t>(one.first, months_);
      std::copy_n(one.values.begin(), std::min(months_ - first, one.values.size()),
                  values.begin() + static_cast<std::ptrdiff_t>(place * months_ + first));
    }
  }

  std::size_t months_;
  std::vector<RunSummary> runs_;
  std::unordered_map<RunId, std::size_t> places_;
  std::map<SeriesKey, std::vector<double>> series_;
};

Column text_column(std::string name, std::string title) {
  return {std::move(name), "", std::move(title), Column::Type::text, Column::Texts{}};
}

/// The table of runs, one row for each point and replication.
class RunsTable {
 public:
  RunsTable(const Manifest& manifest, const DesignTable& design, const Plan& plan,
            const std::vector<RunSummary>& runs)
      : manifest_(manifest), design_(design), plan_(plan) {
    std::unordered_map<RunId, std::size_t> places;
    for (std::size_t i = 0; i < plan.runs(); ++i)
      places.emplace(plan.run(i).id, i);
    for (const PlannedRun& row : plan.rows)
      of_row_.push_back(&runs[places.at(row.id)]);
  }

  ColumnTable make() {
    table_.name = "runs";
    add_head();
    for (std::size_t i = 0; i < manifest_.factors.size(); ++i)
      add_factor(i);
    for (std::size_t i = 0; i < manifest_.outputs.size(); ++i) {
      const bool is_date = manifest_.outputs[i].is_date;
      add_numbers(manifest_.outputs[i].name, "", "output of the study", is_date,
                  [i](const RunSummary& run) { return run.outputs.at(i); });
    }
    add_years();
    add_binding_dates();
    return std::move(table_);
  }

 private:
  void add_head() {
    Column run = text_column("run", "id of the run");
    Column point{"point", "1", "row of design.csv", Column::Type::count, Column::Counts{}};
    Column replication{"replication", "1", "which draw of all other random numbers",
                       Column::Type::count, Column::Counts{}};
    Column status = text_column("status", "ok, failed or missing");
    Column reason = text_column("reason", "why it failed");
    for (std::size_t i = 0; i < plan_.rows.size(); ++i) {
      const PlannedRun& row = plan_.rows[i];
      constexpr const char* kNames[] = {"missing", "failed", "ok"};
      std::get<Column::Texts>(run.values).push_back(text_of(row.id));
      std::get<Column::Counts>(point.values).push_back(std::int64_t{row.point} + 1);
      std::get<Column::Counts>(replication.values).push_back(row.replication);
      std::get<Column::Texts>(status.values)
          .emplace_back(kNames[static_cast<std::size_t>(of_row_[i]->status)]);
      std::get<Column::Texts>(reason.values).push_back(of_row_[i]->reason);
    }
    for (Column* column : {&run, &point, &replication, &status, &reason})
      table_.columns.push_back(std::move(*column));
  }

  void add_factor(std::size_t factor) {
    const Factor& facts = manifest_.factors[factor];
    Column column{facts.column(), facts.unit(), "factor " + facts.name(), Column::Type::text,
                  Column::Texts{}};
    if (facts.kind() == Factor::Kind::number) {
      column.type = Column::Type::number;
      Column::Numbers numbers;
      for (const PlannedRun& row : plan_.rows)
        numbers.push_back(facts.number_of(design_.points[row.point][factor]).value_or(kMissing));
      column.values = std::move(numbers);
    } else {
      Column::Texts texts;
      for (const PlannedRun& row : plan_.rows)
        texts.push_back(design_.points[row.point][factor]);
      column.values = std::move(texts);
    }
    table_.columns.push_back(std::move(column));
  }

  template <class Value>
  void add_numbers(const std::string& name, const std::string& unit, const std::string& title,
                   bool is_date, Value value) {
    Column column{name, is_date ? "" : unit, title,
                  is_date ? Column::Type::date : Column::Type::number, Column::Numbers{}};
    auto& numbers = std::get<Column::Numbers>(column.values);
    for (const RunSummary* run : of_row_)
      numbers.push_back(run->status == Status::ok ? value(*run) : kMissing);
    table_.columns.push_back(std::move(column));
  }

  void add_years() {
    struct Kind {
      const char* name;
      const char* unit;
      const char* title;
    };
    const std::string& unit = manifest_.sink_unit;
    const std::string unit_years = unit + "-years";
    const Kind kinds[] = {
        {"online_gw_end", unit.c_str(), "online when the year ends"},
        {"added_gw", unit.c_str(), "online at its end minus at its beginning"},
        {"demand_gw", unit.c_str(), "wanted when the year ends"},
        {"unmet_gw_years", unit_years.c_str(), "demand minus online, integrated"}};
    const std::vector<int> years = manifest_.years();
    for (std::size_t year = 0; year < years.size(); ++year) {
      for (std::size_t kind = 0; kind < 4; ++kind)
        add_numbers(std::string(kinds[kind].name) + "." + std::to_string(years[year]),
                    kinds[kind].unit, kinds[kind].title, false,
                    [&](const RunSummary& run) { return run.years.at(4 * year + kind); });
    }
  }

  void add_binding_dates() {
    std::set<std::string> constraints;
    for (const RunSummary* run : of_row_) {
      for (const auto& [constraint, day] : run->binds_from)
        constraints.insert(constraint);
    }
    for (const std::string& constraint : constraints)
      add_numbers("binds_from." + constraint, "", "first day on which it binds", true,
                  [&](const RunSummary& run) {
                    const auto at = run.binds_from.find(constraint);
                    return at == run.binds_from.end() ? kMissing : at->second;
                  });
  }

  const Manifest& manifest_;
  const DesignTable& design_;
  const Plan& plan_;
  std::vector<const RunSummary*> of_row_;
  ColumnTable table_;
};

}  // namespace

MergedSweep merge_sweep(const SweepDirectory& directory, const Manifest& manifest,
                        const DesignTable& design, const Plan& plan) {
  MergedSweep merged;
  Collector collector(manifest, plan);
  for (const std::filesystem::path& file : block_files(directory.blocks())) {
    std::string problem;
    auto records = read_block(file, manifest.world_sha256, problem);
    if (records) {
      for (RunRecord& record : *records)
        collector.add(std::move(record));
    } else if (problem == kForeignBlock) {
      ++merged.foreign;
    } else {
      merged.bad.push_back({file.string(), problem});
    }
  }
  const std::vector<RunSummary>& runs = collector.runs();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].status == Status::failed)
      merged.failures.push_back(text_of(plan.run(i).id) + ": " + runs[i].reason);
    merged.missing += runs[i].status == Status::missing ? 1 : 0;
  }
  merged.rows = plan.rows.size();
  merged.runs = RunsTable(manifest, design, plan, runs).make();
  merged.ensemble = collector.take_ensemble(manifest, plan);
  return merged;
}

}  // namespace chokepoint
