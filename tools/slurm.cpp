#include "tools/slurm.hpp"

#include <algorithm>
#include <charconv>

namespace chokepoint::tools {

namespace {

/// Indices of an array are below MaxArraySize, which is 1001 where nobody has changed it.
constexpr std::uint64_t kUsualMaxArraySize = 1001;

std::string sbatch_line(const std::string& option) {
  return "#SBATCH " + option + "\n";
}

/// A study may be called anything; Slurm gives a meaning to quotes and to what parts words.
std::string name_line(std::string name) {
  for (char& c : name) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') ||
                          std::string_view("._-+").find(c) != std::string_view::npos;
    c = is_plain ? c : '_';
  }
  return sbatch_line("--job-name=" + name);
}

std::string output_line(const SlurmJob& job, const std::string& name) {
  return sbatch_line("--output=\"" + (job.folder() / name).string() + "\"");
}

std::string more_lines(const SlurmJob& job) {
  std::string text;
  for (const std::string& option : job.sbatch)
    text += sbatch_line(option);
  return text;
}

}  // namespace

std::string shell_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-+=:,%").find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain))
    return text;
  std::string word = "'";
  for (const char c : text)
    word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

bool is_plain_for_slurm(const std::filesystem::path& path) {
  return path.string().find_first_of("%\"\\\n") == std::string::npos;
}

std::uint64_t most_tasks(const std::string& configuration) {
  std::uint64_t size = kUsualMaxArraySize;
  const std::size_t line = configuration.find("MaxArraySize");
  const std::size_t number = configuration.find_first_of("0123456789", line);
  if (line != std::string::npos && number != std::string::npos) {
    const char* const begin = configuration.data() + number;
    std::from_chars(begin, configuration.data() + configuration.size(), size);
  }
  return std::max<std::uint64_t>(size, 2) - 1;
}

std::string array_script(const SlurmJob& job) {
  std::string text = "#!/bin/sh\n" + name_line(job.study);
  text += sbatch_line("--array=" + job.shards +
                      (job.at_once > 0 ? "%" + std::to_string(job.at_once) : ""));
  text += sbatch_line("--cpus-per-task=" + std::to_string(job.workers));
  text += sbatch_line("--requeue") + sbatch_line("--open-mode=append");
  text += output_line(job, "array-%A_%a.log") + more_lines(job);
  text +=
      "\n# Each task makes the runs of one shard that are not there yet; it may be started again "
      "at\n"
      "# any time. The program takes the place of the shell, so that signals reach it.\n";
  text += "exec " + shell_word(job.program.string()) + " sweep " +
          shell_word(job.study_file.string()) + " \\\n  -o " + shell_word(job.directory.string()) +
          " \\\n  --shard \"$SLURM_ARRAY_TASK_ID\"/" + std::to_string(job.shard_count) + " -j " +
          std::to_string(job.workers);
  for (const std::string& option : job.options)
    text += " " + shell_word(option);
  return text + "\n";
}

std::string merge_script(const SlurmJob& job) {
  std::string text = "#!/bin/sh\n" + name_line(job.study + "-merge");
  text += output_line(job, "merge-%j.log") + more_lines(job);
  text += "\n# Files of other nodes may show late on a network's disk.\n";
  return text + "exec " + shell_word(job.program.string()) + " merge " +
         shell_word(job.directory.string()) + " --wait 90s" + (job.report ? " --report" : "") +
         "\n";
}

std::string submit_array_command(const SlurmJob& job) {
  return "sbatch --parsable " + shell_word(job.array_file().string());
}

std::string submit_merge_command(const SlurmJob& job, const std::string& array_id) {
  return "sbatch --parsable --dependency=afterok:" + array_id + " --kill-on-invalid-dep=yes " +
         shell_word(job.merge_file().string());
}

}  // namespace chokepoint::tools
