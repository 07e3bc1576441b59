#pragma once

#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// Which part of a constraint's capacity stands still because of events, while the rest of it
/// works.
class IdleCapacity {
 public:
  struct Part {
    ConstraintId outage;
    double part;  ///< of what works and what stands still together
  };

  /// `trace` must outlive it.
  explicit IdleCapacity(const Trace& trace);

  /// By event, in the order of their names' ids; empty when all of it works.
  [[nodiscard]] std::vector<Part> at(ConstraintId constraint, Tick when) const;

 private:
  const Trace& trace_;
  std::vector<std::vector<IdleStep>> steps_;  ///< by constraint, as they were recorded
};

}  // namespace chokepoint
