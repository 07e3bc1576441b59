#include "tools/commands/slurm_sweep.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <unistd.h>

#include "sim/record/result_directory.hpp"
#include "tools/commands/commands.hpp"
#include "tools/output.hpp"
#include "tools/slurm.hpp"

namespace chokepoint::tools {

namespace {

namespace fs = std::filesystem;

/// Tasks for each node: few enough to be worth starting, more than one so that nodes finish
/// together.
constexpr int kTasksPerNode = 4;
constexpr int kUsualNodes = 8;

/// What a command prints; nothing when it cannot be run or fails.
std::string output_of(const std::string& command, bool& ok) {
  std::string text;
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) {
    ok = false;
    return text;
  }
  std::array<char, 4096> buffer{};
  for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    text.append(buffer.data(), count);
  ok = ::pclose(pipe) == 0;
  return text;
}

/// This program as others can call it: a bundle's is started by a launcher, which says so.
fs::path own_program() {
  if (const char* named = std::getenv("CHOKEPOINT_PROGRAM"); named != nullptr && *named != '\0')
    return named;
  return fs::read_symlink("/proc/self/exe");
}

std::vector<std::string> options_of(const SweepArguments& arguments) {
  std::vector<std::string> options;
  const auto add = [&](const char* option, const std::string& value) {
    if (value.empty())
      return;
    options.emplace_back(option);
    options.push_back(value);
  };
  add("--table", arguments.table.empty() ? "" : fs::absolute(arguments.table).string());
  add("--reps", arguments.replications);
  if (arguments.replications == "auto") {
    add("--rel", arguments.rel);
    add("--ci", arguments.confidence);
    add("--max-reps", std::to_string(arguments.most_replications));
  }
  add("--block", arguments.block ? std::to_string(*arguments.block) : "");
  add("--max-wall", arguments.max_wall);
  if (arguments.retry_failed)
    options.emplace_back("--retry-failed");
  if (arguments.keep_going)
    options.emplace_back("--keep-going");
  return options;
}

SlurmJob job_of(const SweepArguments& arguments, const Manifest& manifest,
                const std::string& shards, std::uint64_t count) {
  return {.study = manifest.study,
          .program = own_program(),
          .study_file = fs::absolute(arguments.study).lexically_normal(),
          .directory = fs::absolute(arguments.output).lexically_normal(),
          .options = options_of(arguments),
          .shards = shards,
          .shard_count = count,
          .workers = std::max(1, arguments.workers),
          .at_once = arguments.nodes.value_or(0),
          .report = arguments.report,
          .sbatch = arguments.sbatch};
}

void write_script(const fs::path& file, const std::string& text) {
  write_file_durably(file.string() + "." + std::to_string(::getpid()) + ".tmp", file, text);
}

/// Submits a script; the number of its job.
std::string submit(const std::string& command) {
  bool ok = true;
  std::string id = output_of(command, ok);
  id = id.substr(0, id.find_first_of(";\n"));  // "123;cluster"
  if (!ok || id.empty())
    throw std::runtime_error("sbatch refused: " + command);
  return id;
}

}  // namespace

std::uint64_t slurm_shards(const SweepArguments& arguments, std::uint64_t blocks) {
  const fs::path directory = fs::absolute(arguments.output);
  if (!is_plain_for_slurm(directory))
    throw UsageError(
        "-o: Slurm gives a meaning to %, \\ and quotes in the names of files; found '" +
        directory.string() + "'");
  bool ok = true;
  const std::uint64_t most = most_tasks(output_of("scontrol show config 2>/dev/null", ok));
  if (!arguments.shards) {
    const int nodes = arguments.nodes.value_or(kUsualNodes);
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(nodes) * kTasksPerNode, 1,
                                     std::min(most, std::max<std::uint64_t>(1, blocks)));
  }
  const auto asked = static_cast<std::uint64_t>(*arguments.shards);
  if (asked > most)
    throw UsageError("--shards: this cluster takes arrays of " + std::to_string(most) +
                     " tasks at most (MaxArraySize), found " + std::to_string(asked));
  return asked;
}

int hand_to_slurm(const SweepArguments& arguments, const Manifest& manifest,
                  const std::string& shards, std::uint64_t count) {
  if (shards.empty()) {
    print("Nothing is missing: chokepoint merge " + shell_word(arguments.output) + "\n");
    return exit_ok;
  }
  const SlurmJob job = job_of(arguments, manifest, shards, count);
  std::error_code error;
  fs::create_directories(job.folder(), error);
  write_script(job.array_file(), array_script(job));
  write_script(job.merge_file(), merge_script(job));
  if (!arguments.submit) {
    print("job=$(" + submit_array_command(job) + ")\n" +
          submit_merge_command(job, "\"${job%%;*}\"") + "\n");
    return exit_ok;
  }
  const std::string array = submit(submit_array_command(job));
  const std::string merge = submit(submit_merge_command(job, array));
  print("array " + array + ", shards " + shards + " of " + std::to_string(count) + "; merge " +
        merge + "\n");
  return exit_ok;
}

}  // namespace chokepoint::tools
