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
    "overrun (came later than promised)",
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

}  // namespace chokepoint
