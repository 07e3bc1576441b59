#include "sim/record/score.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/base/portable_math.hpp"
#include "sim/scenario/units.hpp"

namespace chokepoint {

namespace {

/// The first day after a row's period.
Date end_of(const DataRow& row) {
  return row.begin + std::chrono::months(row.months);
}

std::string_view without_period(std::string_view series) {
  for (const std::string_view suffix : {"_quarterly", "_half_yearly", "_yearly"}) {
    if (series.ends_with(suffix))
      return series.substr(0, series.size() - suffix.size());
  }
  return series;
}

/// "package/quarter" is "package" in each three months; no months when the unit is no such rate.
struct RateUnit {
  explicit RateUnit(std::string_view unit) : amount(unit) {
    for (const auto& [suffix, length] : {std::pair<std::string_view, int>{"/month", 1},
                                         std::pair<std::string_view, int>{"/quarter", 3},
                                         std::pair<std::string_view, int>{"/year", 12}}) {
      if (!unit.ends_with(suffix))
        continue;
      amount = std::string(unit.substr(0, unit.size() - suffix.size()));
      months = length;
    }
  }
  std::string amount;
  int months = 0;
};

std::optional<double> factor_between(const std::string& from, const std::string& to) {
  if (from == to)
    return 1.0;
  if (!unit_problem(from).empty() || !unit_problem(to).empty())
    return std::nullopt;
  return conversion_factor(from, to);
}

/// Reads one row of data off one run; says what the run does not have.
class RowReader {
 public:
  RowReader(const ScoredRun& run, const DataRow& row, Together together, Diagnostics& diagnostics)
      : run_(run), row_(row), together_(together), diagnostics_(diagnostics) {}

  std::optional<double> read() {
    if (!find())
      return std::nullopt;
    const bool has_period = row_.has_date && row_.months > 0 && check_period();
    std::optional<double> value;
    for (const Series* series : found_) {
      const auto factor = factor_of(*series);
      if (!factor)
        return std::nullopt;
      if (!has_period)
        continue;
      if (const auto part = value_of(*series))
        value = value.value_or(0) + *part * *factor;
    }
    return value;
  }

 private:
  void fail(Origin at, std::string_view column, const std::string& message) {
    diagnostics_.add(at, column, message);
  }

  [[nodiscard]] std::string in_run() const { return " (in " + run_.directory + ")"; }

  bool find() {
    std::set<std::string> series;
    std::set<std::string> entities;
    std::set<std::string> generations;
    for (const Series& candidate : run_.series) {
      series.insert(candidate.series);
      if (candidate.series != row_.series)
        continue;
      entities.insert(candidate.entity);
      if (candidate.entity != row_.entity)
        continue;
      generations.insert(candidate.generation);
      if (row_.generation.empty() || candidate.generation == row_.generation)
        found_.push_back(&candidate);
    }
    if (found_.empty()) {
      if (entities.empty()) {
        refuse_name(row_.series_at, "series", "a series of the run", row_.series, series);
      } else if (generations.empty()) {
        refuse_name(row_.entity_at, "entity", "an entity of " + row_.series, row_.entity, entities);
      } else {
        refuse_name(row_.generation_at, "generation", "a generation of " + row_.entity,
                    row_.generation, generations);
      }
      return false;
    }
    if (together_ == Together::mean && found_.size() > 1) {
      fail(row_.generation_at, "generation",
           "expected the generation of a price or share, one of " +
               one_of_text({generations.begin(), generations.end()}) + in_run());
      return false;
    }
    return true;
  }

  void refuse_name(Origin at, std::string_view column, const std::string& what,
                   const std::string& name, const std::set<std::string>& known) {
    std::vector<std::string> names(known.begin(), known.end());
    const std::string hint = did_you_mean(name, names);
    for (std::string& text : names) {
      if (text.empty())
        text = column == "entity" ? "total" : "none (the total)";
    }
    fail(at, column,
         "expected " + what + ", found " + in_quotes(name) +
             (hint.empty() ? "; there are " + one_of_text(names) : hint) + in_run());
  }

  bool check_period() {
    if (row_.begin < run_.begin || run_.end < end_of(row_)) {
      fail(row_.origin, "date",
           "expected a period within the run, from " + iso(run_.begin) + " to before " +
               iso(run_.end) + ", found " + iso(row_.begin) + " to before " + iso(end_of(row_)) +
               in_run());
      return false;
    }
    const int whole = found_.front()->months;
    const auto month = static_cast<int>(static_cast<unsigned>(row_.begin.month()));
    if (together_ != Together::end && (row_.months % whole != 0 || (month - 1) % whole != 0)) {
      fail(row_.origin, "date",
           "expected periods that are made of the run's, which have " + std::to_string(whole) +
               " months" + in_run());
      return false;
    }
    return true;
  }

  /// From what `value_of` gives to the unit of the data.
  std::optional<double> factor_of(const Series& series) {
    const bool is_sum = together_ == Together::sum;
    const RateUnit of_run(series.unit);
    const RateUnit of_data(row_.unit);
    auto factor = is_sum ? factor_between(of_run.amount, of_data.amount)
                         : factor_between(series.unit, row_.unit);
    // The total's watts are those of critical IT load.
    if (!factor && series.entity.empty())
      factor = factor_between(series.unit + "_it", is_sum ? of_data.amount : row_.unit);
    if (!factor) {
      fail(row_.unit_at, "unit",
           "expected a unit that " + series.unit + " can be told in, found " +
               in_quotes(row_.unit) + in_run());
      return std::nullopt;
    }
    return is_sum && of_data.months > 0 && row_.months > 0 ? *factor * of_data.months / row_.months
                                                           : *factor;
  }

