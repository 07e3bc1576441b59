#include "models/supply.hpp"

#include <algorithm>

#include "models/generic/register.hpp"
#include "sim/base/log.hpp"

namespace chokepoint::models {

namespace {

const Scenario::Entry* entry_of(const Scenario& scenario, const std::string& name) {
  const auto found = std::find_if(scenario.entries.begin(), scenario.entries.end(),
                                  [&](const Scenario::Entry& entry) { return entry.name == name; });
  return found == scenario.entries.end() ? nullptr : &*found;
}

/// The entry that wrote a node down; for a store without entry, a neighbour that names it.
const Scenario::Entry* entry_at(const Scenario& scenario, const SupplyGraph& graph,
                                std::size_t node) {
  if (const auto* own = entry_of(scenario, graph.nodes()[node].name))
    return own;
  for (const SupplyEdge& edge : graph.edges()) {
    if (edge.from != node && edge.to != node)
      continue;
    const std::size_t other = edge.from == node ? edge.to : edge.from;
    if (const auto* neighbour = entry_of(scenario, graph.nodes()[other].name))
      return neighbour;
  }
  return nullptr;
}

void report(const Scenario::Entry* entry, const std::string& message, Diagnostics& diagnostics) {
  if (entry == nullptr) {
    diagnostics.add({}, "", message);
  } else {
    diagnostics.add(entry->origin, entry->section + "." + entry->name, message);
  }
}

}  // namespace

SupplyGraph supply_graph(const Scenario& scenario) {
  SupplyGraph graph;
  connect_parts(parts_of(scenario), graph);
  return graph;
}

void check_supply(const Scenario& scenario, Diagnostics& diagnostics) {
  SupplyGraph graph;
  for (const Wiring::Problem& problem : connect_parts(parts_of(scenario), graph))
    report(entry_of(scenario, problem.part), problem.message, diagnostics);
  for (const GraphFinding& finding : graph.check()) {
    if (finding.error) {
      report(entry_at(scenario, graph, finding.node), finding.message, diagnostics);
    } else {
      log::warn(finding.message);
    }
  }
}

std::string graphviz(const Scenario& scenario) {
  return supply_graph(scenario).graphviz(scenario.name);
}

}  // namespace chokepoint::models
