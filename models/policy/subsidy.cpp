#include "models/policy/subsidy.hpp"

#include <algorithm>

namespace chokepoint::models {

double subsidised(double conviction, double part) {
  const double idle = (1 - conviction) * (1 - part);
  return conviction + idle > 0 ? conviction / (conviction + idle) : conviction;
}

RoomRule subsidised(RoomRule rule, double part) {
  rule.conviction = subsidised(rule.conviction, part);
  return rule;
}

FabTrigger subsidised(FabTrigger trigger, double cash_cost, double part) {
  trigger.price -= part * std::max(0.0, trigger.price - cash_cost);
  return trigger;
}

}  // namespace chokepoint::models
