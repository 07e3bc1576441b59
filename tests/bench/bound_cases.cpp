#include <algorithm>
#include <limits>
#include <memory>
#include <vector>

#include "models/bound.hpp"
#include "sim/bound/solver.hpp"
#include "sim/bound/storage.hpp"
#include "tests/bench/cases.hpp"
#include "tests/bench/phold.hpp"
#include "tools/commands/load.hpp"

namespace chokepoint::bench {
namespace {

/// The scenario as a linear programme with everybody free to decide from the start.
struct StatedScenario {
  explicit StatedScenario(const std::string& path) {
    SampleOptions sampling;
    sampling.deterministic = true;
    tools::ScenarioArguments arguments;
    arguments.files = {path};
    loaded = std::make_unique<tools::LoadedScenario>(tools::load_scenario(arguments, sampling));
    const Scenario& scenario = loaded->scenario;
    ProcessModel model(scenario.timeline, scenario.horizon);
    models::World world(scenario);
    models::state_and_run(world, model);
    programme = write_programme(model, 0, rooms_for(model, usual_storage_months(model)));
  }
  std::unique_ptr<tools::LoadedScenario> loaded;
  LinearProgramme programme;
};

const StatedScenario& stated(const std::string& path) {
  static const StatedScenario scenario(path);
  return scenario;
}

double time_cold(benchmark::State& state, const std::string& path) {
  const LinearProgramme& programme = stated(path).programme;
  const double start = cpu_seconds();
  Solver solver(programme);
  benchmark::DoNotOptimize(solver.solve().value);
  const double seconds = cpu_seconds() - start;
  state.counters["rows"] = programme.rows();
  state.counters["columns"] = programme.columns();
  return seconds;
}

/// Of the quickest of three: all take about as many steps, and other processes that run beside them
/// make them longer.
template <typename Solution>
double timed(Solution solution) {
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < 3; ++i) {
    const double start = cpu_seconds();
    benchmark::DoNotOptimize(solution().value);
    least = std::min(least, cpu_seconds() - start);
  }
  return least;
}

/// Seconds of all solutions with two per cent more or less of an endowment for which the plan does
/// not stay a best one anyway, or of a need that the plan pays for.
std::vector<double> warm_times(const LinearProgramme& programme) {
  Solver solver(programme);
  const double value = solver.solve().value;
  const std::vector<Need> needs = needs_of(programme);
  const std::vector<double> paid = solver.paid(needs);
  std::vector<double> times;
  for (const double factor : {1.02, 0.98}) {
    for (std::size_t e = 0; e < programme.endowments.size(); ++e) {
      if (!solver.is_idle(e, 1.02) && !solver.stays_best(e, factor))
        times.push_back(timed([&] { return solver.solve_with(e, factor); }));
    }
    for (std::size_t i = 0; i < needs.size(); ++i) {
      if (paid[i] >= 0.005 * value)
        times.push_back(timed([&] { return solver.solve_with(needs[i], factor); }));
    }
  }
  return times;
}

/// The median; counters say how long the others take.
double time_warm(benchmark::State& state, const std::string& path) {
  std::vector<double> times = warm_times(stated(path).programme);
  if (times.empty())
    return 0;
  std::sort(times.begin(), times.end());
  state.counters["solutions"] = static_cast<double>(times.size());
  state.counters["nine_in_ten"] = times[times.size() * 9 / 10];
  state.counters["longest"] = times.back();
  return times[times.size() / 2];
}

}  // namespace

void add_bound_cases(const std::string& scenario) {
  add_case("bound/cold",
           [scenario](benchmark::State& state) { return time_cold(state, scenario); });
  add_case("bound/warm",
           [scenario](benchmark::State& state) { return time_warm(state, scenario); });
}

void judge_bound(const Medians& medians, Verdicts& verdicts) {
  verdicts.heading("The bound of perfect foresight");
  verdicts.figure("rows", medians.counter("bound/cold", "rows"), "");
  verdicts.figure("columns", medians.counter("bound/cold", "columns"), "");
  verdicts.at_most("cold solution", medians.seconds("bound/cold"), 1, "s");
  verdicts.at_most("warm re-solution, the median", medians.seconds("bound/warm"), 0.1, "s");
  verdicts.at_most("warm re-solution, nine in ten", medians.counter("bound/warm", "nine_in_ten"),
                   0.1, "s");
  verdicts.at_most("warm re-solution, the longest", medians.counter("bound/warm", "longest"), 0.1,
                   "s");
  verdicts.at_most("peak memory of chokepoint bound",
                   medians.counter("process/bound", "peak_kib") / 1024, 256, "MiB");
}

}  // namespace chokepoint::bench
