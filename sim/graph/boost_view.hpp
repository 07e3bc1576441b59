#pragma once

#include <boost/graph/adjacency_list.hpp>

#include "sim/graph/supply_graph.hpp"

namespace chokepoint {

using BoostGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

/// The graph as Boost.Graph sees it: node indices are vertices. With `reversed`, edges lead from
/// customers to suppliers.
[[nodiscard]] inline BoostGraph boost_view(const SupplyGraph& graph, bool reversed = false) {
  BoostGraph view(graph.nodes().size());
  for (const SupplyEdge& edge : graph.edges()) {
    if (reversed) {
      boost::add_edge(edge.to, edge.from, view);
    } else {
      boost::add_edge(edge.from, edge.to, view);
    }
  }
  return view;
}

}  // namespace chokepoint
