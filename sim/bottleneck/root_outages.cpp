// Outages for which capacity came later than planned for.

#include <algorithm>
#include <utility>

#include "sim/bottleneck/path.hpp"
#include "sim/bottleneck/root_cause.hpp"

namespace chokepoint {

RootCauses::Parts RootCauses::stood_on_its_way(const Increment& increment) const {
  Parts stood;
  OutageHold hold;
  for (EventId id = history_.because(increment); id != kWorldStart;) {
    const Event& event = trace_.event(id);
    if (event.end <= increment.ordered)
      break;
    if (event.kind == EventKind::outage) {
      const Tick from = std::max({Tick{event.start}, increment.ordered, hold.from});
      stood.push_back({RootClass::outage, event.constraint, static_cast<double>(event.end - from)});
    }
    if (event.kind == EventKind::outage && hold.from > event.start) {
      id = std::exchange(hold, {}).condition;
      continue;
    }
    const Enabler* by = critical(id);
    if (by == nullptr)
      break;
    if (event.kind != EventKind::outage)
      hold = by->how() == EnablerClass::outage ? outage_hold(trace_, id, *by) : OutageHold{};
    id = by->event;
  }
  return stood;
}

RootCauses::Parts RootCauses::stands_in_its_way(const Increment& increment) const {
  Parts stood;
  for (const Stoppage& stoppage : trace_.stoppages()) {
    const auto& slows = stoppage.slows;
    if (std::find(slows.begin(), slows.end(), increment.constraint) == slows.end())
      continue;
    const double minutes = stoppage.between(increment.ordered, history_.seen());
    if (minutes > 0)
      stood.push_back({RootClass::outage, stoppage.outage, minutes});
  }
  return stood;
}

double RootCauses::add_outages(Parts& parts, const Increment& increment, double weight) const {
  if (!trace_.has(EventKind::outage))
    return 0;
  Parts stood =
      history_.has_come(increment) ? stood_on_its_way(increment) : stands_in_its_way(increment);
  double minutes = 0;
  for (const RootPart& outage : stood)
    minutes += outage.part;
  const auto overrun = static_cast<double>(history_.arrival(increment) - increment.ordered) -
                       static_cast<double>(increment.usual_lead);
  if (minutes <= 0 || overrun <= 0)
    return 0;
  const double part = std::min(1.0, minutes / overrun);
  for (RootPart& outage : stood) {
    outage.part *= weight * part / minutes;
    parts.push_back(outage);
  }
  return weight * part;
}

}  // namespace chokepoint
