#include "models/core/disruptions.hpp"

#include <algorithm>

namespace chokepoint::models {

namespace {

using Kind = Disruption::Kind;
using Goods = Disruption::Goods;

bool names(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// When a stop that strikes after `begun` and before `due` begins; kNever when it does not.
Tick onset(const Disruption& stop, Tick begun, Tick due) {
  double before = stop.left(begun);
  for (const Disruption::Step& step : stop.steps) {
    if (step.from > begun && step.from < due && step.left < before)
      return step.from;
    if (step.from > begun)
      before = step.left;
  }
  return kNever;
}

}  // namespace

std::vector<const Disruption*> Disruptions::stops_on(std::string_view firm,
                                                     std::string_view region) const {
  std::vector<const Disruption*> stops;
  const std::string site = site_name(firm, region);
  for (const Disruption& event : events_) {
    const bool stops_work = event.kind == Kind::stop || event.kind == Kind::hazard;
    if (stops_work &&
        (names(event.firms, firm) || names(event.regions, region) || names(event.sites, site)))
      stops.push_back(&event);
  }
  return stops;
}

bool Disruptions::something_stands(Tick when) const {
  return std::any_of(events_.begin(), events_.end(), [when](const Disruption& event) {
    return (event.kind == Kind::stop || event.kind == Kind::hazard) && event.left(when) < 1;
  });
}

double Disruptions::demand(std::string_view firm, Tick when) const {
  double left = 1;
  for (const Disruption& event : events_) {
    if (event.kind == Kind::demand && names(event.firms, firm))
      left *= event.left(when);
  }
  return left;
}

double Disruptions::capital(Tick when) const {
  double left = 1;
  for (const Disruption& event : events_) {
    if (event.kind == Kind::capital)
      left *= event.left(when);
  }
  return left;
}

double Disruptions::loans(Tick when) const {
  double left = 1;
  for (const Disruption& event : events_) {
    if (event.kind == Kind::capital && event.lenders_close)
      left *= event.left(when);
  }
  return left;
}

bool Disruptions::airlifted(std::string_view region, Tick when) const {
  return std::any_of(events_.begin(), events_.end(), [&](const Disruption& event) {
    return event.kind == Kind::airlift && event.in_force(when) && names(event.regions, region);
  });
}

bool Disruptions::banned(std::string_view seller, std::string_view region, Tick when) const {
  return std::any_of(events_.begin(), events_.end(), [&](const Disruption& event) {
    return event.kind == Kind::policy && event.in_force(when) && names(event.firms, seller) &&
           names(event.into, region);
  });
}

Disruptions::Hedge Disruptions::hedge(std::string_view firm, Tick when) const {
  Hedge hedge;
  for (const Disruption& event : events_) {
    const bool hedges = event.kind == Kind::hedge && event.in_force(when);
    if (hedges && names(event.firms, firm) && event.share > hedge.share)
      hedge = {event.share, event.from};
  }
  return hedge;
}

Disruptions::Stockpile Disruptions::stockpile(std::string_view firm, Tick when) const {
  Stockpile most;
  for (const Disruption& event : events_) {
    if (event.kind != Kind::stockpile || !event.in_force(when) || !names(event.firms, firm))
      continue;
    most.months = std::max(most.months, event.months);
    most.part = std::max(most.part, event.share);
  }
  return most;
}

std::optional<AllocationRule> Disruptions::rule(std::string_view firm, Tick when) const {
  for (const Disruption& event : events_) {
    if (event.kind == Kind::allocation && event.in_force(when) && names(event.firms, firm))
      return event.rule;
  }
  return std::nullopt;
}

std::vector<const Disruption*> Disruptions::relocations(std::string_view firm) const {
  std::vector<const Disruption*> found;
  for (const Disruption& event : events_) {
    if (event.kind == Kind::relocate && names(event.firms, firm))
      found.push_back(&event);
  }
  return found;
}

Disruptions::Way Disruptions::over_lanes(std::string_view out_of, std::string_view into,
                                         Tick due) const {
  Way way{due};
  if (out_of == into)
    return way;
  // Goods that had to wait for one lane may find another closed meanwhile.
  for (bool moved = true; moved && way.arrives != kNever;) {
    moved = false;
    for (const Disruption& event : events_) {
      if (event.kind != Kind::lane || !event.in_force(way.arrives) || !names(event.regions, out_of))
        continue;
      if (!event.into.empty() && !names(event.into, into))
        continue;
      if (event.in_transit == Goods::lost)
        return {way.arrives, true, &event, way.arrives};
      if (way.held == nullptr) {
        way.held = &event;
        way.since = way.arrives;
      }
      way.arrives = event.to;
      moved = true;
      break;
    }
  }
  return way;
}

const Disruption* striking(const std::vector<const Disruption*>& stops, Tick begun, Tick due) {
  const Disruption* first = nullptr;
  Tick earliest = kNever;
  for (const Disruption* stop : stops) {
    const Tick at = onset(*stop, begun, due);
    // Of two on the same day the one that takes more counts.
    const bool worse = at == earliest && first != nullptr && stop->in_progress == Goods::lost;
    if (at < earliest || worse) {
      earliest = at;
      first = stop;
    }
  }
  return first;
}

Disruptions::Way after_stop(const Disruption& stop, Tick begun, Tick due) {
  const Tick at = onset(stop, begun, due);
  if (at == kNever)
    return {due};
  const bool under_way = at >= due - stop.transit;
  const Goods rule = under_way ? stop.in_transit : stop.in_progress;
  if (rule == Goods::arrive)
    return {due};
  if (rule == Goods::lost)
    return {at, true, &stop, at};
  const Tick back = stop.relief_after(at);
  return {back == kNever ? kNever : due + (back - at), false, &stop, at};
}

}  // namespace chokepoint::models
