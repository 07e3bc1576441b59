#pragma once

#include <cstddef>
#include <string>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// Whether the record of a run is whole: each path is made of these links, so none of them may be
/// missing anywhere. Dates and origins are looked at while they are recorded
/// (`Trace::unexplained`): each activity starts in the minute in which the last of its conditions
/// was met, and only decisions, orders and outages come without one.
struct RecordLinks {
  std::size_t checked = 0;
  std::size_t broken = 0;
  std::string first;  ///< what was wrong with the first of them; empty: nothing
};

/// Looks at every job: what it names as the one before on its gate is the one that the gate served
/// just before, and where it began in the minute in which that one ended, it names it. At every lot
/// of the sink: it came when what brought it had ended. Gates that serve several jobs at a time are
/// asked only whether the one before was theirs.
[[nodiscard]] RecordLinks record_links(const Trace& trace);

}  // namespace chokepoint
