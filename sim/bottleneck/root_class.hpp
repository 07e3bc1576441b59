#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sim/trace/trace.hpp"

namespace chokepoint {

/// Why a constraint was no bigger.
enum class RootClass : std::uint8_t {
  capacity,     ///< no more was to be had
  lead_time,    ///< ordered as soon as it could be known
  information,  ///< known later than need be
  decision,     ///< known and paid, ordered late or too little
  money,
  overrun,  ///< came later than planned for, for no reason on record
  outage,
  labour,
  policy,
  wip_cap,        ///< a limit on work in progress
  demand,         ///< nothing was short
  initial_stock,  ///< under way when the world began
  unexplained,
};
inline constexpr std::size_t kRootClasses = 13;
/// As in result files: "lead_time".
[[nodiscard]] std::string_view text(RootClass cause);
/// For people: "lead time (could not have known)".
[[nodiscard]] std::string_view words(RootClass cause);

/// What a constraint of that nature is a root cause of, and one of which only its events are known.
[[nodiscard]] RootClass class_of(Nature nature);
[[nodiscard]] constexpr RootClass class_of(EventKind kind) {
  switch (kind) {
    case EventKind::service:
    case EventKind::capacity:
      return RootClass::capacity;
    case EventKind::order:
    case EventKind::plan:
      return RootClass::decision;
    case EventKind::outage:
      return RootClass::outage;
    case EventKind::cap:
      return RootClass::wip_cap;
    case EventKind::stock:
    case EventKind::start:
      return RootClass::initial_stock;
    default:
      return RootClass::unexplained;
  }
}

/// What a name stands for of which only events are known. One under which work is served is a
/// capacity, whatever else it names; else the first event decides that says anything.
[[nodiscard]] RootClass class_by_events(const Trace& trace, ConstraintId constraint);

}  // namespace chokepoint
