#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <boost/graph/strong_components.hpp>

#include "sim/base/text.hpp"
#include "sim/graph/boost_view.hpp"
#include "sim/graph/supply_graph.hpp"

namespace chokepoint {

namespace {

using Kind = GraphFinding::Kind;

/// A commodity at one node, as its needs and the edges to it name it.
using NodeCommodity = std::pair<std::size_t, std::string_view>;

/// "'as' takes 2 of 's1', which begins with 1"
std::string shortage(const SupplyNode& user, const SupplyEdge& edge, const SupplyNode& store) {
  return "'" + user.name + "' takes " + shortest(edge.consumed) + " of '" + store.name +
         "', which begins with " + shortest(store.stock);
}

}  // namespace

std::vector<GraphFinding> SupplyGraph::check() const {
  std::vector<GraphFinding> findings;
  check_suppliers(findings);
  check_stock(findings);
  check_units(findings);
  check_room(findings);
  check_cycles(findings);
  check_ends(findings);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const GraphFinding& a, const GraphFinding& b) { return a.node < b.node; });
  return findings;
}

std::vector<std::string> SupplyGraph::supplied() const {
  std::vector<std::string_view> names;
  names.reserve(edges_.size());
  for (const SupplyEdge& edge : edges_)
    names.emplace_back(edge.commodity);
  for (const SupplyNode& node : nodes_) {
    if (node.has_stock && node.join == Join::any)
      names.emplace_back(node.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return {names.begin(), names.end()};
}

void SupplyGraph::check_suppliers(std::vector<GraphFinding>& findings) const {
  std::vector<NodeCommodity> arriving;
  arriving.reserve(edges_.size());
  for (const SupplyEdge& edge : edges_)
    arriving.emplace_back(edge.to, edge.commodity);
  std::sort(arriving.begin(), arriving.end());
  std::optional<NameHints> hints;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].has_stock && nodes_[i].join == Join::any)
      continue;
    for (const std::string& need : nodes_[i].needs) {
      if (std::binary_search(arriving.begin(), arriving.end(), NodeCommodity(i, need)))
        continue;
      if (!hints)
        hints.emplace(supplied());
      std::string message = "missing supplier: nobody supplies '" + need + "'";
      if (const auto near = hints->nearest(need))
        message += "; did you mean '" + *near + "'?";
      findings.push_back({i, true, message, Kind::missing_supplier, {need}});
    }
  }
}

/// Stock that nobody adds to and that is too little for a single lot of its user.
void SupplyGraph::check_stock(std::vector<GraphFinding>& findings) const {
  std::vector<bool> is_filled(nodes_.size());
  for (const SupplyEdge& edge : edges_)
    is_filled[edge.to] = true;
  for (const SupplyEdge& edge : edges_) {
    const SupplyNode& store = nodes_[edge.from];
    if (store.join == Join::any && store.has_stock && !is_filled[edge.from] &&
        edge.consumed > store.stock)
      findings.push_back({edge.to,
                          true,
                          "missing supplier: " + shortage(nodes_[edge.to], edge, store) +
                              ", and nobody supplies more",
                          Kind::missing_supplier,
                          {store.name}});
  }
}

void SupplyGraph::check_room(std::vector<GraphFinding>& findings) const {
  const auto report = [&](std::size_t part, const char* what, double amount,
                          const SupplyNode& store) {
    if (store.join == Join::any && amount > store.most)
      findings.push_back({part, true,
                          "'" + nodes_[part].name + "' " + what + " " + shortest(amount) + " of '" +
                              store.name + "' at once, which holds " + shortest(store.most) +
                              " at most",
                          Kind::no_room});
  };
  for (const SupplyEdge& edge : edges_) {
    report(edge.from, "gives", edge.supplied, nodes_[edge.to]);
    report(edge.to, "takes", edge.consumed, nodes_[edge.from]);
  }
}

void SupplyGraph::check_units(std::vector<GraphFinding>& findings) const {
  for (const SupplyEdge& edge : edges_) {
    if (edge.unit.empty())
      continue;
    for (const std::size_t end : {edge.from, edge.to}) {
      const SupplyNode& node = nodes_[end];
      const std::size_t other = end == edge.from ? edge.to : edge.from;
      if (node.unit.empty() || node.unit == edge.unit)
        continue;
      findings.push_back({other, true,
                          "unit mismatch: '" + node.name + "' counts in " + node.unit +
                              ", but here '" + edge.commodity + "' is counted in " + edge.unit,
                          Kind::unit_mismatch});
    }
  }
}

