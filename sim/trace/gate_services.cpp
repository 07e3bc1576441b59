#include "sim/trace/gate_services.hpp"

namespace chokepoint {

GateServices::GateServices(const Trace& trace) : first_(trace.gates().size() + 1) {
  for (std::size_t gate = 1; gate < first_.size() - 1; ++gate)
    first_[gate + 1] = first_[gate] + trace.served(static_cast<GateId>(gate));
  services_.resize(first_.back());
  std::vector<std::size_t> next(first_);
  const auto servers = trace.servers();
  for (std::size_t id = 0; id < servers.size(); ++id) {
    if (servers[id] != kNoGate)
      services_[next[servers[id]]++] = static_cast<EventId>(id);
  }
}

}  // namespace chokepoint
