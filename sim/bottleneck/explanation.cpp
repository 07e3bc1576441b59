#include "sim/bottleneck/explanation.hpp"

#include <algorithm>
#include <utility>

#include "sim/bottleneck/effect_walk.hpp"
#include "sim/bottleneck/path.hpp"

namespace chokepoint {

namespace {

bool continues(const ChainStep& step, const Event& event, bool queued) {
  return event.kind == EventKind::service && step.kind == EventKind::service &&
         event.constraint == step.constraint && event.gate == step.gate && queued == step.queued;
}

/// What begins with a lead was begun as soon as the world was: what nothing else accounts for are
/// the leads, each as long as it takes. A lead that takes no time is no step.
void settle_leads(std::vector<ChainStep>& steps) {
  if (steps.empty() || steps.front().kind != EventKind::lead)
    return;
  Tick rest = std::exchange(steps.front().delay, 0);
  ChainStep* last = &steps.front();
  for (ChainStep& step : steps) {
    if (step.kind != EventKind::lead)
      continue;
    const Tick part = std::min(rest, step.to - step.from);
    step.delay += part;
    rest -= part;
    if (part > 0)
      last = &step;
  }
  last->delay += rest;
}

void drop_empty_leads(std::vector<ChainStep>& steps) {
  steps.erase(std::remove_if(steps.begin(), steps.end(),
                             [](const ChainStep& step) {
                               return step.kind == EventKind::lead && step.from == step.to &&
                                      step.delay == 0;
                             }),
              steps.end());
}

}  // namespace

CausalChain causal_chain(const Trace& trace, EventId last, Tick wanted) {
  CausalChain chain{.wanted = wanted, .came = trace.event(last).end, .steps = {}};
  const TieBreaker ties(0);
  Tick left = chain.came;  // of the effect window [wanted, came], what is not yet accounted for
  Tick lead = 0;
  for (EventId id = last; id != kWorldStart;) {
    const Event& event = trace.event(id);
    const auto enablers = trace.enablers(id);
    const bool pool = event.kind == EventKind::pool && !enablers.empty();
    const Enabler* by = pool ? &enablers.back() : ties.pick(trace, id);
    const bool holds = holds_time(trace, event, by);
    const bool queued = holds && event.kind == EventKind::service;
    auto& steps = chain.steps;
    const bool same = !steps.empty() && continues(steps.back(), event, queued);
    if (!same) {
      // The chain goes on until its delay is explained; a queue is followed to its first job.
      if (left <= wanted && !steps.empty())
        break;
      steps.push_back({.kind = event.kind,
                       .constraint = event.constraint,
                       .gate = event.gate,
                       .to = event.end,
                       .last = id,
                       .queued = queued});
    }
    ChainStep& step = steps.back();
    step.from = event.start;
    step.first = id;
    ++step.events;
    if (holds) {
      const Tick low = std::max(wanted, std::min<Tick>(left, event.start + lead));
      step.delay += std::max<Tick>(0, left - low);
      left = std::min(left, low);
    } else {
      lead += event.end - event.start;
    }
    if (by == nullptr || by->event == kWorldStart) {
      step.delay += std::max<Tick>(0, left - wanted);
      break;
    }
    if (pool)
      lead += event.end - trace.event(by->event).end;
    id = by->event;
  }
  std::reverse(chain.steps.begin(), chain.steps.end());
  settle_leads(chain.steps);
  drop_empty_leads(chain.steps);
  const auto main =
      std::max_element(chain.steps.begin(), chain.steps.end(),
                       [](const ChainStep& a, const ChainStep& b) { return a.delay < b.delay; });
  chain.main = static_cast<std::size_t>(main - chain.steps.begin());
  return chain;
}

Tick wanted_date(const Trace& trace, std::size_t lot) {
  if (trace.demand_steps().empty())
    return 0;
  const auto lots = trace.sink_lots();
  double online = 0;
  for (std::size_t i = 0; i <= lot; ++i)
    online += lots[i].amount;
  double demand = 0;
  for (const DemandStep& step : trace.demand_steps()) {
    demand += step.amount;
    if (demand >= online)
      return step.tick;
  }
  return lots[lot].tick;
}

}  // namespace chokepoint
