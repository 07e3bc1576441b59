#pragma once

#include "sim/base/time.hpp"

namespace chokepoint {

/// The dates of new capacity that decide how late it was. Ticks; norms in minutes.
struct IncrementDates {
  Tick need = 0;  ///< since when the capacity was short
  Tick known = 0;
  Tick funded = 0;
  Tick ordered = 0;
  Tick arrived = 0;
  Tick usual_decision = 0;
  Tick usual_lead = 0;
};

/// How late new capacity was, and of what that is made up; minutes. The terms add up to
/// `arrived - need` exactly. A negative one is a credit: it was known earlier than it had to be.
struct Lateness {
  Tick information = 0;  ///< known too late for the usual decision and the usual lead
  Tick money = 0;        ///< known, not paid
  Tick decision = 0;     ///< paid, not ordered, beyond what deciding usually takes
  Tick overrun = 0;      ///< came later than planned for
  [[nodiscard]] Tick total() const { return information + money + decision + overrun; }
};

[[nodiscard]] Lateness lateness(const IncrementDates& dates);

/// What of the information term nobody can be blamed for: had the need been known on the day it
/// arose, the capacity would have come so much later all the same.
[[nodiscard]] Tick could_not_have_known(const IncrementDates& dates);

}  // namespace chokepoint
