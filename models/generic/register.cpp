#include "models/generic/register.hpp"

#include <any>

#include "models/generic/assembly.hpp"
#include "models/generic/endless_loop.hpp"
#include "models/generic/expansion.hpp"
#include "models/generic/function.hpp"
#include "models/generic/gate.hpp"
#include "models/generic/market.hpp"
#include "models/generic/source.hpp"
#include "models/generic/store.hpp"

namespace chokepoint::models {

void register_parts(Registry& registry) {
  registry.add("parts", "assembly", AssemblyPart::read, "puts several inputs together (AND)");
  registry.add("parts", "budget", SourcePart::read_budget, "dollars, as they come");
  registry.add("parts", "expansion", ExpansionPart::read, "adds capacity when demand outgrows it");
  registry.add("parts", "function", FunctionPart::read,
               "a number whose sensitivity is known, to try out studies");
  registry.add("parts", "gate", GatePart::read, "capacity over time, one lot after the other");
  registry.add("parts", "line", AssemblyPart::read_line, "a delay that any number of lots share");
  registry.add("parts", "market", MarketPart::read, "wants lots at a rate");
  registry.add("parts", "pool", StorePart::read_pool,
               "a store with interchangeable sources (OR), as every store of several suppliers is");
  registry.add("parts", "sink", SinkPart::read, "takes whatever comes");
  registry.add("parts", "source", SourcePart::read, "makes lots out of nothing");
  registry.add("parts", "store", StorePart::read, "a store with initial stock or a capacity");
}

std::vector<PartPtr> parts_of(const Scenario& scenario) {
  std::vector<PartPtr> parts;
  for (const Scenario::Entry& entry : scenario.entries) {
    if (entry.section == "parts")
      parts.push_back(std::any_cast<const PartPtr&>(entry.value));
  }
  return parts;
}

std::vector<Wiring::Problem> connect_parts(const std::vector<PartPtr>& parts, SupplyGraph& graph) {
  Wiring wiring(graph);
  for (const PartPtr& part : parts)
    part->define(wiring);
  for (const PartPtr& part : parts)
    part->connect(wiring);
  wiring.check_limits();
  wiring.check_ends();
  std::vector<Wiring::Problem> problems = wiring.problems();
  for (auto& [part, message] : endless_loops(parts))
    problems.push_back({part, std::move(message), true});
  return problems;
}

}  // namespace chokepoint::models
