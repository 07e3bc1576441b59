#include "models/policy/subsidy.hpp"

#include <algorithm>

namespace chokepoint::models {

RoomRule subsidised(RoomRule rule, double part) {
  const double idle = (1 - rule.conviction) * (1 - part);
  if (rule.conviction + idle > 0)
    rule.conviction /= rule.conviction + idle;
  return rule;
}

FabTrigger subsidised(FabTrigger trigger, double cash_cost, double part) {
  trigger.price -= part * std::max(0.0, trigger.price - cash_cost);
  return trigger;
}

}  // namespace chokepoint::models
