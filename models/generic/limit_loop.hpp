#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/graph/supply_graph.hpp"

namespace chokepoint::models {

/// What lies between the start of one part and the delivery of another: a limit on work in progress
/// counts it. Each lot that starts must come out as one lot, or slots get lost or are given back
/// twice.
struct LimitLoop {
  struct Stock {
    std::string store;
    double lots_per_unit;  ///< lots of the part where the limit begins
  };
  std::vector<Stock> stocks;  ///< the stores in between
  std::string problem;        ///< why it cannot be a limit, in words; empty: it can
};

/// Finds what lies between parts of a graph, which must outlive it.
class LimitLoops {
 public:
  explicit LimitLoops(const SupplyGraph& graph);

  /// Of parts that the graph does not have nothing is said.
  [[nodiscard]] LimitLoop between(std::string_view from, std::string_view until) const;

 private:
  const SupplyGraph& graph_;
  std::vector<std::vector<std::size_t>> leaving_;   ///< edges by node
  std::vector<std::vector<std::size_t>> arriving_;  ///< edges by node
};

}  // namespace chokepoint::models
