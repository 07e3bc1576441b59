#pragma once

#include <cstddef>
#include <vector>

namespace chokepoint {

/// What is known of a number over many runs.
struct Distributed {
  static constexpr double kShares[] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};
  std::size_t count = 0;  ///< of those that are there
  double mean = 0;
  double sd = 0;  ///< standard deviation with n - 1; 0 for one value
  double min = 0;
  double max = 0;
  double quantiles[7] = {};  ///< at kShares
};

/// Missing values are left out; the order of the others does not count. Quantiles are those between
/// neighbours (type 7, as R and NumPy have it); `occurred` asks for values that did occur (type 1).
[[nodiscard]] Distributed distributed(std::vector<double> values, bool occurred = false);

/// Half the width of Student's interval of the mean with that confidence; infinite for less than
/// two values.
[[nodiscard]] double half_width(const Distributed& values, double confidence);

}  // namespace chokepoint
