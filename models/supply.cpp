#include "models/supply.hpp"

#include <algorithm>

#include "models/generic/register.hpp"
#include "models/world.hpp"
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

/// The firms of a scenario and what they sell each other. A firm is fed when each commodity it buys
/// has a seller; labs are where the goods end.
void connect_firms(const Scenario& scenario, SupplyGraph& graph) {
  const bool any = std::any_of(scenario.entries.begin(), scenario.entries.end(),
                               [](const Scenario::Entry& e) { return e.section == "actors"; });
  if (!any)
    return;
  const World world(scenario, {.record = false});
  const Market& market = world.market();
  std::vector<std::size_t> node_of;
  for (const Firm* firm : market.firms()) {
    SupplyNode node{.name = firm->name(), .kind = firm->kind, .region = firm->region()};
    node.is_sink = firm->is_customer();
    node.has_stock = true;  // a firm starts with work in progress
    node_of.push_back(graph.add_node(std::move(node)));
  }
  for (const Market::Supply& supply : market.supplies) {
    const Commodity& commodity = market.commodity(supply.commodity);
    graph.need(node_of[supply.buyer], commodity.name);
    graph.add_edge({.from = node_of[supply.seller],
                    .to = node_of[supply.buyer],
                    .commodity = commodity.name,
                    .unit = commodity.unit});
  }
}

}  // namespace

SupplyGraph supply_graph(const Scenario& scenario) {
  SupplyGraph graph;
  connect_parts(parts_of(scenario), graph);
  connect_firms(scenario, graph);
  return graph;
}

void check_supply(const Scenario& scenario, Diagnostics& diagnostics) {
  SupplyGraph graph;
  for (const Wiring::Problem& problem : connect_parts(parts_of(scenario), graph))
    report(entry_of(scenario, problem.part), problem.message, diagnostics);
  if (diagnostics.empty())
    connect_firms(scenario, graph);
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
