#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace chokepoint::tools {

/// The user typed something the program does not know (exit code 2).
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the program returns to the shell.
enum ExitCode : int {
  exit_ok = 0,
  exit_run_failed = 1,
  exit_usage = 2,
  exit_bad_scenario = 3,
  exit_deadlock = 4,
  exit_some_failed = 5,  ///< some worlds of several
  exit_replay_differs = 6,
  exit_stopped = 75,  ///< on a limit or a signal; it can go on
};

/// A scenario with its overlays, and the values given by --set, in the order typed.
struct ScenarioArguments {
  std::vector<std::string> files;
  std::vector<std::string> sets;
};

/// How the uncertain numbers are drawn.
struct SamplingArguments {
  std::optional<std::uint64_t> seed;  ///< else the scenario's own
  bool deterministic = false;         ///< every uncertain number at its point value or median
  std::uint64_t replication = 0;      ///< which of several worlds of one seed
};

struct RunArguments {
  ScenarioArguments scenario;
  SamplingArguments sampling;
  std::string output;  ///< directory for the result files; empty: print only
  bool overwrite = false;
  bool matrix = false;                        ///< print effect by cause
  bool slack = false;                         ///< print what came just before the critical inputs
  bool record = true;                         ///< false: no event graph, so no bottlenecks
  std::optional<std::uint64_t> shuffle_ties;  ///< seed of a random order of simultaneous events
  bool trace = false;                         ///< also write trace.json
  bool report = false;                        ///< also write report.html
  bool xlsx = false;                          ///< also write summary.xlsx
  bool relief = false;                        ///< also write what `relieve` finds
  int workers = 0;                            ///< processes for that; 0: one for each processor
  bool json = false;                          ///< print summary.json instead of tables
  std::string colour = "auto";                ///< "auto", "always" or "never"
  std::string command_line;                   ///< as typed, for run.log
};

struct ReportArguments {
  std::string directory;  ///< that `run -o` or `relieve -o` wrote
  std::string output;     ///< file; empty: report.html in the directory
  std::string relief;     ///< directory that `relieve -o` wrote of the same run; may be empty
  bool json = false;      ///< print what the page draws from, and write no page
};

struct RelieveArguments {
  ScenarioArguments scenario;
  std::vector<std::string> constraints;  ///< empty: those to which the ledger gives a share
  bool all = false;                      ///< every one that anybody holds
  std::string by = "10 %";               ///< more and less of it
  std::string add;                       ///< instead: an amount more, with its unit
  std::string from;                      ///< date; empty: the start
  std::string to;                        ///< date; empty: the end
  bool frozen = false;                   ///< with the base run's decisions, too
  bool windows = false;                  ///< each calendar year alone, for the main ones
  SamplingArguments sampling;
  std::optional<int> replications;  ///< none: as many as the question needs
  int workers = 1;                  ///< processes
  std::string output;
  bool overwrite = false;
  bool json = false;
  std::string command_line;  ///< as typed, for run.log
};

struct CompareArguments {
  std::vector<std::string> files;  ///< the base, then a world each: its overlays, joined by '+'
  std::vector<std::string> sets;   ///< for all worlds that have what they set
  SamplingArguments sampling;
  int seeds = 1;    ///< so many runs of each world, of consecutive seeds
  int workers = 0;  ///< 0: one for each processor
  std::string output;
  bool overwrite = false;
  bool report = false;  ///< also write report.html
  bool json = false;
  std::string command_line;  ///< as typed, for run.log
};

struct ReplayArguments {
  ScenarioArguments scenario;
  std::string verify;  ///< directory with the files of a run; it has the seed
};

struct BoundArguments {
  ScenarioArguments scenario;
  std::vector<std::string> decide_from;  ///< dates; the first is told in full; none: the start
  std::optional<double> storage_months;  ///< 0: no limit but those of the scenario
  std::optional<std::uint64_t> seed;
  bool deterministic = false;
  std::string output;
  bool overwrite = false;
  bool json = false;
  std::string command_line;  ///< as typed, for run.log
};

struct CheckArguments {
  ScenarioArguments scenario;
  bool exogenous = false;  ///< print the values that change by themselves
};

struct WhyArguments {
  ScenarioArguments scenario;
  SamplingArguments sampling;
  std::optional<int> year;
  std::optional<std::uint64_t> delivery;
  std::string lab;
  std::string date;
  bool json = false;
};

struct FactsArguments {
  ScenarioArguments scenario;
  std::string facts;  ///< file; empty: facts.yaml beside the scenario
  std::optional<std::uint64_t> seed;
  bool deterministic = false;
  int seeds = 1;    ///< so many worlds, of consecutive seeds
  int workers = 0;  ///< 0: one for each processor
  bool json = false;
};

struct AllocationArguments {
  ScenarioArguments scenario;  ///< or one directory with the files of a run
  std::string commodity;       ///< empty: all
  std::optional<std::uint64_t> seed;
  bool deterministic = false;
  bool json = false;
};

struct AssumptionsArguments {
  ScenarioArguments scenario;
  std::string ranked;     ///< CSV file with path and total, or a sweep; empty: what is at hand
  std::string of;         ///< the quantity of a sweep; empty: online_gw_end.2030
  bool by_width = false;  ///< no ranking, also where one is at hand
  bool csv = false;
  bool json = false;
};

struct ScoreArguments {
  std::vector<std::string> files;  ///< directories of runs or sweeps, then the data
  std::string from;                ///< first day of the figures; empty: of the data
  std::string before;              ///< the day after their last one; empty: of the data
  double model_error = 0;          ///< log standard deviation that widens P10 to P90
  bool json = false;
  bool csv = false;  ///< what each run has for each figure
};

struct DetectorArguments {
  ScenarioArguments scenario;
  SamplingArguments sampling;
  int workers = 1;  ///< processes
  bool json = false;
};

/// The commands. Results go to stdout, everything else to stderr. They return the exit code and
/// throw what goes wrong: ScenarioError, DeadlockError, OutputError, anything else.
int run_command(const RunArguments& arguments);
/// Throws UsageError when there is no such directory.
int report_command(const ReportArguments& arguments);
int relieve_command(const RelieveArguments& arguments);
/// Throws UsageError without an overlay, or when worlds differ in their dates.
int compare_command(const CompareArguments& arguments);
/// Throws NoBoundError when there is no plan, or one without end.
int bound_command(const BoundArguments& arguments);
/// Throws UsageError when exactly one of year, delivery and lab with date is not given, or unknown.
int why_command(const WhyArguments& arguments);
/// Throws UsageError when there is no file of facts.
int facts_command(const FactsArguments& arguments);
/// Throws UsageError when nothing of that name was ordered.
int allocation_command(const AllocationArguments& arguments);
int assumptions_command(const AssumptionsArguments& arguments);
/// Throws UsageError when there is no directory beside the data.
int score_command(const ScoreArguments& arguments);
int detectors_command(const DetectorArguments& arguments);
/// Throws UsageError when the directory has no run.
int replay_command(const ReplayArguments& arguments);
int check_command(const CheckArguments& arguments);
int graph_command(const ScenarioArguments& arguments);
int schema_command();
/// `kind` empty: every kind.
int params_command(const std::string& kind);

}  // namespace chokepoint::tools
