#pragma once

#include <string_view>
#include <vector>

#include "models/core/disruptions.hpp"

namespace chokepoint::models {

/// What becomes of a part of the lots that leave the scarce step now.
struct Fate {
  double part = 0;
  Disruptions::Way way;
};

/// A lot's way from the scarce step, which it left at `begun`, to the dock, where it would be at
/// `due`.
struct LotWay {
  std::string_view out_of;
  std::string_view into;
  Tick begun = 0;
  Tick due = 0;
};

/// What becomes of lots on their way through all that stops their place and closes their lanes.
/// The parts add up to 1.
///
/// The lots are spread evenly over what works at their place when they begin. A lot stands still
/// while the part that works there is too small for it, by the product of all stops that strike
/// it: so stops that overlap or follow at once are one stop. It is lost when a stop that loses lots
/// begins and it is among those that this one strikes, standing still already or not.
[[nodiscard]] std::vector<Fate> fates_of(const Disruptions& events,
                                         const std::vector<const Disruption*>& stops,
                                         const LotWay& way);

/// Worst first, and what ends alike as one.
void sort_fates(std::vector<Fate>& fates);

}  // namespace chokepoint::models
