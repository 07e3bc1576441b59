#pragma once

#include <vector>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// When jobs had to wait for each gate: read from the record, without any path.
class GateQueues {
 public:
  /// The trace must outlive it.
  explicit GateQueues(const Trace& trace);

  /// Since when, at `cause`, jobs had had to wait for the gate, with pauses of up to a month;
  /// `cause` itself when none had lately.
  [[nodiscard]] Tick busy_since(GateId gate, Tick cause) const;

 private:
  /// From the job that made the first one wait to the end of the last one that waited.
  struct Stretch {
    Tick from;
    Tick to;
  };
  struct Queue {
    bool read = false;
    std::vector<Stretch> stretches;  ///< one after the other, without a pause within
  };
  [[nodiscard]] const std::vector<Stretch>& stretches(GateId gate) const;
  void read(GateId gate, std::vector<Stretch>& stretches) const;

  const Trace& trace_;
  mutable std::vector<Queue> queues_;  ///< by gate; read when first asked for
};

}  // namespace chokepoint
