#pragma once

#include <optional>
#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// Outages that ended within the run. Of those that did not the trace has open activities.
class PastOutages {
 public:
  explicit PastOutages(const Trace& trace);

  /// The one that has stood for longest at `tick`; of several that began together the first
  /// recorded. It `ends`: false, because at that date nothing else says what holds the chain.
  [[nodiscard]] std::optional<OpenActivity> standing_at(Tick tick) const;

 private:
  struct Span {
    ConstraintId constraint;
    Tick from;
    Tick to;
  };
  std::vector<Span> outages_;
};

}  // namespace chokepoint
