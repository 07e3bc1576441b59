#include "sim/record/score.hpp"

#include "tools/commands/commands.hpp"
#include "tools/output.hpp"
#include "tools/series_rules.hpp"

namespace chokepoint::tools {

int score_command(const ScoreArguments& arguments) {
  if (arguments.files.size() < 2)
    throw UsageError("score needs one or more result directories, then a data file");
  Diagnostics diagnostics;
  ScoreReport report;
  report.data = arguments.files.back();
  const std::vector<DataRow> data = read_data(report.data, together_of, diagnostics);
  diagnostics.throw_if_any();
  std::vector<ScoredRun> runs;
  for (std::size_t i = 0; i + 1 < arguments.files.size(); ++i) {
    runs.push_back(read_scored_run(arguments.files[i]));
    report.runs.push_back(runs.back().label);
  }
  report.tables = score(runs, data, together_of, diagnostics);
  diagnostics.throw_if_any();
  print(arguments.json ? score_json(report) : score_text(report));
  return exit_ok;
}

}  // namespace chokepoint::tools
