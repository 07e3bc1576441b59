#include "sim/bound/varying_years.hpp"

#include <algorithm>
#include <cstddef>

namespace chokepoint {

namespace {

constexpr double kTold = 0.01;   ///< of what the plan has in a year: tables tell whole per cent
constexpr double kBlurs = 0.05;  ///< so much is worth naming among what binds together

std::vector<double> sums(const std::vector<double>& by_month, const std::vector<int>& year_ends) {
  std::vector<double> sums;
  std::size_t month = 0;
  for (const int end : year_ends) {
    sums.push_back(0);
    for (; month <= static_cast<std::size_t>(end); ++month)
      sums.back() += by_month.empty() ? 0 : by_month[month];
  }
  return sums;
}

}  // namespace

void mark_varying_years(DatedBound& bound, const std::vector<double>& years,
                        const std::vector<int>& year_ends) {
  std::vector<double> levels;
  for (std::size_t t = 0; t < bound.level.size(); ++t)
    levels.push_back(years[t] * bound.level[t]);
  const std::vector<double> whole = sums(levels, year_ends);
  bound.undetermined.assign(year_ends.size(), false);
  for (ConstraintRent& rent : bound.rents) {
    rent.varies.assign(year_ends.size(), false);
    if (rent.no_more || rent.no_less)
      continue;
    const std::vector<double> part = sums(rent.by_month, year_ends);
    const std::vector<double> more = sums(rent.more, year_ends);
    const std::vector<double> less = sums(rent.less, year_ends);
    for (std::size_t y = 0; y < part.size(); ++y) {
      const auto [low, high] = std::minmax(more[y], less[y]);
      const double outside = std::max(low - part[y], part[y] - high) - 1e-6 * bound.value;
      rent.varies[y] = outside > kTold * whole[y];
      if (outside > kBlurs * whole[y])
        bound.undetermined[y] = true;
    }
  }
}

}  // namespace chokepoint
