#pragma once

#include <optional>
#include <vector>

#include "sim/bottleneck/ledger.hpp"

namespace chokepoint {

/// What had become of a constraint's capacity in the year before the bottleneck moved, at the time
/// of the cause.
struct SwitchSide {
  ConstraintId constraint = 0;
  Tick cause = 0;
  std::optional<double> growth;  ///< of its capacity in that year, as a part; none: no capacity
  std::size_t increments = 0;    ///< orders of capacity that came into use in that year
  Tick first_order = kNever;     ///< when they were placed
  Tick last_order = 0;
};

/// The month in which the largest constraint became another.
struct Switch {
  Tick at = 0;  ///< effect date
  SwitchSide left;
  SwitchSide taken;
  double added_growth =
      0;  ///< of what came online in the year before, against the year before that
};

/// Every lasting change of the largest constraint: shares are smoothed over five months, and a new
/// one counts when it stays the largest for three and is ahead by a tenth in one of them. Months
/// without a shortfall have no largest one: what leads after them took over from nobody.
[[nodiscard]] std::vector<Switch> switches(const Trace& trace, const Ledger& ledger);

}  // namespace chokepoint
