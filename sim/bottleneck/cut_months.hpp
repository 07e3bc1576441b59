#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/bottleneck/agreement.hpp"
#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/monthly_capacities.hpp"
#include "sim/bottleneck/structural_cut.hpp"

namespace chokepoint {

/// A cut through the capacities of each month, in units of the sink, against what demand added and
/// a third of the backlog. What is needed together is in series; the sources of one pool are
/// parallel. Knows no queue and no decision, and but for `stocked` and `fluid` no stock.
struct CutMonths {
  /// What lies in a minimum cut: each group alike, in it each capacity by its size.
  ShareMatrix lowest;
  /// What lies below what was wanted shares the shortfall by water-filling: how much would still be
  /// missing after the lowest has been cured.
  ShareMatrix shortfall;
  std::vector<double> missing;  ///< by month: the shortfall that `shortfall` shares, per month
  /// `lowest` where a capacity has a third of the pile behind it on top, and where it has all of
  /// it: the latter is the fluid recursion on a month's grid. Empty unless all work reaches the
  /// sink.
  ShareMatrix stocked;
  ShareMatrix fluid;
  /// By month and constraint: the stage of which it limits a gate, the lowest of several, over the
  /// lowest of all; infinite where it limits none.
  std::vector<std::vector<double>> above;
  std::vector<StructuralCut::Result> cuts;  ///< by month, in millionths of the sink's unit
};
[[nodiscard]] CutMonths cut_months(const Trace& trace, const Ledger& ledger,
                                   const CutStructure& structure = {});

/// The constraints that are the lowest of a gate of a stage which in most months of some year is
/// larger than the lowest stage (or than what was wanted, where that is less) by no more than that
/// part.
[[nodiscard]] std::set<std::string> near_cut(const CutMonths& cut, const Ledger& ledger,
                                             double part);

/// The shortfall of each year of the ledger shared as that of its months is: [year][constraint].
[[nodiscard]] ShareMatrix shortfall_years(const CutMonths& cut, const Ledger& ledger);

}  // namespace chokepoint
