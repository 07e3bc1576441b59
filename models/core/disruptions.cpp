#include "models/core/disruptions.hpp"

#include <algorithm>

namespace chokepoint::models {

namespace {

using Kind = Disruption::Kind;

bool names(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

std::vector<const Disruption*> Disruptions::stops_on(std::string_view firm, std::string_view region,
                                                     std::string_view node) const {
  std::vector<const Disruption*> stops;
  const std::string site = site_name(firm, region);
  for (const Disruption& event : events_) {
    const bool stops_work = event.kind == Kind::stop || event.kind == Kind::hazard;
    const bool strikes_node = !node.empty() && (names(event.nodes, node_name(firm, node)) ||
                                                names(event.nodes, node_name(firm, node, region)));
    if (stops_work && (names(event.firms, firm) || names(event.regions, region) ||
                       names(event.sites, site) || strikes_node))
      stops.push_back(&event);
  }
  return stops;
}

bool Disruptions::strikes_nodes(std::string_view firm, std::string_view node) const {
  const std::string of_firm = site_name(firm, "");
  const std::string of_node = site_name("", node);
  return std::any_of(events_.begin(), events_.end(), [&](const Disruption& event) {
    return std::any_of(event.nodes.begin(), event.nodes.end(), [&](const std::string& struck) {
      return struck.starts_with(of_firm) && (node.empty() || struck.ends_with(of_node));
    });
  });
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

std::vector<const Disruption*> Disruptions::lanes_closed(std::string_view out_of,
                                                         std::string_view into, Tick when) const {
  std::vector<const Disruption*> closed;
  for (const Disruption& event : events_) {
    if (event.kind == Kind::lane && out_of != into && event.left(when) < 1 &&
        names(event.regions, out_of) && (event.into.empty() || names(event.into, into)))
      closed.push_back(&event);
  }
  return closed;
}

bool Disruptions::lane_closes(std::string_view out_of) const {
  return std::any_of(events_.begin(), events_.end(), [&](const Disruption& event) {
    return event.kind == Kind::lane && names(event.regions, out_of);
  });
}

}  // namespace chokepoint::models
