#pragma once

#include <cstdint>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// Picks, at each event of one walk, the condition that is followed. Where several were met last
/// at the same time, the walk prefers one class throughout: a series of equal gates is then given
/// to one of them on each walk, and to all of them over many walks. Demand that was met at the same
/// time as something else is never followed: it was not all that was short.
class TieBreaker {
 public:
  explicit TieBreaker(std::uint64_t seed) : seed_(seed) {}

  /// The critical enabler of that event; nullptr when it has none.
  [[nodiscard]] const Enabler* pick(const Trace& trace, EventId event) const {
    const Enabler* best = nullptr;
    for (const Enabler& enabler : trace.enablers(event)) {
      if (enabler.slack() <= trace.tolerance() &&
          (best == nullptr || before(trace, enabler, *best)))
        best = &enabler;
    }
    return best;
  }

 private:
  /// Whether the first is followed rather than the other.
  [[nodiscard]] bool before(const Trace& trace, const Enabler& one, const Enabler& other) const;
  [[nodiscard]] std::uint64_t rank(const Enabler& enabler) const;

  std::uint64_t seed_;
};

/// The condition by which a chain that is told as one story goes on; nullptr at its end. Of a
/// pool's sources the one that delivered last: without it there would have been nothing to take
/// yet, and over many chains each is told of as often as it delivers.
[[nodiscard]] const Enabler* told_enabler(const Trace& trace, const TieBreaker& ties, EventId id);

/// How long an outage held up a job that waited for its end: not before the last of the job's other
/// conditions was met, without which it could not have begun.
struct OutageHold {
  Tick from = 0;                    ///< when that was; 0 when it had no other
  EventId condition = kWorldStart;  ///< that one
};
/// Of an event that began when that outage had ended.
[[nodiscard]] OutageHold outage_hold(const Trace& trace, EventId event, const Enabler& outage);

/// A well-mixed function of two numbers (SplitMix64's finaliser).
[[nodiscard]] std::uint64_t mix(std::uint64_t a, std::uint64_t b);

/// True when a path that ends in such an event ends in that one's own doing: otherwise it was under
/// way when the world began.
[[nodiscard]] inline bool is_chosen(EventKind kind) {
  return kind == EventKind::order || kind == EventKind::plan || kind == EventKind::outage;
}

/// What an event adds to the work on a path that goes on through `by`, in the sink's unit.
/// A job that followed another on its gate counts; one that waited for its material only passes.
[[nodiscard]] double counted_work(const Trace& trace, const Event& event, const Enabler* by);

/// True when the event's service decided the pace on a path that goes on through `by`.
[[nodiscard]] inline bool paced_by_gate(const Trace& trace, const Enabler* by) {
  if (by == nullptr || by->event == kWorldStart)
    return true;
  if (by->how() == EnablerClass::gate || by->how() == EnablerClass::outage)
    return true;
  const Event& before = trace.event(by->event);
  return before.kind == EventKind::stock && before.end == 0;
}

/// True when the time an event took is its own, and not that of something it only passed on (a
/// lead, or a service that had waited for its material).
[[nodiscard]] inline bool holds_time(const Trace& trace, const Event& event, const Enabler* by) {
  return event.kind == EventKind::service ? paced_by_gate(trace, by) : is_chosen(event.kind);
}

}  // namespace chokepoint
