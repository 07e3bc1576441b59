#include "sim/bottleneck/overtaking.hpp"

#include <algorithm>

namespace chokepoint {

namespace {

/// How many of them were recorded up to that event, with it.
double rank_of(const std::vector<EventId>& events, EventId event) {
  return static_cast<double>(std::upper_bound(events.begin(), events.end(), event) -
                             events.begin());
}

}  // namespace

/// A lot that starts without a gate is recorded as a lead that is worth nothing yet.
void Overtaking::read() {
  is_read_ = true;
  for (EventId id = 1; id < trace_.size(); ++id) {
    const Event& event = trace_.event(id);
    if (event.kind != EventKind::lead)
      continue;
    Lots& lots = lots_[event.constraint];
    (event.sink > 0 ? lots.arrived : lots.left).push_back(id);
  }
}

double Overtaking::passed(EventId id) {
  const Event& event = trace_.event(id);
  if (event.kind != EventKind::lead || event.sink <= 0 || event.enabler_count != 1)
    return 0;
  if (!is_read_)
    read();
  const Lots& lots = lots_.at(event.constraint);
  const EventId by = trace_.enablers(id).front().event;
  const Event& before = trace_.event(by);
  const double arrived = rank_of(lots.arrived, id) * event.sink;
  if (before.kind == EventKind::service && before.gate != kNoGate)
    return arrived - books_.of(before.gate).served_until(by);
  if (before.kind == EventKind::lead && before.constraint == event.constraint)
    return arrived - rank_of(lots.left, by) * event.sink;
  return 0;
}

}  // namespace chokepoint
