#include "sim/bottleneck/idle_capacity.hpp"

#include <map>

namespace chokepoint {

IdleCapacity::IdleCapacity(const Trace& trace) : trace_(trace) {
  if (trace.idle_steps().empty())
    return;
  steps_.resize(trace.constraints().size());
  for (const IdleStep& step : trace.idle_steps())
    steps_[step.constraint].push_back(step);
}

std::vector<IdleCapacity::Part> IdleCapacity::at(ConstraintId constraint, Tick when) const {
  if (constraint >= steps_.size() || steps_[constraint].empty() ||
      steps_[constraint].front().tick > when)
    return {};
  std::map<GateId, IdleStep> last;
  for (const IdleStep& step : steps_[constraint]) {
    if (step.tick <= when)
      last.insert_or_assign(step.gate, step);
  }
  std::map<ConstraintId, double> idle;
  double all = 0;
  for (const auto& [gate, step] : last) {
    if (step.rate <= 0)
      continue;
    idle[step.outage] += step.rate;
    all += step.rate;
  }
  std::map<GateId, double> works;
  for (const CapacityStep& step : trace_.capacity_steps()) {
    if (step.constraint == constraint && step.tick <= when)
      works[step.gate] = step.rate;
  }
  for (const auto& [gate, rate] : works) {
    const auto known = last.find(gate);
    if (known == last.end() || !known->second.whole)
      all += rate;
  }
  std::vector<Part> parts;
  for (const auto& [outage, rate] : idle)
    parts.push_back({outage, rate / all});
  return parts;
}

}  // namespace chokepoint
