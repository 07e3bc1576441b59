#pragma once

#include <cstdint>
#include <vector>

#include "sim/bottleneck/effect_walk.hpp"

namespace chokepoint {

/// What an outage kept from the sink in a stretch of effect time.
struct OutageEffect {
  ConstraintId outage;
  Tick from;  ///< effect dates
  Tick to;
  Tick cause_from;  ///< the outage's own dates
  Tick cause_to;
  double per_minute;  ///< in the sink's unit
};

/// Where several ways lead to the sink, one that stands still brings no lot that could say so.
/// The lots that come that way later do: their paths lead back to the outage, and so say when
/// they would have come.
///
/// The outage kept from the sink as much a minute as came after it on that way, over the length of
/// the outage or of the queue it left, whichever is longer; and no more than the gate can do.
[[nodiscard]] std::vector<OutageEffect> outage_effects(const Trace& trace, EffectWalk::Names names,
                                                       std::uint64_t seed);

}  // namespace chokepoint
