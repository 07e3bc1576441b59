#pragma once

#include <span>

namespace chokepoint {

/// A mean over replications, with half the width of its 95 % interval and the standard deviation
/// of one of them (0 for a single one).
struct Estimate {
  double mean = 0;
  double half = 0;
  double deviation = 0;
};
/// Student's interval; throws ModelError without values.
[[nodiscard]] Estimate estimate(std::span<const double> values);

/// Replications of a pilot, and the most that are run without being asked for.
inline constexpr int kPilotReplications = 8;
inline constexpr int kMostReplications = 32;
/// How many replications bring half the interval of a mean down to `half`, when one of them
/// deviates so much: as many as the pilot at least, and no more than that.
[[nodiscard]] int replications_for(double deviation, double half);

}  // namespace chokepoint
