#include "sim/bottleneck/lateness.hpp"

#include <algorithm>

namespace chokepoint {

Lateness lateness(const IncrementDates& d) {
  return {.information = d.known - (d.need - d.usual_decision - d.usual_lead),
          .money = d.funded - d.known,
          .decision = d.ordered - d.funded - d.usual_decision,
          .overrun = d.arrived - d.ordered - d.usual_lead};
}

Tick could_not_have_known(const IncrementDates& dates) {
  return std::clamp<Tick>(lateness(dates).information, 0, dates.usual_lead);
}

}  // namespace chokepoint
