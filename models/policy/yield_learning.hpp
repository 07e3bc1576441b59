#pragma once

namespace chokepoint::models {

/// How the yield of a node grows with the wafers that it has made, relative to that of a mature one
/// (F-C9): the distance from mature halves with every so many wafers.
struct YieldLearning {
  double first = 1;          ///< of the first wafer
  double half_wafers = 1e5;  ///< wafers over which the distance halves
};
[[nodiscard]] double yield_after(const YieldLearning& rule, double wafers_made);

}  // namespace chokepoint::models
