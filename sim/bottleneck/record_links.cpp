#include "sim/bottleneck/record_links.hpp"

namespace chokepoint {

namespace {

void broken(const Trace& trace, EventId id, const char* what, std::size_t count,
            RecordLinks& links) {
  if (links.broken == 0)
    links.first = "activity " + std::to_string(id) + " of '" +
                  trace.name(trace.event(id).constraint) + "' " + what;
  links.broken += count;
}

}  // namespace

RecordLinks record_links(const Trace& trace) {
  RecordLinks links;
  for (const GateJobs& gate : trace.jobs()) {
    links.checked += gate.services().size();
    if (gate.strange() > 0)
      broken(trace, gate.first_strange(), "names a job of another gate as the one before it",
             gate.strange(), links);
    if (gate.skipping() > 0 && !gate.is_parallel())
      broken(trace, gate.first_skipping(), "does not name the job before it on its gate",
             gate.skipping(), links);
  }
  for (const SinkLot& lot : trace.sink_lots()) {
    ++links.checked;
    if (trace.event(lot.event).end != lot.tick)
      broken(trace, lot.event, "ended at another time than its lot came", 1, links);
  }
  return links;
}

}  // namespace chokepoint
