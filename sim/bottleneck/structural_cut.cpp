#include "sim/bottleneck/structural_cut.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/edmonds_karp_max_flow.hpp>

#include "sim/base/error.hpp"

namespace chokepoint {

namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Graph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS,
    boost::property<boost::vertex_color_t, boost::default_color_type,
                    boost::property<boost::vertex_predecessor_t, Traits::edge_descriptor>>,
    boost::property<
        boost::edge_capacity_t, std::int64_t,
        boost::property<boost::edge_residual_capacity_t, std::int64_t,
                        boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

Traits::edge_descriptor add_arc(Graph& graph, std::size_t from, std::size_t to,
                                std::int64_t units) {
  const auto forth = boost::add_edge(from, to, graph).first;
  const auto back = boost::add_edge(to, from, graph).first;
  boost::put(boost::edge_capacity, graph, forth, units);
  boost::put(boost::edge_capacity, graph, back, std::int64_t{0});
  boost::put(boost::edge_reverse, graph, forth, back);
  boost::put(boost::edge_reverse, graph, back, forth);
  return forth;
}

/// Where the residual graph leads from `start`; against its arcs when `backward`.
std::vector<bool> reached(const Graph& graph, std::size_t start, bool backward) {
  std::vector<bool> seen(boost::num_vertices(graph));
  std::vector<std::size_t> open{start};
  seen[start] = true;
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (auto [edge, end] = boost::out_edges(at, graph); edge != end; ++edge) {
      const auto arc = backward ? boost::get(boost::edge_reverse, graph, *edge) : *edge;
      const std::size_t next = boost::target(*edge, graph);
      if (!seen[next] && boost::get(boost::edge_residual_capacity, graph, arc) > 0) {
        seen[next] = true;
        open.push_back(next);
      }
    }
  }
  return seen;
}

}  // namespace

StructuralCut::Node StructuralCut::capacity(std::string name, std::int64_t units) {
  ensure(units >= 0, "a capacity is not negative");
  items_.push_back({Kind::capacity, std::move(name), units, {}});
  return items_.size() - 1;
}

StructuralCut::Node StructuralCut::all_of(std::vector<Node> nodes) {
  ensure(!nodes.empty(), "something is needed");
  items_.push_back({Kind::all_of, "", 0, std::move(nodes)});
  return items_.size() - 1;
}

StructuralCut::Node StructuralCut::any_of(std::vector<Node> nodes) {
  ensure(!nodes.empty(), "there is something to choose from");
  items_.push_back({Kind::any_of, "", 0, std::move(nodes)});
  return items_.size() - 1;
}

void StructuralCut::connect(Node node, std::size_t from, std::size_t to, std::size_t& vertices,
                            std::vector<Arc>& arcs) const {
  const Item& item = items_.at(node);
  if (item.kind == Kind::capacity) {
    arcs.push_back({from, to, node});
    return;
  }
  for (std::size_t i = 0; i < item.nodes.size(); ++i) {
    if (item.kind == Kind::any_of) {
      connect(item.nodes[i], from, to, vertices, arcs);
      continue;
    }
    const bool last = i + 1 == item.nodes.size();
    const std::size_t next = last ? to : vertices++;
    connect(item.nodes[i], from, next, vertices, arcs);
    from = next;
  }
}

StructuralCut::Result StructuralCut::cut(Node root) const {
  constexpr std::size_t kSource = 0;
  constexpr std::size_t kSink = 1;
  std::size_t vertices = 2;
  std::vector<Arc> arcs;
  connect(root, kSource, kSink, vertices, arcs);
  Graph graph(vertices);
  std::vector<Traits::edge_descriptor> edges;
  for (const Arc& arc : arcs)
    edges.push_back(add_arc(graph, arc.from, arc.to, items_[arc.item].units));
  Result result;
  result.flow = boost::edmonds_karp_max_flow(graph, kSource, kSink);
  const std::vector<bool> from_source = reached(graph, kSource, false);
  const std::vector<bool> to_sink = reached(graph, kSink, true);
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    const Item& item = items_[arcs[i].item];
    const bool saturated = boost::get(boost::edge_residual_capacity, graph, edges[i]) == 0;
    const bool around = saturated && reached(graph, arcs[i].from, false)[arcs[i].to];
    result.capacities.push_back({item.name, item.units,
                                 saturated && from_source[arcs[i].from] && to_sink[arcs[i].to],
                                 saturated && !around});
  }
  return result;
}

std::vector<double> water_filling(std::span<const double> capacities, double demand) {
  std::vector<std::size_t> order(capacities.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return capacities[a] < capacities[b]; });
  std::vector<double> shares(capacities.size());
  for (std::size_t i = 0; i < order.size() && capacities[order[i]] < demand; ++i) {
    const double next = i + 1 < order.size() ? std::min(demand, capacities[order[i + 1]]) : demand;
    const double layer = (next - capacities[order[i]]) / static_cast<double>(i + 1);
    for (std::size_t j = 0; j <= i; ++j)
      shares[order[j]] += layer;
  }
  return shares;
}

}  // namespace chokepoint
