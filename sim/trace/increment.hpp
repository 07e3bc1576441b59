#pragma once

#include <cstdint>

#include "sim/base/time.hpp"

namespace chokepoint {

/// Index of a recorded event. 0 is the start of the world, which enables everything on hand then.
using EventId = std::uint32_t;
inline constexpr EventId kWorldStart = 0;

/// Index of a named constraint ("cowos", "euv_tools", "demand", ...).
using ConstraintId = std::uint16_t;

/// Index of a gate, in the order in which the gates were made; 0 is none.
using GateId = std::uint16_t;
inline constexpr GateId kNoGate = 0;

/// What stands behind the name of a constraint.
enum class Nature : std::uint8_t {
  unknown,   ///< not said: judged by its events
  capacity,  ///< works, rooms, tools; also a limit on how fast they can grow
  labour,
  money,
  policy,    ///< permits, allocation, export rules
  demand,    ///< nothing was short
  decision,  ///< somebody wanted, or believed in, less than could be had
  knowledge  ///< all was ordered as soon as it was known to be wanted
};

/// Capacity that somebody ordered, from the first sign that it would be needed to the day on which
/// it works. Dates are ticks, norms minutes.
struct Increment {
  ConstraintId constraint = 0;  ///< of which there is more afterwards
  ConstraintId held_by = 0;     ///< what kept it from being ordered as soon as it was paid for
  double amount = 0;            ///< in any unit, the same for all increments of a constraint
  Tick known = 0;               ///< first forecast that implied it
  Tick funded = 0;              ///< when it could be paid, not before it was known
  Tick ordered = 0;
  Tick arrived = kNever;          ///< kNever: not by the horizon
  Tick usual_decision = 0;        ///< from knowing to ordering, as decisions usually go
  Tick usual_lead = 0;            ///< from the order to the capacity, as its planner reckons
  EventId because = kWorldStart;  ///< what brought it
  GateId gate = kNoGate;          ///< of which there is more; kNoGate: of all under that constraint
};

/// Whether a planner knew that its capacity would not do for what its customers announced.
struct NeedStep {
  Tick tick;
  ConstraintId constraint;
  ConstraintId limit;  ///< why it started no more
  bool is_short;
  GateId gate = kNoGate;  ///< whose capacity it is; kNoGate: all under that constraint
};

}  // namespace chokepoint
