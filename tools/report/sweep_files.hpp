#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/base/time.hpp"

namespace chokepoint::tools {

/// The quantiles of a quantity over the runs that went well.
struct Spread {
  double p10 = 0;
  double p25 = 0;
  double p50 = 0;
  double p75 = 0;
  double p90 = 0;
};

/// A quantity by month.
struct SpreadSeries {
  std::vector<Date> dates;
  std::vector<Spread> spreads;
};

/// A column of runs.csv as numbers; nothing where a run failed or it could not be read.
using RunColumn = std::vector<std::optional<double>>;

/// The merged files of a sweep: manifest.json, runs.csv, quantiles.csv, binding.csv.
struct SweepFiles {  // NOLINT(bugprone-exception-escape): moving JSON only asserts
  nlohmann::ordered_json manifest;
  std::string command;  ///< repeats the sweep, from origin.json; empty when nobody knows
  std::size_t runs = 0;
  std::size_t failed = 0;
  std::map<std::string, RunColumn> columns;    ///< outputs, years and numeric factors, by header
  std::map<std::string, Spread> yearly;        ///< "online_gw_end.2030", and outputs
  std::map<std::string, SpreadSeries> series;  ///< totals by month: "online"
  /// Part of the runs in which a constraint binds: by constraint and year, the mean of its months.
  std::map<std::string, std::map<int, double>> binding;
};

/// Nothing when the directory has no quantiles.csv. Throws ScenarioError.
[[nodiscard]] std::optional<SweepFiles> read_sweep(const std::filesystem::path& directory);

/// Values of a column that are there, sorted.
[[nodiscard]] std::vector<double> sorted_values(const RunColumn& column);

/// Where each fiftieth of the runs lies, in order: the middle one of each. Empty without values.
[[nodiscard]] std::vector<double> fiftieths(const RunColumn& column);

/// A number of an output that is a date, counted in days, or the number itself, as people read it.
[[nodiscard]] std::string output_text(double value, bool is_date);

/// An input and what an output is, on average, in the tenth of the runs with its lowest values and
/// in that with its highest.
struct Swing {
  std::string factor;
  double low = 0;
  double high = 0;
};
/// One for each factor with at least two values, the widest first.
[[nodiscard]] std::vector<Swing> swings(const SweepFiles& sweep, const std::string& output);

}  // namespace chokepoint::tools
