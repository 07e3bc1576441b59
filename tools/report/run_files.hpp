#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/record/run_result.hpp"
#include "sim/record/score.hpp"
#include "tools/report/sweep_files.hpp"

namespace chokepoint::tools {

/// A number of the scenario as the run used it, from resolved.yaml.
struct UsedValue {
  std::string path;
  std::string value;
  std::string unit;
  std::string range;
  std::string source;
  std::string as_of;
  std::string why;
  std::string drawn_from;
  std::string place;  ///< "baseline/power.yaml:8"
};

/// What more of a constraint adds by the end of a year, from relief.csv of `chokepoint relieve`.
struct Gain {
  double gain = 0;
  bool within_noise = false;  ///< no larger than what the smallest change moves
};

struct Relief {
  std::string change;  ///< how much more: "10 %"
  std::string unit;
  std::map<std::string, std::map<int, Gain>> gain;  ///< by constraint and year, responsive worlds
};

/// The files of a result directory, read. What is not there is empty.
struct RunFiles {
  std::filesystem::path directory;
  nlohmann::ordered_json summary;
  nlohmann::ordered_json context;
  nlohmann::ordered_json why;
  nlohmann::ordered_json facts;
  nlohmann::ordered_json compare;   ///< compare.json of `chokepoint compare`
  nlohmann::ordered_json bound;     ///< bound.json of `chokepoint bound`
  std::optional<SweepFiles> sweep;  ///< of `chokepoint sweep`
  /// Years, titles, series, monthly shares and orders. Ticks count from `result.start`, the first
  /// day of the series, and a series keeps its written name.
  RunResult result;
  std::vector<UsedValue> values;
  std::string command;  ///< repeats the run; empty without run.log
  Relief relief;
  std::vector<ScoreTable> observed;  ///< figures of observed.csv that the run has, beside it
};

/// Reads the directory that `run`, `relieve`, `bound`, `compare` or `sweep` wrote, as far as it has
/// the files. `relief` is another directory of the same scenario and seed that `relieve -o` wrote,
/// or empty. Throws ScenarioError, which names file and place, when a file is not what the program
/// wrote.
[[nodiscard]] RunFiles read_run_files(const std::filesystem::path& directory,
                                      const std::filesystem::path& relief = {});

}  // namespace chokepoint::tools
