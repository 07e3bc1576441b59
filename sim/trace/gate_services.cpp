#include "sim/trace/gate_services.hpp"

namespace chokepoint {

GateServices::GateServices(const Trace& trace) : first_(trace.gates().size() + 1) {
  // Counted first, so that each gate's place is known before its services are put there.
  for (std::size_t id = 0; id < trace.size(); ++id) {
    const GateId gate = trace.event(static_cast<EventId>(id)).gate;
    if (gate != kNoGate)
      ++first_[gate + 1U];
  }
  for (std::size_t gate = 1; gate < first_.size(); ++gate)
    first_[gate] += first_[gate - 1];
  services_.resize(first_.back());
  std::vector<std::size_t> next(first_);
  for (std::size_t id = 0; id < trace.size(); ++id) {
    const GateId gate = trace.event(static_cast<EventId>(id)).gate;
    if (gate != kNoGate)
      services_[next[gate]++] = static_cast<EventId>(id);
  }
}

}  // namespace chokepoint
