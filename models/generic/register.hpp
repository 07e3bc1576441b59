#pragma once

#include <vector>

#include "models/generic/part.hpp"
#include "models/generic/wiring.hpp"
#include "sim/graph/supply_graph.hpp"
#include "sim/scenario/registry.hpp"

namespace chokepoint::models {

/// Makes the kinds of `parts:` known. A new kind is a file pair in this folder and one line there.
void register_parts(Registry& registry);

/// The parts that a scenario lists, in the order of their names.
[[nodiscard]] std::vector<PartPtr> parts_of(const Scenario& scenario);

/// Adds them to a supply graph. The result is what parts ask of others that cannot give it.
std::vector<Wiring::Problem> connect_parts(const std::vector<PartPtr>& parts, SupplyGraph& graph);

}  // namespace chokepoint::models
