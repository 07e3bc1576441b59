#include "models/core/relieved.hpp"

#include "models/core/reasons.hpp"

namespace chokepoint::models {

double relieved(const Market& market, std::string_view reason) {
  const Relief& relief = market.flow.relief;
  if (relief.empty())
    return 1;
  const Tick now = market.flow.now();
  const bool frozen = market.replayed != nullptr;
  // Who orders all that is wanted orders what demand says; time is not an amount.
  if (reason == kLeadTime)
    return frozen ? relief.factor(kDemand, now) : 1;
  if (reason == kMoney && !frozen)
    return 1;
  return relief.factor(reason, now);
}

double relieved(const Market& market, EventId decided) {
  if (market.flow.relief.empty())
    return 1;
  const Trace& trace = market.flow.trace;
  return relieved(market, trace.name(trace.event(decided).constraint));
}

Tick shortened(const Flow& flow, ConstraintId lead, Tick due) {
  if (flow.relief.empty())
    return due;
  const Tick now = flow.now();
  const Tick span = flow.relief.span(flow.trace.name(lead), now, due - now);
  return now + flow.relief.span(kLeadTime, now, span);
}

}  // namespace chokepoint::models
