#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "tests/bench/cases.hpp"

namespace chokepoint::bench {
namespace {

struct ProcessFigures {
  double wall_seconds = 0;
  double peak_kib = 0;
};

/// Starts a program with its output going into a pipe; the pipe's reading end.
int spawn_into_pipe(const std::vector<std::string>& words, pid_t& pid) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : words)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int error = ::posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (error != 0) {
    ::close(ends[0]);
    throw std::runtime_error("cannot start " + words[0]);
  }
  return ends[0];
}

/// Runs the chokepoint program by way of `measure_process`.
ProcessFigures measure(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{CHOKEPOINT_MEASURE, CHOKEPOINT_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  pid_t pid = 0;
  const int output = spawn_into_pipe(words, pid);
  std::string text;
  char buffer[256];
  for (ssize_t got = 0; (got = ::read(output, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  ::close(output);
  int status = 0;
  ::waitpid(pid, &status, 0);
  ProcessFigures figures;
  if (status != 0 ||
      std::sscanf(text.c_str(), "%lf %lf", &figures.wall_seconds, &figures.peak_kib) != 2) {
    throw std::runtime_error("chokepoint " + arguments[0] + " failed");
  }
  return figures;
}

/// Where the runs that are measured keep their files; gone when the program ends.
class ResultsHome {
 public:
  ResultsHome() {
    std::string name =
        (std::filesystem::temp_directory_path() / "chokepoint-bench.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw std::runtime_error("no temporary directory");
    path_ = name;
  }
  ~ResultsHome() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ResultsHome(const ResultsHome&) = delete;
  ResultsHome& operator=(const ResultsHome&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void add_process_case(const std::string& name, const std::vector<std::string>& arguments) {
  add_case(name, [arguments](benchmark::State& state) {
    const ProcessFigures figures = measure(arguments);
    state.counters["peak_kib"] = figures.peak_kib;
    return figures.wall_seconds;
  });
}

}  // namespace

void add_process_cases(const std::string& scenario) {
  add_process_case("process/version", {"--version"});
  add_process_case("process/run", {"run", scenario});
  static const ResultsHome results;
  add_process_case("process/run_kept", {"run", scenario, "-o", results.path(), "--overwrite"});
  add_process_case("process/bound", {"bound", scenario, "--deterministic"});
}

void add_full_world_process(const std::string& scenario) {
  add_process_case("full_world/process", {"run", scenario});
}

void judge_process(const Medians& medians, Verdicts& verdicts) {
  const double idle = medians.counter("process/version", "peak_kib") / 1024;
  const double peak = medians.counter("process/run", "peak_kib") / 1024;
  const double kept = medians.counter("process/run_kept", "peak_kib") / 1024;
  verdicts.heading("The program as a process (wall time)");
  verdicts.at_most("chokepoint --version", 1e3 * medians.seconds("process/version"), 60, "ms");
  verdicts.figure("chokepoint run", 1e3 * medians.seconds("process/run"), "ms");
  verdicts.figure("peak memory of --version", idle, "MiB");
  verdicts.figure("peak memory of run", peak, "MiB");
  verdicts.at_most("peak memory of run above --version", peak - idle, 32, "MiB");
  verdicts.figure("peak memory of run -o", kept, "MiB");
  verdicts.at_most("peak memory of run -o above --version", kept - idle, 32, "MiB");
}

}  // namespace chokepoint::bench
