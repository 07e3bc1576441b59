#pragma once

namespace chokepoint::models {

/// How the yield of a node grows with the wafers that it has made, relative to that of a mature one
/// (F-C9): the distance from mature halves with every so many wafers.
struct YieldLearning {
  double first = 1;          ///< of the first wafer
  double half_wafers = 1e5;  ///< wafers over which the distance halves
};
[[nodiscard]] double yield_after(const YieldLearning& rule, double wafers_made);

/// Teams that a foundry hires bring what they have learned elsewhere (F-N1).
struct HiringRule {
  double closes_per_year = 0;  ///< of the gap in experience to the firm they come from
  double lost = 0;             ///< part of what they bring that is missed there
};
/// Experience (wafers) that new teams bring in so many years: a part of the gap to the firm they
/// come from; who is ahead learns nothing there.
[[nodiscard]] double brought_along(const HiringRule& rule, double theirs, double own, double years);

}  // namespace chokepoint::models
