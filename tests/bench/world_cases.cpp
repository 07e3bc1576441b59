#include <filesystem>
#include <map>
#include <memory>

#include "models/answer.hpp"
#include "models/world.hpp"
#include "sim/record/headline.hpp"
#include "sim/record/tables.hpp"
#include "tests/bench/cases.hpp"
#include "tests/bench/phold.hpp"
#include "tools/commands/load.hpp"

namespace chokepoint::bench {
namespace {

/// CPU time since its making, in seconds.
class CpuWatch {
 public:
  [[nodiscard]] double seconds() const { return cpu_seconds() - start_; }

 private:
  double start_ = cpu_seconds();
};

std::unique_ptr<tools::LoadedScenario> load(const std::string& path) {
  SampleOptions sampling;
  sampling.deterministic = true;
  tools::ScenarioArguments arguments;
  arguments.files = {path};
  return std::make_unique<tools::LoadedScenario>(tools::load_scenario(arguments, sampling));
}

/// A scenario that several cases share, read by the first that needs it.
const tools::LoadedScenario& shared(const std::string& path) {
  static std::map<std::string, std::unique_ptr<tools::LoadedScenario>> loaded;
  std::unique_ptr<tools::LoadedScenario>& scenario = loaded[path];
  if (!scenario)
    scenario = load(path);
  return *scenario;
}

/// Thousands of bytes in all files of a scenario.
double kilobytes(const Document& document) {
  double bytes = 0;
  for (const std::string& file : document.files()) {
    // "--set" and the like are sources of values too, but no files.
    std::error_code none;
    const std::uintmax_t size = std::filesystem::file_size(file, none);
    if (!none)
      bytes += static_cast<double>(size);
  }
  return bytes / 1000;
}

double time_loading(benchmark::State& state, const std::string& path) {
  const CpuWatch watch;
  const auto loaded = load(path);
  const double seconds = watch.seconds();
  state.counters["kB"] = kilobytes(loaded->document);
  return seconds;
}

/// Builds a world, runs it and answers: all that a run is, once its scenario is read.
double time_run(benchmark::State& state, const std::string& path, bool record) {
  const tools::LoadedScenario& loaded = shared(path);
  const CpuWatch watch;
  models::World world(loaded.scenario, {.record = record});
  const double built = watch.seconds();
  world.run();
  const double run = watch.seconds();
  const RunResult result = models::answer({.scenario = loaded.scenario,
                                           .sha256 = loaded.document.sha256(),
                                           .trace = world.trace(),
                                           .market = &world.market()});
  const double answered = watch.seconds();
  state.counters["build_ms"] = 1e3 * built;
  state.counters["run_ms"] = 1e3 * (run - built);
  state.counters["answer_ms"] = 1e3 * (answered - run);
  state.counters["events"] = static_cast<double>(world.simulation().events());
  state.counters["wakeups"] = static_cast<double>(world.simulation().wakeups());
  state.counters["recorded"] = static_cast<double>(world.trace().size());
  return answered;
}

/// What recording and analysis add to a run, in parts of a run without.
double time_overhead(benchmark::State& state, const std::string& path) {
  constexpr int kPairs = 5;
  const CpuWatch watch;
  state.counters["overhead"] = median_of_pairs(
                                   kPairs, [&] { return time_run(state, path, true); },
                                   [&] { return time_run(state, path, false); }) -
                               1;
  return watch.seconds();
}

/// The texts of all result files and the headline, from one answer.
double time_tables(const std::string& path) {
  const tools::LoadedScenario& loaded = shared(path);
  models::World world(loaded.scenario);
  world.run();
  RunResult result = models::answer({.scenario = loaded.scenario,
                                     .sha256 = loaded.document.sha256(),
                                     .trace = world.trace(),
                                     .market = &world.market()});
  const CpuWatch watch;
  result.fingerprint = fingerprint_of(result);
  result.headline = headline_of(result);
  benchmark::DoNotOptimize(summary_json(result).size() + whole(timeseries_csv(result)).size() +
                           bottlenecks_csv(result).size() + whole(orders_csv(result)).size());
  return watch.seconds();
}

}  // namespace

void add_world_cases(const std::string& scenario) {
  add_case("world/load",
           [scenario](benchmark::State& state) { return time_loading(state, scenario); });
  add_case("world/run",
           [scenario](benchmark::State& state) { return time_run(state, scenario, true); });
  add_case("world/plain",
           [scenario](benchmark::State& state) { return time_run(state, scenario, false); });
  add_case("world/overhead",
           [scenario](benchmark::State& state) { return time_overhead(state, scenario); });
  add_case("world/tables", [scenario](benchmark::State&) { return time_tables(scenario); });
}

void add_full_world_cases(const std::string& scenario) {
  add_case("full_world/load",
           [scenario](benchmark::State& state) { return time_loading(state, scenario); });
  add_case("full_world/run",
           [scenario](benchmark::State& state) { return time_run(state, scenario, true); });
}

namespace {

/// What a run did and where its time went.
void tell_run(const Medians& medians, Verdicts& verdicts, const std::string& run) {
  verdicts.figure("events", medians.counter(run, "events"), "");
  verdicts.figure("wake-ups of actors", medians.counter(run, "wakeups"), "");
  verdicts.figure("recorded activities", medians.counter(run, "recorded"), "");
  verdicts.figure("build", medians.counter(run, "build_ms"), "ms");
  verdicts.figure("run", medians.counter(run, "run_ms"), "ms");
  verdicts.figure("answer", medians.counter(run, "answer_ms"), "ms");
}

/// `most`: ms.
void judge_run(const Medians& medians, Verdicts& verdicts, const std::string& run, double most) {
  const double all_in = 1e3 * medians.seconds(run);
  verdicts.at_most("all in", all_in, most, "ms");
  verdicts.at_most("all in, per event", 1e3 * all_in / medians.counter(run, "events"), 1.0, "us");
}

}  // namespace

void judge_full_world(const Medians& medians, Verdicts& verdicts) {
  const double idle = medians.counter("process/version", "peak_kib") / 1024;
  const double peak = medians.counter("full_world/process", "peak_kib") / 1024;
  const double kb = medians.counter("full_world/load", "kB");
  verdicts.heading("The full world");
  tell_run(medians, verdicts, "full_world/run");
  judge_run(medians, verdicts, "full_world/run", 60);
  // A limit of our own: what the baseline may take, and a quarter more for as many more firms.
  verdicts.at_most("peak memory above --version", peak - idle, 40, "MiB");
  verdicts.at_most("loading", 1e3 * medians.seconds("full_world/load"), 10 + 0.3 * kb, "ms");
}

void judge_world(const Medians& medians, Verdicts& verdicts) {
  const double all_in = 1e3 * medians.seconds("world/run");
  const double events = medians.counter("world/run", "events");
  verdicts.heading("A whole run: build, run and answer");
  tell_run(medians, verdicts, "world/run");
  verdicts.figure("run that records nothing", medians.counter("world/plain", "run_ms"), "ms");
  verdicts.figure("its answer", medians.counter("world/plain", "answer_ms"), "ms");
  verdicts.figure("text of the result files, not counted", 1e3 * medians.seconds("world/tables"),
                  "ms");
  judge_run(medians, verdicts, "world/run", 40);
  verdicts.figure("all in, over the bare loop for as many events",
                  1e6 * all_in / (events * bare_nanoseconds(medians)));
  verdicts.at_most("recording and analysis, over a run without",
                   100 * medians.counter("world/overhead", "overhead"), 15, "%");

  const double kb = medians.counter("world/load", "kB");
  verdicts.heading("Loading and checking");
  verdicts.figure("size of the scenario's files", kb, "kB");
  verdicts.at_most("time", 1e3 * medians.seconds("world/load"), 10 + 0.3 * kb, "ms");
}

}  // namespace chokepoint::bench
