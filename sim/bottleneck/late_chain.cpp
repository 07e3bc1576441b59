#include "sim/bottleneck/late_chain.hpp"

#include <algorithm>

#include "sim/bottleneck/explanation.hpp"

namespace chokepoint {

namespace {

/// Steps that took less of it are left to the others.
constexpr double kLeast = 0.01;

}  // namespace

std::vector<LatePart> late_parts(const Trace& trace, const Increment& increment) {
  if (increment.because == kWorldStart)
    return {};
  const Tick came = trace.event(increment.because).end;
  const Tick planned = increment.ordered + increment.usual_lead;
  const CausalChain chain =
      causal_chain(trace, increment.because, planned < came ? planned : increment.ordered);
  std::vector<LatePart> parts;
  double all = 0;
  for (const ChainStep& step : chain.steps) {
    const bool takes_its_time =
        step.kind == EventKind::lead || (step.kind == EventKind::service && !step.queued);
    if (step.delay <= 0 || step.constraint == increment.constraint)
      continue;
    // What had ended when it was ordered leaves the days to what came after: its own leads.
    const bool is_lead = takes_its_time || step.to <= increment.ordered;
    const auto delay = static_cast<double>(step.delay);
    parts.push_back({is_lead ? EventKind::lead : step.kind,
                     {step.constraint, step.gate},
                     middle_of(step),
                     delay});
    all += delay;
  }
  std::erase_if(parts, [&](const LatePart& part) { return part.part < kLeast * all; });
  all = 0;
  for (const LatePart& part : parts)
    all += part.part;
  for (LatePart& part : parts)
    part.part /= all;
  return parts;
}

}  // namespace chokepoint
