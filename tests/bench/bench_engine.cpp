/// Times the engine and holds it to its limits: bench_engine [repetitions].
///
/// Every figure is a median of CPU times. The ways to run the load take turns within one process,
/// so that a busy machine slows all of them alike and their ratios stay what they are.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "tests/bench/phold.hpp"

namespace chokepoint::bench {
namespace {

struct Case {
  std::string name;
  std::function<Measurement()> run;
  std::vector<double> nanoseconds{};
  std::uint64_t checksum = 0;

  [[nodiscard]] double median() const {
    std::vector<double> sorted = nanoseconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
  }
};

void run_in_turns(std::vector<Case>& cases, int repetitions) {
  for (int turn = 0; turn < repetitions; ++turn) {
    for (Case& c : cases) {
      const Measurement measured = c.run();
      c.nanoseconds.push_back(measured.nanoseconds_each());
      c.checksum = measured.checksum;
    }
  }
}

bool hold(const char* rule, double found, double limit, bool at_least) {
  const bool holds = at_least ? found >= limit : found <= limit;
  std::printf("%s  %-58s %6.2f (limit %s %.2f)\n", holds ? "PASS" : "FAIL", rule, found,
              at_least ? ">=" : "<=", limit);
  return holds;
}

int run(int repetitions) {
  const Load small{};
  const auto with_actors = [](std::uint32_t actors) { return Load{.actors = actors}; };
  std::vector<Case> cases = {
      {"priority_queue loop, no actors", [&] { return bare_loop(small); }},
      {"100 waiting actors", [&] { return waiting_actors(small); }},
      {"100 waiting actors, each with a deadline",
       [&] { return waiting_actors_with_deadline(small); }},
      {"100 docks, nobody wakes", [&] { return docks(small); }},
      {"calendar items only", [&] { return callbacks(small); }},
      {"1,000 waiting actors", [&] { return waiting_actors(with_actors(1000)); }},
      {"5,000 waiting actors", [&] { return waiting_actors(with_actors(5000)); }},
      {"10,000 waiting actors", [&] { return waiting_actors(with_actors(10000)); }},
  };
  run_in_turns(cases, repetitions);

  std::printf("1,000 messages in transit, lead times of 1 to 99 days; median of %d\n\n",
              repetitions);
  std::printf("%-44s %10s %12s\n", "", "ns/event", "events/s");
  for (const Case& c : cases) {
    std::printf("%-44s %10.0f %11.2fM\n", c.name.c_str(), c.median(), 1e3 / c.median());
  }
  std::printf("\n");
  const double bare = cases[0].median();
  bool ok =
      hold("speed of 100 waiting actors over the bare loop", bare / cases[1].median(), 0.10, true);
  ok &= hold("speed of calendar items over the bare loop", bare / cases[4].median(), 0.50, true);
  ok &= hold("cost per event of 1,000 actors over 100", cases[5].median() / cases[1].median(), 2.5,
             false);
  const bool same = cases[0].checksum == cases[1].checksum &&
                    cases[0].checksum == cases[3].checksum &&
                    cases[0].checksum == cases[4].checksum;
  std::printf("%s  all ways to run the load deliver the same\n", same ? "PASS" : "FAIL");
  return ok && same ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace chokepoint::bench

int main(int argc, char** argv) {
  const int repetitions = argc > 1 ? std::atoi(argv[1]) : 7;
  if (repetitions < 1) {
    std::fprintf(stderr, "usage: bench_engine [repetitions]\n");
    return 2;
  }
  return chokepoint::bench::run(repetitions);
}
