#pragma once

#include <span>

namespace chokepoint {

/// A mean over replications, with half the width of its 95 % interval (0 for a single one).
struct Estimate {
  double mean = 0;
  double half = 0;
};
/// Student's interval; throws ModelError without values.
[[nodiscard]] Estimate estimate(std::span<const double> values);

}  // namespace chokepoint
