#include "sim/bottleneck/near_critical.hpp"

#include <algorithm>

#include "sim/bottleneck/path.hpp"

namespace chokepoint {

namespace {

/// So many activities back; what has decided nothing until then is left unnamed.
constexpr int kFarthest = 64;

}  // namespace

const Event* decided_by(const Trace& trace, EventId id) {
  const TieBreaker ties(0);
  for (int i = 0; i < kFarthest && id != kWorldStart; ++i) {
    const Event& event = trace.event(id);
    const Enabler* by = told_enabler(trace, ties, id);
    if (holds_time(trace, event, by))
      return &event;
    if (by == nullptr)
      return nullptr;
    id = by->event;
  }
  return nullptr;
}

std::vector<NearCritical> near_critical(const Trace& trace, std::span<const EventId> path) {
  std::vector<NearCritical> found;
  std::vector<bool> on_path(trace.constraints().size());
  const TieBreaker ties(0);
  for (const EventId id : path) {
    const Event& event = trace.event(id);
    if (holds_time(trace, event, ties.pick(trace, id)))
      on_path[event.constraint] = true;
    if (event.kind == EventKind::pool)
      continue;
    for (const Enabler& enabler : trace.enablers(id)) {
      if (enabler.slack() <= trace.tolerance() || enabler.how() == EnablerClass::gate)
        continue;
      const Event* cause = decided_by(trace, enabler.event);
      if (cause == nullptr)
        continue;
      const auto known = std::find_if(found.begin(), found.end(), [&](const NearCritical& near) {
        return near.constraint == cause->constraint;
      });
      if (known == found.end()) {
        found.push_back({cause->constraint, enabler.slack(), 1});
      } else {
        known->slack = std::min(known->slack, enabler.slack());
        ++known->times;
      }
    }
  }
  std::erase_if(found, [&](const NearCritical& near) { return on_path[near.constraint]; });
  std::sort(found.begin(), found.end(), [](const NearCritical& a, const NearCritical& b) {
    return a.slack != b.slack ? a.slack < b.slack : a.constraint < b.constraint;
  });
  return found;
}

}  // namespace chokepoint
