#include "tools/sensitivity/read_sample.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "sim/scenario/diagnostics.hpp"
#include "sim/study/merge.hpp"

namespace chokepoint::tools {

namespace {

constexpr double kBinds = 0.2;  ///< share of a month's loss from which a constraint binds

double input_of(const Factor& factor, const std::string& cell) {
  const auto& levels = factor.levels();
  const auto level = std::find(levels.begin(), levels.end(), cell);
  if (factor.kind() != Factor::Kind::number && level != levels.end())
    return static_cast<double>(level - levels.begin());
  const auto number = factor.number_of(cell);
  if (factor.kind() != Factor::Kind::number || !number)
    throw ScenarioError("design.csv: factor '" + factor.name() + "' cannot be '" + cell + "'");
  return *number;
}

/// The runs of a merged sweep by point, and what came out of them.
class Sampler {
 public:
  explicit Sampler(const SweepDirectory& directory)
      : manifest_(directory.manifest()),
        design_(directory.design(manifest_)),
        plan_(make_plan(manifest_.factors, design_, manifest_.replications, manifest_.block)),
        merged_(merge_sweep(directory, manifest_, design_, plan_)) {}

  StudySample sample() {
    sample_.study = manifest_.study;
    sample_.design = manifest_.design_kind;
    sample_.seed = manifest_.seed;
    sample_.replications = manifest_.replications;
    sample_.months = manifest_.months();
    read_inputs();
    read_status();
    for (const Column& column : merged_.runs.columns) {
      const bool is_output =
          std::any_of(manifest_.outputs.begin(), manifest_.outputs.end(),
                      [&](const Manifest::Output& output) { return output.name == column.name; });
      if (is_output || column.name.starts_with("online_gw_end.") ||
          column.name.starts_with("binds_from."))
        add_quantity(column);
    }
    for (const EnsembleSeries& series : merged_.ensemble.series)
      if (series.series == "share")
        add_constraint(series);
    return std::move(sample_);
  }

 private:
  void read_inputs() {
    for (const Factor& factor : manifest_.factors) {
      const bool is_number = factor.kind() == Factor::Kind::number;
      sample_.factors.push_back({factor.name(), factor.unit(),
                                 is_number ? std::vector<std::string>{} : factor.levels(),
                                 factor.facts().group});
    }
    for (const auto& cells : design_.points) {
      std::vector<double>& row = sample_.inputs.emplace_back();
      for (std::size_t i = 0; i < cells.size(); ++i)
        row.push_back(input_of(manifest_.factors[i], cells[i]));
    }
  }

  void read_status() {
    const auto column = std::find_if(merged_.runs.columns.begin(), merged_.runs.columns.end(),
                                     [](const Column& each) { return each.name == "status"; });
    const auto& status = std::get<Column::Texts>(column->values);
    sample_.complete.assign(design_.points.size(), true);
    for (std::size_t row = 0; row < plan_.rows.size(); ++row) {
      if (status[row] == "ok") {
        ok_rows_.push_back(row);
        sample_.points_of_runs.push_back(plan_.rows[row].point);
        continue;
      }
      sample_.complete[plan_.rows[row].point] = false;
      ++(status[row] == "failed" ? sample_.failed_runs : sample_.missing_runs);
    }
  }

  /// Means by point of a column.
  void add_quantity(const Column& column) {
    const auto& numbers = std::get<Column::Numbers>(column.values);
    Quantity quantity{.name = column.name,
                      .unit = column.unit,
                      .is_date = column.type == Column::Type::date,
                      .values = std::vector<double>(design_.points.size(), 0.0)};
    for (std::size_t point = 0; point < quantity.values.size(); ++point)
      if (!sample_.complete[point])
        quantity.values[point] = kMissing;
    for (const std::size_t row : ok_rows_) {
      double number = numbers[row];
      if (quantity.is_date && std::isnan(number)) {
        ++quantity.never;
        number = days_of(manifest_.end);
      }
      quantity.values[plan_.rows[row].point] +=
          number / static_cast<double>(manifest_.replications);
    }
    sample_.quantities.push_back(std::move(quantity));
  }

  /// When a constraint binds, in the order of the rows that are ok; a run may stand in several.
  void add_constraint(const EnsembleSeries& series) {
    const std::size_t months = sample_.months.size();
    if (places_.empty()) {
      for (std::size_t run = 0; run < merged_.ensemble.runs.size(); ++run)
        places_.emplace(merged_.ensemble.runs[run], run);
    }
    BindingRecord record{.constraint = series.entity};
    record.binds.reserve(ok_rows_.size() * months);
    for (const std::size_t row : ok_rows_) {
      const std::size_t run = places_.at(text_of(plan_.rows[row].id));
      for (std::size_t month = 0; month < months; ++month)
        record.binds.push_back(series.values[run * months + month] >= kBinds);
    }
    sample_.constraints.push_back(std::move(record));
  }

  Manifest manifest_;
  DesignTable design_;
  Plan plan_;
  MergedSweep merged_;
  std::vector<std::size_t> ok_rows_;                     ///< of the table of runs
  std::unordered_map<std::string, std::size_t> places_;  ///< of runs in the ensemble
  StudySample sample_;
};

}  // namespace

StudySample read_sample(const std::filesystem::path& directory) {
  return Sampler(SweepDirectory(directory)).sample();
}

}  // namespace chokepoint::tools
