#pragma once

#include <span>
#include <vector>

#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/root_class.hpp"
#include "sim/bottleneck/stoppage_toll.hpp"

namespace chokepoint {

/// A root cause and its part of what it is asked for.
struct RootPart {
  RootClass cause = RootClass::unexplained;
  ConstraintId where = 0;  ///< what was short or decided; the constraint asked for, when itself
  double part = 0;
};

/// Adds up parts of the same cause and makes them sum to 1, largest first.
void merge_parts(std::vector<RootPart>& parts);

/// Gives an outage at least its toll of a month, as a root; `roots` are those of the month's
/// shares.
void add_toll(const MonthLedger& month, const StoppageToll::Part& toll,
              std::span<std::vector<RootPart>> roots);

}  // namespace chokepoint