  std::optional<double> value_of(const Series& series) const {
    double sum = 0;
    int count = 0;
    std::optional<double> last;
    const RateUnit unit(series.unit);
    for (const SeriesPoint& point : series.points) {
      if (!(point.date < end_of(row_)))
        continue;
      last = point.value;
      if (point.date < row_.begin)
        continue;
      ++count;
      sum += together_ == Together::sum && unit.months > 0
                 ? point.value * series.months / unit.months
                 : point.value;
    }
    switch (together_) {
      case Together::sum:
        return sum;
      case Together::mean:
        return count > 0 ? std::optional(sum / count) : std::nullopt;
      case Together::end:
        break;
    }
    return last;
  }

  const ScoredRun& run_;
  const DataRow& row_;
  Together together_;
  Diagnostics& diagnostics_;
  std::vector<const Series*> found_;
};

/// Between the values on both sides of it, as if they were points of a line.
double quantile_of(const std::vector<double>& sorted, double part) {
  const double at = part * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return round_significant(sorted[below] +
                           (at - static_cast<double>(below)) * (sorted[above] - sorted[below]));
}

/// What could be where the runs are, when all they have in common is off by an error whose
/// logarithm is normal: each run times a few equally likely errors. Sorted.
std::vector<double> with_error(const std::vector<double>& runs, double model_error) {
  if (model_error == 0)
    return runs;
  constexpr int kErrors = 101;
  std::vector<double> spread;
  for (int i = 0; i < kErrors; ++i) {
    const double error = portable_exp(model_error * normal_quantile((i + 0.5) / kErrors));
    for (const double run : runs)
      spread.push_back(run * error);
  }
  std::sort(spread.begin(), spread.end());
  return spread;
}

void judge(ScoredRow& row, bool several, double model_error) {
  std::sort(row.runs.begin(), row.runs.end());
  if (row.runs.empty())
    return;
  const double run = quantile_of(row.runs, 0.5);
  row.run = run;
  row.error = round_significant(run - row.data.value);
  if (run > 0 && row.data.value > 0)
    row.log_error = round_significant(portable_log(run / row.data.value));
  if (row.data.low)
    row.in_data = *row.data.low <= run && run <= *row.data.high;
  if (several || model_error > 0) {
    const std::vector<double> spread = with_error(row.runs, model_error);
    row.p10 = quantile_of(spread, 0.1);
    row.p90 = quantile_of(spread, 0.9);
    row.in_runs = *row.p10 <= row.data.value && row.data.value <= *row.p90;
  }
}

std::vector<std::optional<double>> read_each(const std::vector<ScoredRun>& runs, const DataRow& row,
                                             Together together, Diagnostics& diagnostics) {
  std::vector<std::optional<double>> each;
  std::string refused;  // directory
  for (const ScoredRun& run : runs) {
    const std::size_t before = diagnostics.count();
    each.push_back(run.directory == refused && !refused.empty()
                       ? std::nullopt
                       : RowReader(run, row, together, diagnostics).read());
    if (diagnostics.count() > before)
      refused = run.directory;
  }
  return each;
}

ScoreTable::Share share_of(const std::vector<ScoredRow>& rows,
                           std::optional<bool> ScoredRow::*verdict) {
  ScoreTable::Share share;
  for (const ScoredRow& row : rows) {
    share.of += (row.*verdict).has_value() ? 1 : 0;
    share.held += (row.*verdict).value_or(false) ? 1 : 0;
  }
  return share;
}

template <class F>
std::optional<double> mean_of(const std::vector<ScoredRow>& rows, F of) {
  double sum = 0;
  int count = 0;
  for (const ScoredRow& row : rows) {
    if (!row.log_error)
      continue;
    sum += of(*row.log_error);
    ++count;
  }
  return count == 0 ? std::nullopt : std::optional(sum / count);
}

}  // namespace

ScoreTable::Share ScoreTable::in_data() const {
  return share_of(rows, &ScoredRow::in_data);
}

ScoreTable::Share ScoreTable::in_runs() const {
  return share_of(rows, &ScoredRow::in_runs);
}

std::optional<double> ScoreTable::mean_log_error() const {
  const auto mean = mean_of(rows, [](double error) { return error; });
  return mean ? std::optional(round_significant(*mean)) : std::nullopt;
}

std::optional<double> ScoreTable::rms_log_error() const {
  const auto mean = mean_of(rows, [](double error) { return error * error; });
  return mean ? std::optional(round_significant(std::sqrt(*mean))) : std::nullopt;
}

void keep_between(std::vector<DataRow>& data, std::optional<Date> from,
                  std::optional<Date> before) {
  std::erase_if(data, [&](const DataRow& row) {
    if (!row.has_date || row.months == 0)
      return false;
    return (from && row.begin < *from) || (before && *before < end_of(row));
  });
}

std::vector<ScoreTable> score(const std::vector<ScoredRun>& runs, const std::vector<DataRow>& data,
                              const TogetherRule& rule, Diagnostics& diagnostics,
                              double model_error) {
  std::vector<ScoreTable> tables;
  for (const DataRow& row : data) {
    auto table = std::find_if(tables.begin(), tables.end(),
                              [&](const ScoreTable& t) { return t.series == row.series; });
    if (table == tables.end()) {
      tables.push_back(
          {.series = row.series, .together = rule(without_period(row.series)), .rows = {}});
      table = std::prev(tables.end());
    }
    ScoredRow& scored = table->rows.emplace_back();
    scored.data = row;
    scored.each = read_each(runs, row, table->together, diagnostics);
    for (const auto& value : scored.each) {
      if (value)
        scored.runs.push_back(*value);
    }
    judge(scored, runs.size() > 1, model_error);
  }
  return tables;
}

}  // namespace chokepoint
