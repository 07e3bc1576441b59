#include "sim/bottleneck/gate_queues.hpp"

#include <algorithm>

namespace chokepoint {

namespace {

/// Customers order once a month: that nobody waits between two orders is no end of a shortage.
constexpr Tick kPause = 31 * kDay;

/// So many jobs ahead their memory is asked for: it lies far apart.
constexpr std::size_t kAhead = 8;

/// The job that kept that one waiting; nullptr when it began as soon as it was there.
const Enabler* waited_for(const Trace& trace, EventId service) {
  for (const Enabler& enabler : trace.enablers(service)) {
    if (enabler.how() == EnablerClass::gate && enabler.slack() <= trace.tolerance())
      return &enabler;
  }
  return nullptr;
}

}  // namespace

GateQueues::GateQueues(const Trace& trace) : trace_(trace), queues_(trace.gates().size()) {}

void GateQueues::read(GateId gate, std::vector<Stretch>& stretches) const {
  const auto services = trace_.services(gate);
  for (std::size_t i = 0; i < services.size(); ++i) {
    if (i + 2 * kAhead < services.size()) {
      trace_.fetch_event(services[i + 2 * kAhead]);
      trace_.fetch(services[i + kAhead]);
    }
    const EventId service = services[i];
    const Enabler* const before = waited_for(trace_, service);
    if (before == nullptr)
      continue;
    const Event& event = trace_.event(service);
    const Tick from = trace_.event(before->event).start;
    if (!stretches.empty() && from <= stretches.back().to) {
      stretches.back().to = std::max<Tick>(stretches.back().to, event.end);
    } else {
      stretches.push_back({from, event.end});
    }
  }
}

const std::vector<GateQueues::Stretch>& GateQueues::stretches(GateId gate) const {
  Queue& queue = queues_[gate];
  if (!queue.read) {
    read(gate, queue.stretches);
    queue.read = true;
  }
  return queue.stretches;
}

Tick GateQueues::busy_since(GateId gate, Tick cause) const {
  const std::vector<Stretch>& all = stretches(gate);
  auto next = std::partition_point(
      all.begin(), all.end(), [cause](const Stretch& stretch) { return stretch.from <= cause; });
  Tick since = cause;
  for (; next != all.begin() && std::prev(next)->to + kPause >= since; --next)
    since = std::prev(next)->from;
  return since;
}

}  // namespace chokepoint
