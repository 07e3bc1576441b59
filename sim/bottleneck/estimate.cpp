#include "sim/bottleneck/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "sim/base/error.hpp"

namespace chokepoint {

namespace {

/// 97.5 % points of Student's distribution for 1 to 31 degrees of freedom.
constexpr double kStudent[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306,
                               2.262,  2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
                               2.110,  2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
                               2.060,  2.056, 2.052, 2.048, 2.045, 2.042, 2.040};

}  // namespace

Estimate estimate(std::span<const double> values) {
  ensure(!values.empty(), "a mean is of something");
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values)
    sum += value;
  Estimate result{sum / count, 0};
  if (values.size() < 2)
    return result;
  double squares = 0;
  for (const double value : values)
    squares += (value - result.mean) * (value - result.mean);
  const std::size_t freedom = values.size() - 1;
  const double student = freedom <= std::size(kStudent) ? kStudent[freedom - 1] : 1.96;
  result.deviation = std::sqrt(squares / (count - 1));
  result.half = student * result.deviation / std::sqrt(count);
  return result;
}

int replications_for(double deviation, double half) {
  const double root = 1.96 * deviation / half;
  const double wanted = std::ceil(root * root);
  return static_cast<int>(
      std::clamp(wanted, double{kPilotReplications}, double{kMostReplications}));
}

}  // namespace chokepoint
