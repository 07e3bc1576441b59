#pragma once

#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/medians.hpp"
#include "tests/bench/verdicts.hpp"

namespace chokepoint::bench {

/// Registers a case. `repetition(state)` returns the seconds it took; it may set counters on the
/// state.
template <typename Function>
void add_case(const std::string& name, Function repetition) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [repetition](benchmark::State& state) {
                                 for (auto _ : state) {
                                   try {
                                     state.SetIterationTime(repetition(state));
                                   } catch (const std::exception& error) {
                                     state.SkipWithError(error.what());
                                     break;
                                   }
                                 }
                               })
      ->UseManualTime()
      ->Iterations(1);
}

/// The median over some pairs of what `one` gives in parts of what `other` gives. The two run right
/// after each other, in turns first: what slows a machine for longer than that slows both.
template <typename One, typename Other>
double median_of_pairs(int pairs, One one, Other other) {
  std::vector<double> ratios;
  for (int i = 0; i < pairs; ++i) {
    const bool other_first = i % 2 != 0;
    double base = other_first ? other() : 0;
    const double seconds = one();
    if (!other_first)
      base = other();
    ratios.push_back(seconds / base);
  }
  return median(std::move(ratios));
}

/// The engine alone, against a bare loop around a priority queue.
void add_engine_cases();
void judge_engine(const Medians& medians, Verdicts& verdicts);

/// Loading a scenario, running it and answering, in this process.
void add_world_cases(const std::string& scenario);
void judge_world(const Medians& medians, Verdicts& verdicts);

/// A run of the scenario that has everything of the world, and its memory as a process.
void add_full_world_cases(const std::string& scenario);
void add_full_world_process(const std::string& scenario);
void judge_full_world(const Medians& medians, Verdicts& verdicts);

/// The linear programme of a scenario, solved from nothing and again.
void add_bound_cases(const std::string& scenario);
void judge_bound(const Medians& medians, Verdicts& verdicts);

/// The program as a process: its start and its memory.
void add_process_cases(const std::string& scenario);
void judge_process(const Medians& medians, Verdicts& verdicts);

/// Nanoseconds per event of the bare loop: what everything is compared with.
[[nodiscard]] double bare_nanoseconds(const Medians& medians);

}  // namespace chokepoint::bench
