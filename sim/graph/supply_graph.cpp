#include "sim/graph/supply_graph.hpp"

#include <algorithm>
#include <map>

#include <boost/graph/depth_first_search.hpp>

#include "sim/base/error.hpp"
#include "sim/graph/boost_view.hpp"

namespace chokepoint {

std::size_t SupplyGraph::add_node(SupplyNode node) {
  const bool added = by_name_.emplace(node.name, nodes_.size()).second;
  ensure(added, "nodes of a supply graph have different names");
  for (const std::string& commodity : node.needs)
    needed_.emplace(nodes_.size(), commodity);
  nodes_.push_back(std::move(node));
  return nodes_.size() - 1;
}

void SupplyGraph::add_edge(SupplyEdge edge) {
  ensure(edge.from < nodes_.size() && edge.to < nodes_.size(), "an edge joins two known nodes");
  edges_.push_back(std::move(edge));
}

void SupplyGraph::need(std::size_t node, std::string commodity) {
  if (needed_.emplace(node, commodity).second)
    nodes_[node].needs.push_back(std::move(commodity));
}

std::size_t SupplyGraph::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nodes_.size() : found->second;
}

SupplyGraph::Adjacency SupplyGraph::outgoing() const {
  Adjacency result(nodes_.size());
  for (std::size_t i = 0; i < edges_.size(); ++i)
    result[edges_[i].from].push_back(i);
  return result;
}

SupplyGraph::Adjacency SupplyGraph::incoming() const {
  Adjacency result(nodes_.size());
  for (std::size_t i = 0; i < edges_.size(); ++i)
    result[edges_[i].to].push_back(i);
  return result;
}

namespace {

/// Lists vertices so that every customer stands before its suppliers, cycles apart.
class CustomersFirst : public boost::dfs_visitor<> {
 public:
  explicit CustomersFirst(std::vector<std::size_t>& order) : order_(order) {}
  void finish_vertex(std::size_t vertex, const BoostGraph&) { order_.push_back(vertex); }

 private:
  std::vector<std::size_t>& order_;
};

}  // namespace

bool SupplyGraph::is_tree() const {
  std::vector<int> users(nodes_.size());
  std::vector<int> suppliers(nodes_.size());
  for (const SupplyEdge& edge : edges_) {
    ++users[edge.from];
    ++suppliers[edge.to];
  }
  int sinks = 0;
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    sinks += nodes_[n].is_sink ? 1 : 0;
    if (users[n] > 1 || (nodes_[n].join == Join::any && suppliers[n] > 1))
      return false;
  }
  return sinks == 1;
}

bool SupplyGraph::gives_singly() const {
  return std::all_of(edges_.begin(), edges_.end(),
                     [](const SupplyEdge& edge) { return edge.supplied <= 1; });
}

std::vector<SinkWorth> SupplyGraph::worth() const {
  // From suppliers forward, a vertex is finished after all its customers; an edge back into a
  // vertex that is not finished closes a cycle and is left out.
  std::vector<std::size_t> order;
  CustomersFirst visitor(order);
  const BoostGraph view = boost_view(*this);
  boost::depth_first_search(view, boost::visitor(visitor));

  std::map<std::pair<std::size_t, std::string>, double> offered;  // weights of an `any` node
  for (const SupplyEdge& edge : edges_)
    offered[{edge.to, edge.commodity}] += edge.weight;
  const Adjacency leaving = outgoing();

  // `passing` is the part of all sink units that goes through a node.
  std::vector<double> lots(nodes_.size());
  std::vector<double> passing(nodes_.size());
  for (const std::size_t node : order) {
    if (nodes_[node].is_sink)
      lots[node] = passing[node] = 1;
    double together = 0;
    double through = 0;
    for (const std::size_t number : leaving[node]) {
      const SupplyEdge& edge = edges_[number];
      const double share = nodes_[edge.to].join == Join::any
                               ? edge.weight / offered[{edge.to, edge.commodity}]
                               : 1.0;
      together += lots[edge.to] * edge.consumed / edge.supplied * share;
      through += passing[edge.to] * share;
    }
    lots[node] += together;
    passing[node] = std::min(1.0, passing[node] + through);
  }
  std::vector<SinkWorth> result(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    result[i] = {lots[i], lots[i] > 0 ? passing[i] / lots[i] : 0.0};
  return result;
}

}  // namespace chokepoint
