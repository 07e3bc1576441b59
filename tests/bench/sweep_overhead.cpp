/// sweep_overhead SCENARIO PAIRS: what a run in a sweep costs beside the run itself; prints JSON.
///
/// A worker of a sweep draws the numbers of a world from the scenario that is there, builds the
/// world, runs it, answers, and packs what is kept. The run itself is building, running and
/// answering. The same world is made both ways right after each other, in turns first, and the
/// median of the ratios of processor times counts.

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>

#include "models/answer.hpp"
#include "models/study_worlds.hpp"
#include "models/world.hpp"
#include "sim/base/log.hpp"
#include "tests/bench/cases.hpp"
#include "tests/bench/phold.hpp"

namespace chokepoint::bench {
namespace {

/// Replications of the scenario, as scenarios/studies/replications.yaml has them.
class OverheadOfSweep {
 public:
  explicit OverheadOfSweep(const std::string& scenario) : study_(study_of(scenario)) {
    worlds_.prepare(single_point());
  }

  /// Processor time of a run as a worker makes it.
  double in_sweep(std::uint64_t replication) {
    const double start = cpu_seconds();
    benchmark::DoNotOptimize(packed(worlds_.run({}, RunId{1}, replication)));
    return cpu_seconds() - start;
  }

  /// Processor time of building, running and answering the same world.
  double alone(std::uint64_t replication) {
    Diagnostics diagnostics;
    const Scenario scenario = read_scenario(
        document_, registry_,
        {.seed = study_.seed, .replication = replication, .only_for_world = true}, diagnostics);
    const double start = cpu_seconds();
    {
      models::World world(scenario, {.record = true});
      world.run();
      benchmark::DoNotOptimize(models::answer({.scenario = scenario,
                                               .sha256 = document_.sha256(),
                                               .trace = world.trace(),
                                               .market = &world.market(),
                                               .adds_up = world.adds_up()}));
    }
    return cpu_seconds() - start;
  }

 private:
  static Study study_of(const std::string& scenario) {
    Study study;
    study.name = "overhead";
    study.file = "overhead.yaml";
    study.base = scenario;
    study.keep_series = {"demand", "online", "unmet"};
    return study;
  }
  static Document document_of(const std::string& scenario) {
    Diagnostics diagnostics;
    Document document = load_document({.files = {scenario}, .sets = {}}, diagnostics);
    diagnostics.throw_if_any();
    return document;
  }

  Study study_;
  models::StudyWorlds worlds_{study_};
  Registry registry_ = models::world_registry();
  Document document_ = document_of(study_.base);
};

int measure(const std::string& scenario, int pairs) {
  log::set_level(log::Level::error);
  OverheadOfSweep overhead(std::filesystem::absolute(scenario).string());
  std::vector<double> in_sweep;
  std::vector<double> alone;
  // Each turn takes one world in one way and then in the other.
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  const double ratio = median_of_pairs(
      pairs, [&] { return in_sweep.emplace_back(overhead.in_sweep(first++)); },
      [&] { return alone.emplace_back(overhead.alone(second++)); });
  std::printf("{\"world_ms\": %.3f, \"sweep_ms\": %.3f, \"overhead\": %.4f}\n",
              1e3 * median(std::move(alone)), 1e3 * median(std::move(in_sweep)), ratio - 1);
  return 0;
}

}  // namespace
}  // namespace chokepoint::bench

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: sweep_overhead SCENARIO PAIRS\n");
    return 2;
  }
  try {
    return chokepoint::bench::measure(argv[1], std::max(2, std::atoi(argv[2])));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sweep_overhead: %s\n", error.what());
    return 1;
  }
}
