#pragma once

#include <exception>
#include <string>

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

/// The engine alone, against a bare loop around a priority queue.
void add_engine_cases();
void judge_engine(const Medians& medians, Verdicts& verdicts);

/// Loading a scenario, running it and answering, in this process.
void add_world_cases(const std::string& scenario);
void judge_world(const Medians& medians, Verdicts& verdicts);

/// The linear programme of a scenario, solved from nothing and again.
void add_bound_cases(const std::string& scenario);
void judge_bound(const Medians& medians, Verdicts& verdicts);

/// The program as a process: its start and its memory.
void add_process_cases(const std::string& scenario);
void judge_process(const Medians& medians, Verdicts& verdicts);

/// Nanoseconds per event of the bare loop: what everything is compared with.
[[nodiscard]] double bare_nanoseconds(const Medians& medians);

}  // namespace chokepoint::bench
