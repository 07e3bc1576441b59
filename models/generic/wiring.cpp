#include "models/generic/wiring.hpp"

#include <algorithm>
#include <utility>

#include "models/generic/limit_loop.hpp"

namespace chokepoint::models {

void Wiring::store(std::string_view name, std::string_view kind, std::string_view unit,
                   std::int64_t initial, std::int64_t capacity) {
  SupplyNode node{.name = std::string(name),
                  .kind = std::string(kind),
                  .unit = std::string(unit),
                  .join = Join::any,
                  .has_stock = initial > 0,
                  .stock = static_cast<double>(initial),
                  .needs = {std::string(name)}};
  if (capacity != Store::kUnlimited)
    node.most = static_cast<double>(capacity);
  graph_.add_node(std::move(node));
}

void Wiring::part(std::string_view name, std::string_view kind, bool is_sink) {
  graph_.add_node(
      {.name = std::string(name), .kind = std::string(kind), .is_sink = is_sink, .needs = {}});
}

void Wiring::shared_gate(std::string_view name) {
  graph_.add_node({.name = std::string(name), .kind = "gate", .needs = {}});
  shared_.insert(std::string(name));
}

void Wiring::needs_rate(std::string_view part, std::string_view of) {
  if (rated_.count(of) == 0)
    problems_.push_back({std::string(part), "expected a part with a rate, found '" +
                                                std::string(of) + "', which has none"});
}

void Wiring::limit(std::string_view from, std::string_view until) {
  if (!limits_.emplace(until, from).second)
    problems_.push_back({std::string(from), "a second limit on work in progress ends at '" +
                                                std::string(until) + "'; one is possible"});
}

void Wiring::check_limits() {
  if (limits_.empty())
    return;
  const LimitLoops loops(graph_);
  for (const auto& [until, from] : limits_) {
    const std::string problem = loops.between(from, until).problem;
    if (!problem.empty())
      problems_.push_back({from, problem, true});
  }
}

void Wiring::check_ends() {
  const auto& nodes = graph_.nodes();
  const auto market = std::find_if(nodes.begin(), nodes.end(), [](const SupplyNode& node) {
    return node.is_sink && node.kind == "market";
  });
  for (const SupplyNode& node : nodes) {
    if (market != nodes.end() && node.is_sink && node.kind == "sink")
      problems_.push_back({node.name, "expected no sink beside the market '" + market->name +
                                          "': nobody says how much of what it takes is wanted; "
                                          "what is left over may stay in its store"});
  }
}

std::size_t Wiring::node(std::string_view part, std::string_view name, std::string_view unit) {
  const std::size_t known = graph_.find(name);
  if (known == graph_.nodes().size()) {
    store(name, "store", unit);
  } else if (graph_.nodes()[known].join != Join::any) {
    problems_.push_back({std::string(part), "expected the name of a store, found '" +
                                                std::string(name) + "', which is a part"});
  }
  return known;
}

void Wiring::uses(std::string_view part, std::string_view gate, double work) {
  if (shared_.count(gate) == 0) {
    problems_.push_back({std::string(part),
                         "expected a gate without from and to, which parts can "
                         "share, found '" +
                             std::string(gate) + "'"});
    return;
  }
  const std::size_t to = graph_.find(part);
  graph_.need(to, std::string(gate));
  graph_.add_edge({.from = graph_.find(gate),
                   .to = to,
                   .commodity = std::string(gate),
                   .unit = "lot",
                   .consumed = work});
}

void Wiring::makes(std::string_view part, std::string_view store_name, double amount,
                   std::string_view unit, double weight) {
  graph_.add_edge({.from = graph_.find(part),
                   .to = node(part, store_name, unit),
                   .commodity = std::string(store_name),
                   .unit = std::string(unit),
                   .supplied = amount,
                   .weight = weight});
}

void Wiring::takes(std::string_view part, std::string_view store_name, double amount,
                   std::string_view unit) {
  const std::size_t to = graph_.find(part);
  graph_.need(to, std::string(store_name));
  graph_.add_edge({.from = node(part, store_name, unit),
                   .to = to,
                   .commodity = std::string(store_name),
                   .unit = std::string(unit),
                   .consumed = amount});
}

}  // namespace chokepoint::models
