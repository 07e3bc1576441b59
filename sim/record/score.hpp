#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/record/run_result.hpp"
#include "sim/scenario/diagnostics.hpp"

namespace chokepoint {

/// How the values of a series within a longer period become one value of it.
enum class Together : std::uint8_t {
  sum,   ///< what happened in the period
  mean,  ///< a price or a share
  end,   ///< what holds at its end
};

/// The rule for a series by its name, without "_quarterly" and the like.
using TogetherRule = std::function<Together(std::string_view series)>;

/// The series of one result directory.
struct ScoredRun {
  std::string label;           ///< the directory as typed; of a sweep with point and replication
  std::string directory;       ///< as typed: the same for all runs of a sweep
  std::vector<Series> series;  ///< in the order of the file; names as they stand there
  Date begin{};                ///< first day that they cover
  Date end{};                  ///< first day after it
};

/// How many months a value of a series covers, by the end of its name or its unit.
[[nodiscard]] int months_of(std::string_view series, std::string_view unit);

/// Reads `timeseries.csv` of a directory that `run -o` wrote. Throws ScenarioError.
[[nodiscard]] ScoredRun read_scored_run(const std::filesystem::path& directory);

/// One row of a data file.
struct DataRow {
  Date begin{};          ///< first day of its period
  int months = 0;        ///< length of its period; 0: not known, which `diagnostics` say
  bool has_date = true;  ///< false: its date cannot be read, which `diagnostics` say
  std::string series;
  std::string entity;      ///< empty: the total, which a file may also call `total`
  std::string generation;  ///< empty: all together
  std::string unit;
  std::string source;
  double value = 0;
  std::optional<double> low;
  std::optional<double> high;
  Origin origin;     ///< of the row
  Origin series_at;  ///< of its cells
  Origin entity_at;
  Origin generation_at;
  Origin unit_at;
};

/// Reads a tidy file: the columns date, series, entity, value and unit; low and high, generation,
/// period (month, quarter, half-year, year) and source if it has them. Without `period`, the dates
/// of a series and entity tell how long its periods are, and one that is missing is a gap. What is
/// wrong goes into `diagnostics`; the rows are there all the same, so that `score` can say what
/// else is wrong with them.
[[nodiscard]] std::vector<DataRow> read_data(const std::filesystem::path& file,
                                             const TogetherRule& rule, Diagnostics& diagnostics);

/// One row of data beside the runs.
struct ScoredRow {
  DataRow data;
  /// Of each run in the order given, in the unit of the data; nothing of one that has none.
  std::vector<std::optional<double>> each;
  std::vector<double> runs;   ///< those there are, sorted
  std::optional<double> run;  ///< their median
  std::optional<double> p10;  ///< of several runs
  std::optional<double> p90;
  std::optional<double> error;  ///< run less data
  std::optional<double>
      log_error;                ///< natural log of run over data; nothing unless both are above 0
  std::optional<bool> in_data;  ///< whether the data's interval holds the run
  std::optional<bool> in_runs;  ///< whether P10 to P90 of the runs holds the data
};

/// All rows of one series.
struct ScoreTable {
  std::string series;
  Together together = Together::end;
  std::vector<ScoredRow> rows;

  struct Share {
    int of = 0;
    int held = 0;
  };
  [[nodiscard]] Share in_data() const;
  [[nodiscard]] Share in_runs() const;
  /// Mean of the log errors, and root of the mean of their squares; nothing without any.
  [[nodiscard]] std::optional<double> mean_log_error() const;
  [[nodiscard]] std::optional<double> rms_log_error() const;
};

struct ScoreReport {
  std::vector<std::string> runs;  ///< labels
  double model_error = 0;         ///< by which P10 to P90 are widened
  std::string data;
  std::vector<ScoreTable> tables;  ///< in the order in which the file names the series
};

/// Leaves only figures whose whole period lies between two days, `before` being the day after the
/// last one; what is not given does not limit. Those without date or period stay.
void keep_between(std::vector<DataRow>& data, std::optional<Date> from, std::optional<Date> before);

/// Holds the data against the runs. Series, entities, units and periods that a run does not have go
/// into `diagnostics`, once for all runs of a directory. `model_error` widens P10 to P90 by an
/// error that all runs share: the standard deviation of its natural logarithm.
[[nodiscard]] std::vector<ScoreTable> score(const std::vector<ScoredRun>& runs,
                                            const std::vector<DataRow>& data,
                                            const TogetherRule& rule, Diagnostics& diagnostics,
                                            double model_error = 0);

[[nodiscard]] std::string score_text(const ScoreReport& report);
[[nodiscard]] std::string score_json(const ScoreReport& report);
/// One row for each figure and run: what the run has for it.
[[nodiscard]] std::string score_csv(const ScoreReport& report);

}  // namespace chokepoint
