#pragma once

#include <string>
#include <vector>

#include "sim/bottleneck/agreement.hpp"
#include "sim/bottleneck/cumulative.hpp"
#include "sim/bottleneck/ledger.hpp"

namespace chokepoint {

/// Other ways of asking what was short in a month, to hold against the ledger.

/// What the ledger says decided when the lots of each month came.
[[nodiscard]] ShareMatrix ledger_months(const Ledger& ledger);

/// The active period method over all gates: in which part of each month each one's constraint was
/// the momentary bottleneck. Cannot see leads, demand, money or orders; counts no effect dates.
[[nodiscard]] ShareMatrix active_period_months(const Trace& trace, const Ledger& ledger);

/// What a change brings to the half year around each month: shares of the sum over all constraints
/// that bring something. Overshoots where lots come sooner and are then missing later.
[[nodiscard]] ShareMatrix response_months(const Responses& responses);

}  // namespace chokepoint
