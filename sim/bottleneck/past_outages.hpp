#pragma once

#include <optional>
#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// The outages of a run, by their dates.
class PastOutages {
 public:
  explicit PastOutages(const Trace& trace);

  /// The one that has stood for longest at `tick`; of several that began together the first
  /// recorded. `over`: the last lot has come, and those that are aside had no part in that. It
  /// `ends`: false, because at that date nothing else says what holds the chain.
  [[nodiscard]] std::optional<OpenActivity> standing_at(Tick tick, bool over) const;

 private:
  struct Span {
    ConstraintId constraint;
    Tick from;
    Tick to;
    bool aside;
  };
  std::vector<Span> outages_;
};

}  // namespace chokepoint
