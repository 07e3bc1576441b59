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

/// A tier: the gates whose work is as many leads away from the sink.
struct TierMonths {
  int leads = 0;  ///< between the end of their work and the sink, on the shortest way
  std::vector<std::string> constraints;  ///< of the tier, at least two
  /// A time in which one of them was the bottleneck, alone (`sole`) or while it shifted.
  struct Span {
    std::string constraint;
    Tick from = 0;
    Tick to = 0;
    bool sole = false;
  };
  std::vector<Span> spans;
  ShareMatrix activity;  ///< in which part of a month each was the momentary bottleneck
  ShareMatrix ledger;    ///< what the ledger gives them of the month, among themselves
};

/// The active period method inside each tier of two or more constraints, nearest to the sink first.
/// It cannot see leads, demand, money or orders and counts no effect dates, so it says nothing
/// about gates of different tiers.
[[nodiscard]] std::vector<TierMonths> active_periods_by_tier(const Trace& trace,
                                                             const Ledger& ledger);

/// What is added in a month is judged with so many months around it.
inline constexpr int kMonthsAroundAdditions = 3;

/// What a change brings to the half year around each month: shares of the sum over all constraints
/// that bring something. Overshoots where lots come sooner and are then missing later.
[[nodiscard]] ShareMatrix response_months(const Responses& responses);

}  // namespace chokepoint
