/// bench [SCENARIO] [--benchmark_...]: times the engine, a whole run and the program, and holds
/// them to their limits. Exit code 1 when one is missed.
///
/// Every figure is a median; times are CPU times unless said otherwise. The repetitions of all
/// cases take turns in random order, so that a busy machine slows all of them alike. A ratio with a
/// limit is found for two runs that follow each other, and the median of many such ratios counts:
/// what slows the machine for a while is then no part of it. All flags of Google Benchmark work;
/// with --benchmark_filter only the figures of the chosen cases are found, and only their limits
/// count.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/log.hpp"
#include "sim/base/process_memory.hpp"
#include "tests/bench/cases.hpp"

namespace chokepoint::bench {
namespace {

/// What the user typed, after our own defaults: of a flag given twice the last counts.
std::vector<char*> with_defaults(int argc, char** argv) {
  static char repetitions[] = "--benchmark_repetitions=11";
  static char interleaving[] = "--benchmark_enable_random_interleaving=true";
  std::vector<char*> all{argv[0], repetitions, interleaving};
  all.insert(all.end(), argv + 1, argv + argc);
  all.push_back(nullptr);
  return all;
}

/// Whether only some cases were asked for.
bool is_filtered(int argc, char** argv) {
  return std::any_of(argv, argv + argc, [](const char* word) {
    return std::string_view(word).starts_with("--benchmark_filter");
  });
}

int run(int argc, char** argv) {
  const bool filtered = is_filtered(argc, argv);
  std::vector<char*> arguments = with_defaults(argc, argv);
  int count = static_cast<int>(arguments.size()) - 1;
  benchmark::Initialize(&count, arguments.data());
  if (count > 2) {
    std::fprintf(stderr, "usage: bench [SCENARIO] [--benchmark_...]\n");
    return 2;
  }
  const std::string scenario =
      std::filesystem::absolute(count == 2 ? arguments[1] : CHOKEPOINT_BASELINE).string();
  log::set_level(log::Level::error);  // a scenario's warnings would come once a repetition
  add_engine_cases();
  add_world_cases(scenario);
  add_bound_cases(scenario);
  add_process_cases(scenario);
  add_full_world_cases(CHOKEPOINT_FULL_WORLD);
  add_full_world_process(CHOKEPOINT_FULL_WORLD);

  Medians medians;
  benchmark::RunSpecifiedBenchmarks(&medians);
  benchmark::Shutdown();

  Verdicts verdicts;
  judge_engine(medians, verdicts);
  judge_world(medians, verdicts);
  judge_bound(medians, verdicts);
  judge_process(medians, verdicts);
  judge_full_world(medians, verdicts);
  verdicts.print();
  for (const std::string& error : medians.errors())
    std::fprintf(stderr, "bench: %s\n", error.c_str());
  const bool complete = filtered || verdicts.not_measured() == 0;
  return verdicts.failed() == 0 && medians.errors().empty() && complete ? 0 : 1;
}

}  // namespace
}  // namespace chokepoint::bench

int main(int argc, char** argv) {
  chokepoint::prepare_memory();  // as the program does
  try {
    return chokepoint::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench: %s\n", error.what());
    return 1;
  }
}
