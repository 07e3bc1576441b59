#pragma once

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// A gate that makes a lot a day, one after the other, into the sink.
inline void jobs(Trace& trace, const char* name, GateId gate, Tick from, Tick to, EventId& last) {
  const ConstraintId id = trace.constraint(name);
  trace.capacity(from, id, 1.0 / kDay, kWorldStart, gate);
  for (Tick t = from; t < to; t += kDay) {
    last = trace.follow(EventKind::service, id, t, t + kDay, last, EnablerClass::gate, 1, 1, gate);
    trace.reached_sink(t + kDay, 1, last);
  }
}

}  // namespace chokepoint
