#include "sim/bottleneck/past_outages.hpp"

#include <cstddef>

namespace chokepoint {

PastOutages::PastOutages(const Trace& trace) {
  if (!trace.has(EventKind::outage))
    return;
  for (std::size_t id = 0; id < trace.size(); ++id) {
    const Event& event = trace.event(static_cast<EventId>(id));
    if (event.kind == EventKind::outage && event.end > event.start)
      outages_.push_back(
          {event.constraint, event.start, event.end, trace.constraints()[event.constraint].aside});
  }
}

std::optional<OpenActivity> PastOutages::standing_at(Tick tick, bool over) const {
  std::optional<OpenActivity> longest;
  for (const Span& outage : outages_) {
    if (over && outage.aside)
      continue;
    if (outage.from < tick && outage.to >= tick && (!longest || outage.from < longest->since))
      longest = OpenActivity{outage.constraint, outage.from, EventKind::outage, false};
  }
  return longest;
}

}  // namespace chokepoint
