#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chokepoint::tools {

struct DesignArguments {
  std::string study;
  std::string output;  ///< file; empty: print
};

struct SweepArguments {
  std::string study;
  std::string output;
  std::string table;  ///< the points, instead of the study's design
  int workers = 0;    ///< 0: one for each processor; of a task of Slurm one
  std::string shard;  ///< "2/10"
  bool resume = false;
  bool extend = false;
  bool overwrite = false;
  bool report = false;  ///< also write report.html when it is merged
  bool json = false;    ///< print JSON when it is merged
  bool retry_failed = false;
  bool keep_going = false;
  bool dry_run = false;
  bool missing = false;             ///< only list what is not there
  std::optional<int> shards;        ///< list those of so many, or make so many tasks
  bool slurm = false;               ///< write a job array instead of running anything
  bool submit = false;              ///< and submit it
  std::optional<int> nodes;         ///< tasks at once
  std::vector<std::string> sbatch;  ///< more options of sbatch
  std::string max_wall;             ///< "50m"
  std::optional<std::int64_t> block;
  std::string replications;  ///< a number, or "auto"; empty: the study's
  std::string rel = "2%";
  std::string confidence = "95%";
  int most_replications = 10000;
  std::string command_line;  ///< as typed, for origin.json
};

struct MergeArguments {
  std::string directory;
  bool partial = false;
  std::string wait;     ///< for what is missing: "90s"
  bool report = false;  ///< also write report.html
  bool json = false;
};

struct RerunArguments {
  std::string manifest;
  std::string run;
  std::string study;  ///< file; empty: where the sweep found it
  std::string output;
  bool overwrite = false;
};

/// These return the exit code and throw what goes wrong, as all commands do.
int design_command(const DesignArguments& arguments);
int sweep_command(const SweepArguments& arguments);
int merge_command(const MergeArguments& arguments);
int rerun_command(const RerunArguments& arguments);
int study_schema_command();
/// The table of keys in Markdown.
int study_keys_command();

}  // namespace chokepoint::tools
