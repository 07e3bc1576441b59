#include "sim/bottleneck/path.hpp"

#include <algorithm>

namespace chokepoint {

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a * 0x9E3779B97F4A7C15ULL + b;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

std::uint64_t TieBreaker::rank(const Enabler& enabler) const {
  const std::uint64_t by_class = mix(seed_, static_cast<std::uint64_t>(enabler.how()));
  const std::uint64_t by_event = mix(by_class, enabler.event);
  return (by_class & ~std::uint64_t{0xFFFFFF}) | (by_event & 0xFFFFFF);
}

bool TieBreaker::before(const Trace& trace, const Enabler& one, const Enabler& other) const {
  const auto is_demand = [&trace](const Enabler& enabler) {
    return enabler.how() == EnablerClass::order &&
           trace.constraints()[trace.event(enabler.event).constraint].nature == Nature::demand;
  };
  if (const bool demand = is_demand(one); demand != is_demand(other))
    return !demand;
  return rank(one) < rank(other);
}

const Enabler* told_enabler(const Trace& trace, const TieBreaker& ties, EventId id) {
  const auto enablers = trace.enablers(id);
  if (trace.event(id).kind != EventKind::pool || enablers.empty())
    return ties.pick(trace, id);
  return &*std::max_element(enablers.begin(), enablers.end(),
                            [&trace](const Enabler& a, const Enabler& b) {
                              return trace.event(a.event).end < trace.event(b.event).end;
                            });
}

OutageHold outage_hold(const Trace& trace, EventId event, const Enabler& outage) {
  OutageHold hold;
  for (const Enabler& enabler : trace.enablers(event)) {
    const Tick met = trace.event(event).start - enabler.slack();
    if (enabler.event != outage.event && met > hold.from)
      hold = {met, enabler.event};
  }
  return hold;
}

double counted_work(const Trace& trace, const Event& event, const Enabler* by) {
  switch (event.kind) {
    case EventKind::stock:
    case EventKind::cap:
      return event.sink;
    case EventKind::service:
      return paced_by_gate(trace, by) ? event.sink : 0.0;
    default:
      return 0.0;
  }
}

}  // namespace chokepoint
