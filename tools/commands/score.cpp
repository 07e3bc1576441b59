#include "sim/record/score.hpp"

#include <filesystem>
#include <set>
#include <stdexcept>

#include "sim/study/sweep_directory.hpp"
#include "tools/commands/commands.hpp"
#include "tools/output.hpp"
#include "tools/scored_sweep.hpp"
#include "tools/series_rules.hpp"

namespace chokepoint::tools {

namespace {

std::optional<Date> limit_of(const std::string& option, const std::string& text) {
  if (text.empty())
    return std::nullopt;
  try {
    return parse_date(text);
  } catch (const std::invalid_argument&) {
    throw UsageError(option + ": expected a date such as 2024-01-01, found '" + text + "'");
  }
}

/// The runs of the directories in the order typed; a directory of a sweep has many. The same runs
/// twice would count twice.
std::vector<ScoredRun> read_runs(const std::vector<std::string>& directories) {
  std::vector<ScoredRun> runs;
  std::set<std::filesystem::path> read;
  for (const std::string& directory : directories) {
    if (!read.insert(std::filesystem::weakly_canonical(directory)).second)
      throw UsageError("expected each result directory once, found '" + directory + "' again");
    if (SweepDirectory(directory).has_manifest()) {
      for (ScoredRun& run : read_scored_sweep(directory))
        runs.push_back(std::move(run));
    } else {
      runs.push_back(read_scored_run(directory));
    }
  }
  return runs;
}

}  // namespace

int score_command(const ScoreArguments& arguments) {
  if (arguments.files.size() < 2)
    throw UsageError("score needs one or more result directories, then a data file");
  const auto from = limit_of("--from", arguments.from);
  const auto before = limit_of("--before", arguments.before);
  Diagnostics diagnostics;
  ScoreReport report;
  report.data = arguments.files.back();
  std::vector<DataRow> data = read_data(report.data, together_of, diagnostics);
  keep_between(data, from, before);
  if (data.empty()) {
    diagnostics.throw_if_any();
    throw UsageError("no figure of " + report.data + " lies between the days asked for");
  }
  std::vector<ScoredRun> runs;
  try {
    runs = read_runs({arguments.files.begin(), arguments.files.end() - 1});
  } catch (const ScenarioError&) {
    diagnostics.throw_if_any();
    throw;
  }
  for (const ScoredRun& run : runs)
    report.runs.push_back(run.label);
  report.model_error = arguments.model_error;
  report.tables = score(runs, data, together_of, diagnostics, arguments.model_error);
  diagnostics.throw_if_any();
  print(arguments.csv    ? score_csv(report)
        : arguments.json ? score_json(report)
                         : score_text(report));
  return exit_ok;
}

}  // namespace chokepoint::tools
