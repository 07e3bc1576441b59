#include "sim/study/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/students_t.hpp>

#include "sim/base/portable_math.hpp"

namespace chokepoint {

namespace {

double quantile_of(const std::vector<double>& sorted, double share, bool occurred) {
  const auto n = static_cast<double>(sorted.size());
  if (occurred) {
    const double at = std::ceil(n * share) - 1;
    return sorted[static_cast<std::size_t>(std::clamp(at, 0.0, n - 1))];
  }
  const double at = (n - 1) * share;
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = at - std::floor(at);
  return round_significant(sorted[below] + part * (sorted[above] - sorted[below]));
}

}  // namespace

Distributed distributed(std::vector<double> values, bool occurred) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  Distributed result;
  result.count = values.size();
  if (values.empty())
    return result;
  // Sorted first, so that sums do not depend on the order of runs.
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values)
    sum += value;
  const double mean = sum / n;
  double squares = 0;
  for (const double value : values)
    squares += (value - mean) * (value - mean);
  result.mean = round_significant(mean);
  result.sd = values.size() < 2 ? 0 : round_significant(std::sqrt(squares / (n - 1)));
  result.min = values.front();
  result.max = values.back();
  for (std::size_t i = 0; i < std::size(Distributed::kShares); ++i)
    result.quantiles[i] = quantile_of(values, Distributed::kShares[i], occurred);
  return result;
}

double half_width(const Distributed& values, double confidence) {
  if (values.count < 2)
    return std::numeric_limits<double>::infinity();
  const auto n = static_cast<double>(values.count);
  const boost::math::students_t student(n - 1);
  // It decides how many runs there are, so the last digits of a library must not.
  const double t = round_significant(boost::math::quantile(student, 0.5 + confidence / 2), 6);
  return t * values.sd / std::sqrt(n);
}

}  // namespace chokepoint