std::vector<bool> SupplyGraph::fed() const {
  std::vector<bool> result(nodes_.size());
  std::vector<bool> lives_on_stock(nodes_.size());
  std::vector<std::size_t> started;
  std::set<NodeCommodity> awaited;
  std::vector<std::size_t> still_awaited(nodes_.size());
  const auto start = [&](std::size_t node) {
    result[node] = true;
    started.push_back(node);
  };
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    for (const std::string& need : nodes_[i].needs)
      still_awaited[i] += awaited.emplace(i, need).second ? 1 : 0;
  }
  for (const SupplyEdge& edge : edges_) {
    if (!edge.to_start && awaited.erase({edge.to, edge.commodity}) > 0)
      --still_awaited[edge.to];
  }
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!nodes_[i].has_stock && still_awaited[i] > 0)
      continue;
    lives_on_stock[i] = nodes_[i].has_stock && nodes_[i].join == Join::any;
    start(i);
  }
  const Adjacency leaving = outgoing();
  while (!started.empty()) {
    const std::size_t node = started.back();
    started.pop_back();
    for (const std::size_t number : leaving[node]) {
      const SupplyEdge& edge = edges_[number];
      if (lives_on_stock[node] && edge.consumed > nodes_[node].stock)
        continue;
      if (lives_on_stock[edge.to]) {
        lives_on_stock[edge.to] = false;  // and now on what is supplied
        start(edge.to);
        continue;
      }
      if (result[edge.to] || awaited.erase({edge.to, edge.commodity}) == 0)
        continue;
      --still_awaited[edge.to];
      if (nodes_[edge.to].join == Join::any || still_awaited[edge.to] == 0)
        start(edge.to);
    }
  }
  // Stock that is too little for one of its users has to wait for more.
  for (const SupplyEdge& edge : edges_) {
    if (lives_on_stock[edge.from] && edge.consumed > nodes_[edge.from].stock)
      result[edge.from] = false;
  }
  return result;
}

void SupplyGraph::check_cycles(std::vector<GraphFinding>& findings) const {
  const std::vector<bool> runs = fed();
  BoostGraph starved(nodes_.size());
  std::vector<bool> feeds_itself(nodes_.size());
  for (const SupplyEdge& edge : edges_) {
    if (!edge.to_start || runs[edge.from] || runs[edge.to])
      continue;
    boost::add_edge(edge.from, edge.to, starved);
    if (edge.from == edge.to)
      feeds_itself[edge.from] = true;
  }
  std::vector<std::size_t> component(nodes_.size());
  const auto count = boost::strong_components(starved, component.data());
  std::vector<std::vector<std::size_t>> members_of(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    members_of[component[i]].push_back(i);
  for (const std::vector<std::size_t>& members : members_of) {
    if (members.size() == 1 && !feeds_itself[members.front()])
      continue;
    constexpr std::size_t kMostNamed = 100;
    std::vector<std::string> names;
    std::string together;
    for (const std::size_t i : members) {
      if (names.size() < kMostNamed)
        together += (names.empty() ? "" : ", ") + nodes_[i].name;
      names.push_back(nodes_[i].name);
    }
    if (names.size() > kMostNamed)
      together += " and " + std::to_string(names.size() - kMostNamed) + " more";
    findings.push_back(
        {members.front(), true, cycle_text(members, together), Kind::cycle, std::move(names)});
  }
}

std::string SupplyGraph::cycle_text(const std::vector<std::size_t>& members,
                                    const std::string& together) const {
  const std::set<std::size_t> inside(members.begin(), members.end());
  for (const SupplyEdge& edge : edges_) {
    const SupplyNode& store = nodes_[edge.from];
    if (store.has_stock && edge.consumed > store.stock && inside.contains(edge.from) &&
        inside.contains(edge.to))
      return "cycle with too little stock: " + together + " wait for one another; " +
             shortage(nodes_[edge.to], edge, store);
  }
  return "cycle without stock: " + together +
         " wait for one another; give one of them an initial stock";
}

std::vector<bool> SupplyGraph::useful() const {
  std::vector<bool> result(nodes_.size());
  std::vector<std::size_t> reached;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].is_sink || nodes_[i].is_end)
      reached.push_back(i);
  }
  const Adjacency arriving = incoming();
  while (!reached.empty()) {
    const std::size_t node = reached.back();
    reached.pop_back();
    if (result[node])
      continue;
    result[node] = true;
    for (const std::size_t number : arriving[node])
      reached.push_back(edges_[number].from);
  }
  return result;
}

void SupplyGraph::check_ends(std::vector<GraphFinding>& findings) const {
  if (nodes_.empty())
    return;
  const bool any_sink = std::any_of(nodes_.begin(), nodes_.end(),
                                    [](const SupplyNode& node) { return node.is_sink; });
  if (!any_sink) {
    findings.push_back({nodes_.size(), true,
                        "there is no sink: nothing is ever delivered to anybody who counts",
                        Kind::no_sink});
    return;
  }
  const std::vector<bool> leads_somewhere = useful();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!leads_somewhere[i])
      findings.push_back(
          {i, false, "dead end: what '" + nodes_[i].name + "' makes or holds never reaches a sink",
           Kind::dead_end});
  }
}

}  // namespace chokepoint
