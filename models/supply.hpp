#pragma once

#include <set>
#include <string>
#include <vector>

#include "models/world.hpp"
#include "sim/graph/supply_graph.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::models {

/// Who supplies whom in a scenario.
[[nodiscard]] SupplyGraph supply_graph(const Scenario& scenario);

/// Adds the firms of a market that have met, by what they need and make. The result is what they
/// ask of partners that cannot give it; nothing is said of what those in `half_known` sell.
std::vector<PartnerProblem> connect_firms(const Market& market,
                                          const std::set<std::string>& half_known,
                                          SupplyGraph& graph);

/// Refuses, at the entries concerned, what could never run: partners that sell something else,
/// missing suppliers, cycles without stock, units that differ, no sink, events named like a
/// constraint. Dead ends are only logged.
/// A scenario with faults is checked as far as it can be read: what the faulty entries might put
/// right is not reported.
void check_supply(const Scenario& scenario, Diagnostics& diagnostics);

/// The supply graph as Graphviz text.
[[nodiscard]] std::string graphviz(const Scenario& scenario);

}  // namespace chokepoint::models
