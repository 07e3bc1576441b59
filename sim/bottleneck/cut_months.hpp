#pragma once

#include <vector>

#include "sim/bottleneck/agreement.hpp"
#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/structural_cut.hpp"

namespace chokepoint {

/// A cut through the capacities of each month, in units of the sink, against what demand added and
/// a third of the backlog. What is needed together is in series; the sources of one pool are
/// parallel. Knows no stock, no queue and no decision.
struct CutMonths {
  /// What lies in a minimum cut: each group alike, in it each capacity by its size.
  ShareMatrix lowest;
  /// What lies below what was wanted shares the shortfall by water-filling: how much would still be
  /// missing after the lowest has been cured.
  ShareMatrix shortfall;
  std::vector<StructuralCut::Result> cuts;  ///< by month, in millionths of the sink's unit
};
[[nodiscard]] CutMonths cut_months(const Trace& trace, const Ledger& ledger);

}  // namespace chokepoint
