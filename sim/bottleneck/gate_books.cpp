#include "sim/bottleneck/gate_books.hpp"

#include <algorithm>

namespace chokepoint {

GateBooks::GateBooks(const Trace& trace)
    : trace_(trace),
      gates_(trace.gates().size()),
      served_(trace.size()),
      next_(trace.size()),
      subject_(trace.size()) {
  for (std::size_t id = 1; id < trace.size(); ++id) {
    const Event& event = trace.event(static_cast<EventId>(id));
    if (event.kind != EventKind::service || event.gate == kNoGate)
      continue;
    Gate& gate = gates_[event.gate];
    gate.parallel = gate.parallel || event.start < gate.until;
    gate.until = event.end;
    gate.largest = std::max(gate.largest, event.sink);
    served_[id] = event.sink + (gate.last == kWorldStart ? 0.0 : served_[gate.last]);
    (gate.last == kWorldStart ? gate.first : next_[gate.last]) = static_cast<EventId>(id);
    gate.last = static_cast<EventId>(id);
  }
  for (const Note& note : trace.notes()) {
    if (subject_[note.event] == 0)
      subject_[note.event] = note.subject;
  }
}

EventId GateBooks::end_of_job(EventId service) const {
  while (subject_[service] == 0 && next_[service] != kWorldStart)
    service = next_[service];
  return service;
}

template <class See>
void GateBooks::walk_jobs(EventId from, See see) const {
  double sink = 0;
  EventId first = from;
  for (EventId id = from; id != kWorldStart; id = next_[id]) {
    sink += trace_.event(id).sink;
    if (subject_[id] == 0)
      continue;
    see(subject_[id], sink, first);
    sink = 0;
    first = next_[id];
  }
}

bool GateBooks::waited_for_material(EventId service, Tick since) const {
  const Tick start = trace_.event(service).start;
  const auto enablers = trace_.enablers(service);
  return std::any_of(enablers.begin(), enablers.end(), [&](const Enabler& enabler) {
    return enabler.how() == EnablerClass::material && start - enabler.slack() > since;
  });
}

std::uint32_t GateBooks::subject(EventId service) const {
  return subject_[end_of_job(service)];
}

double GateBooks::overtaken_by(EventId service) const {
  const EventId end = end_of_job(service);
  const Tick begun = trace_.event(service).start;
  double sum = 0;
  walk_jobs(next_[end], [&](std::uint32_t subject, double sink, EventId first) {
    if (subject < subject_[end] && !waited_for_material(first, begun))
      sum += sink;
  });
  return sum;
}

double GateBooks::worth(EventId service) const {
  const std::uint32_t wanted = subject(service);
  double sum = 0;
  walk_jobs(gates_[trace_.event(service).gate].first,
            [&](std::uint32_t subject, double sink, EventId) { sum += subject == wanted ? sink : 0.0; });
  return sum;
}

}  // namespace chokepoint
