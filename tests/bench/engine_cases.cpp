#include <cmath>
#include <cstdint>

#include "tests/bench/cases.hpp"
#include "tests/bench/phold.hpp"

namespace chokepoint::bench {
namespace {

struct EngineCase {
  const char* name;
  const char* meaning;
  Measurement (*run)(const Load&);
  std::uint32_t actors;
  const EngineCase* reference = nullptr;  ///< runs right after it, for the ratio of their costs
};

constexpr EngineCase kBareLoop = {"engine/bare_loop", "priority_queue loop, no actors", bare_loop,
                                  100};
constexpr EngineCase kFewActors = {"engine/waiting_100", "100 waiting actors", waiting_actors, 100,
                                   &kBareLoop};
constexpr EngineCase kCases[] = {
    kBareLoop,
    kFewActors,
    {"engine/deadline_100", "100 waiting actors, each with a deadline",
     waiting_actors_with_deadline, 100},
    {"engine/docks_100", "100 docks, nobody wakes", docks, 100},
    {"engine/calendar", "calendar items only", callbacks, 100, &kBareLoop},
    {"engine/waiting_1000", "1,000 waiting actors", waiting_actors, 1'000, &kFewActors},
    {"engine/waiting_5000", "5,000 waiting actors", waiting_actors, 5'000, &kFewActors},
    {"engine/waiting_10000", "10,000 waiting actors", waiting_actors, 10'000, &kFewActors},
};

/// A counter is a double: as many bits of the checksum as it holds exactly.
double short_checksum(const Measurement& measured) {
  return static_cast<double>(measured.checksum >> 12);
}

double nanoseconds(const Medians& medians, const std::string& name) {
  return medians.counter(name, "ns_per_event");
}

}  // namespace

double bare_nanoseconds(const Medians& medians) {
  return nanoseconds(medians, "engine/bare_loop");
}

void add_engine_cases() {
  for (const EngineCase& c : kCases) {
    add_case(c.name, [&c](benchmark::State& state) {
      const auto run = [](const EngineCase& which) { return which.run({.actors = which.actors}); };
      const Measurement measured = run(c);
      if (c.reference != nullptr)
        state.counters["over_reference"] =
            measured.nanoseconds_each() / run(*c.reference).nanoseconds_each();
      state.counters["ns_per_event"] = measured.nanoseconds_each();
      state.counters["checksum"] = short_checksum(measured);
      return measured.seconds;
    });
  }
}

void judge_engine(const Medians& medians, Verdicts& verdicts) {
  verdicts.heading("Engine: 1,000 messages in transit, lead times of 1 to 99 days, per event");
  for (const EngineCase& c : kCases)
    verdicts.figure(c.meaning, nanoseconds(medians, c.name), "ns");
  const auto over_reference = [&](const char* name) {
    return medians.counter(name, "over_reference");
  };
  verdicts.at_least("speed of 100 waiting actors over the bare loop",
                    1 / over_reference("engine/waiting_100"), 0.10);
  verdicts.at_least("speed of calendar items over the bare loop",
                    1 / over_reference("engine/calendar"), 0.50);
  verdicts.at_most("cost of an event with 1,000 actors over 100",
                   over_reference("engine/waiting_1000"), 2.5);
  verdicts.figure("cost of an event with 5,000 actors over 100",
                  over_reference("engine/waiting_5000"));
  verdicts.figure("cost of an event with 10,000 actors over 100",
                  over_reference("engine/waiting_10000"));
  const double expected = medians.counter("engine/bare_loop", "checksum");
  bool measured = true;
  bool same = true;
  for (const char* name : {"engine/waiting_100", "engine/docks_100", "engine/calendar"}) {
    const double found = medians.counter(name, "checksum");
    measured &= !std::isnan(found) && !std::isnan(expected);
    same &= found == expected;
  }
  if (measured)
    verdicts.holds("all ways to run the load deliver the same", same);
}

}  // namespace chokepoint::bench
