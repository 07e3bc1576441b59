#pragma once

#include <map>
#include <vector>

#include "sim/bottleneck/gate_books.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// Lots that passed one another behind a gate: leads drawn for each lot, and leads in months, which
/// end no later than the month does. A path that goes back through a lead counts what had left
/// before its lot; what reaches the sink counts what had arrived. Both are read from the record
/// without any path. Where several parts use one gate they are not told apart.
class Overtaking {
 public:
  /// Both must outlive it.
  Overtaking(const Trace& trace, GateBooks& books) : trace_(trace), books_(books) {}

  /// What that lead's lot had been overtaken by when it arrived, less what it had overtaken, in the
  /// sink's unit; 0 for what is no lead of a lot.
  [[nodiscard]] double passed(EventId lead);

 private:
  /// The lots of one part, each list as it was recorded.
  struct Lots {
    std::vector<EventId> left;  ///< only where no gate served them
    std::vector<EventId> arrived;
  };
  void read();

  const Trace& trace_;
  GateBooks& books_;
  bool is_read_ = false;
  std::map<ConstraintId, Lots> lots_;
};

}  // namespace chokepoint
