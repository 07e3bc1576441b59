#include "models/supply.hpp"

#include <algorithm>
#include <memory>
#include <vector>

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

/// What is wrong between a firm and its partners.
struct PartnerProblem {
  std::string firm;
  std::string message;
};

/// The firms of a scenario and what they sell each other. A firm is fed when each commodity it buys
/// has a seller; labs are where the goods end.
void connect_firms(const Scenario& scenario, SupplyGraph& graph,
                   std::vector<PartnerProblem>& problems) {
  const bool any = std::any_of(scenario.entries.begin(), scenario.entries.end(),
                               [](const Scenario::Entry& e) { return e.section == "actors"; });
  if (!any)
    return;
  std::unique_ptr<World> world;
  try {
    world = std::make_unique<World>(scenario, WorldOptions{.record = false});
  } catch (const PartnerError& error) {
    problems.push_back({error.firm, error.what()});
    return;
  }
  const Market& market = world->market();
  std::vector<std::size_t> node_of;
  for (const Firm* firm : market.firms()) {
    SupplyNode node{.name = firm->name(), .kind = firm->kind, .region = firm->region()};
    node.is_sink = firm->is_customer();
    node.has_stock = true;  // a firm starts with work in progress
    node_of.push_back(graph.add_node(std::move(node)));
  }
  for (const Market::Supply& supply : market.supplies) {
    const Commodity& commodity = market.commodity(supply.commodity);
    const Firm& seller = market.firm(supply.seller);
    const std::string& buyer = market.firm(supply.buyer).name();
    if (supply.seller == supply.buyer) {
      problems.push_back(
          {buyer, "expected another firm to supply " + commodity.name + ", found the firm itself"});
    } else if (!seller.offers(supply.commodity)) {
      problems.push_back({buyer, "expected a firm that sells " + commodity.name + ", found '" +
                                     seller.name() + "' of kind " + seller.kind});
    }
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
  std::vector<PartnerProblem> problems;
  connect_firms(scenario, graph, problems);
  return graph;
}

void check_supply(const Scenario& scenario, Diagnostics& diagnostics) {
  SupplyGraph graph;
  for (const Wiring::Problem& problem : connect_parts(parts_of(scenario), graph))
    report(entry_of(scenario, problem.part), problem.message, diagnostics);
  if (scenario.entries.empty())
    diagnostics.add({}, "", "expected at least one part or actor, found none");
  std::vector<PartnerProblem> problems;
  if (diagnostics.empty())
    connect_firms(scenario, graph, problems);
  for (const PartnerProblem& problem : problems)
    report(entry_of(scenario, problem.firm), problem.message, diagnostics);
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
