#pragma once

#include <optional>
#include <vector>

#include "sim/bottleneck/ledger.hpp"

namespace chokepoint {

/// What had become of a constraint's capacity in the year before the bottleneck moved, at the time
/// of the cause; of the one before, also of what it got while the other took over.
struct SwitchSide {
  ConstraintId constraint = 0;
  Tick cause = 0;
  std::optional<double> growth;  ///< of its capacity in that year, as a part; none: no capacity
  std::size_t increments = 0;    ///< orders of capacity that came into use in that year
  Tick first_order = kNever;     ///< when they were placed
  Tick last_order = 0;
};

/// The month in which the largest constraint became another; see `switches`.
struct Switch {
  Tick at = 0;  ///< effect date
  SwitchSide left;
  SwitchSide taken;
  double added_growth =
      0;  ///< of what came online in the year before, against the year before that
};

/// Every change of the constraint that years are named after (the one with the largest share), save
/// where its lead over the one before is what chance gives to one of equals. The month is one in
/// which the new one has the largest share, smoothed over five months, and a fifth of the month
/// itself, between the begin of the
/// last year of the old one and the end of the first year of the new one; of these the one that
/// divides best the months of the one from those of the other; never the first month of all, before
/// which nothing was the largest. A year without a shortfall has no
/// largest one: what leads after it took over from nobody.
[[nodiscard]] std::vector<Switch> switches(const Trace& trace, const Ledger& ledger);

/// A year with another largest constraint than the one before, which is no switch: its lead is what
/// chance gives to one of equals.
struct NearSwitch {
  Tick at = 0;  ///< the year's last month
  int year = 0;
  LedgerShare stands;  ///< the one before, in that year
  LedgerShare ahead;
};
[[nodiscard]] std::vector<NearSwitch> near_switches(const Ledger& ledger);

}  // namespace chokepoint
