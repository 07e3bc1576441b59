#pragma once

#include <span>
#include <vector>

#include "sim/bottleneck/ledger.hpp"

namespace chokepoint {

/// What outages cost the sink, whatever held things up instead: what others did in their place,
/// or would have done, is on paths that never pass the outage.
///
/// Without the outage what comes in a year would have grown by as much as it did in the three years
/// before. What comes less from then on is the outage's, but never more than what stood still would
/// have brought of it; once it is over, until as much comes again.
class StoppageToll {
 public:
  struct Part {
    ConstraintId outage;
    double part;                             ///< of by how much the backlog grew in the month
    const std::vector<ConstraintId>* slows;  ///< only of what these cost; empty: of all
  };

  /// Both must outlive it.
  StoppageToll(const Trace& trace, const Ledger& ledger);

  /// What outages cost in that month; together 1 at most.
  [[nodiscard]] std::span<const Part> of(std::size_t month) const { return months_[month]; }

 private:
  void add(const Trace& trace, const Ledger& ledger, const Stoppage& stoppage);
  void bound();

  std::vector<std::vector<Part>> months_;
};

}  // namespace chokepoint
