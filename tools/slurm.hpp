#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chokepoint::tools {

/// What is handed to Slurm: the shards of a sweep that have something to do, as one job array, and
/// the merge after it.
struct SlurmJob {
  std::string study;              ///< its name
  std::filesystem::path program;  ///< absolute, as the others
  std::filesystem::path study_file;
  std::filesystem::path directory;   ///< of the sweep
  std::vector<std::string> options;  ///< of sweep, for every task
  std::string shards;                ///< "3,7-9"
  std::uint64_t shard_count = 1;     ///< of which these are some
  int workers = 1;                   ///< processes, and processors, of a task
  int at_once = 0;                   ///< tasks; 0: as many as there is room for
  bool report = false;               ///< the merge writes one
  std::vector<std::string> sbatch;   ///< more options of sbatch: "--time=01:00:00"

  [[nodiscard]] std::filesystem::path folder() const { return directory / "slurm"; }
  [[nodiscard]] std::filesystem::path array_file() const { return folder() / "array.sbatch"; }
  [[nodiscard]] std::filesystem::path merge_file() const { return folder() / "merge.sbatch"; }
};

/// The scripts, and the commands that submit them: the array first.
[[nodiscard]] std::string array_script(const SlurmJob& job);
[[nodiscard]] std::string merge_script(const SlurmJob& job);
[[nodiscard]] std::string submit_array_command(const SlurmJob& job);
/// `array_id`: what the first command printed, or a variable of the shell that has it.
[[nodiscard]] std::string submit_merge_command(const SlurmJob& job, const std::string& array_id);

/// A word for the shell.
[[nodiscard]] std::string shell_word(const std::string& text);

/// Whether Slurm takes this as the name of a file of output; it gives meanings to some letters.
[[nodiscard]] bool is_plain_for_slurm(const std::filesystem::path& path);

/// Tasks that one array may have at most, as `scontrol show config` says it; what Slurm has by
/// default when that says nothing.
[[nodiscard]] std::uint64_t most_tasks(const std::string& configuration);

}  // namespace chokepoint::tools
