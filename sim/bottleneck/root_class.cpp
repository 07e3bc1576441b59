#include "sim/bottleneck/root_class.hpp"

#include <array>

namespace chokepoint {

namespace {

constexpr std::array<std::string_view, kRootClasses> kNames{
    "capacity", "lead_time", "information", "decision", "money",         "overrun",    "outage",
    "labour",   "policy",    "wip_cap",     "demand",   "initial_stock", "unexplained"};
constexpr std::array<std::string_view, kRootClasses> kWords{
    "capacity (no more could be had)",
    "lead time (could not have known)",
    "information (known too late)",
    "decision (ordered late or too little)",
    "money",
    "overrun (came later than planned for)",
    "outage",
    "labour",
    "policy",
    "limit on work in progress",
    "demand (nothing was short)",
    "initial state (under way when the world began)",
    "unexplained"};

}  // namespace

std::string_view text(RootClass cause) {
  return kNames.at(static_cast<std::size_t>(cause));
}

std::string_view words(RootClass cause) {
  return kWords.at(static_cast<std::size_t>(cause));
}

RootClass class_of(Nature nature) {
  switch (nature) {
    case Nature::labour:
      return RootClass::labour;
    case Nature::money:
      return RootClass::money;
    case Nature::policy:
      return RootClass::policy;
    case Nature::demand:
      return RootClass::demand;
    case Nature::decision:
      return RootClass::decision;
    case Nature::knowledge:
      return RootClass::lead_time;
    default:
      return RootClass::capacity;
  }
}

RootClass class_by_events(const Trace& trace, ConstraintId constraint) {
  const std::uint32_t kinds = trace.kinds(constraint);
  if ((kinds >> static_cast<unsigned>(EventKind::service) & 1U) != 0)
    return class_of(EventKind::service);
  // A lead takes as long as it takes; it is only itself where the name says nothing else.
  const bool lead = (kinds >> static_cast<unsigned>(EventKind::lead) & 1U) != 0;
  RootClass only = RootClass::unexplained;
  bool several = false;
  for (unsigned kind = 0; kinds >> kind != 0; ++kind) {
    const RootClass cause = class_of(static_cast<EventKind>(kind));
    if ((kinds >> kind & 1U) == 0 || cause == RootClass::unexplained)
      continue;
    several = several || (only != RootClass::unexplained && only != cause);
    only = cause;
  }
  for (std::size_t id = 1; several && id < trace.size(); ++id) {
    const Event& event = trace.event(static_cast<EventId>(id));
    if (event.constraint == constraint && class_of(event.kind) != RootClass::unexplained)
      return class_of(event.kind);
  }
  return only == RootClass::unexplained && lead ? RootClass::lead_time : only;
}

}  // namespace chokepoint
