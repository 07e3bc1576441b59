#pragma once

#include <string>

#include "sim/graph/supply_graph.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::models {

/// Who supplies whom in a scenario.
[[nodiscard]] SupplyGraph supply_graph(const Scenario& scenario);

/// Refuses, at the entries concerned, what could never run: missing suppliers, cycles without
/// stock, units that differ. Dead ends are only logged.
void check_supply(const Scenario& scenario, Diagnostics& diagnostics);

/// The supply graph as Graphviz text.
[[nodiscard]] std::string graphviz(const Scenario& scenario);

}  // namespace chokepoint::models
