#include "sim/bound/varying_years.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace chokepoint {

namespace {

constexpr double kTold = 0.01;   ///< of what the plan has in a year: tables tell whole per cent
constexpr double kBlurs = 0.05;  ///< so much is worth naming among what binds together
constexpr double kNoise = 1e-6;  ///< of the value

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

/// What a constraint has in a year, over what the plan has in it.
struct YearPart {
  double rent;
  double more;
  double less;

  [[nodiscard]] double outside() const {
    const auto [low, high] = std::minmax(more, less);
    return std::max(low - rent, rent - high);
  }
  [[nodiscard]] bool is_wide() const { return std::abs(more - less) > kBlurs; }
  /// Each further per cent brings less than the one before, and none costs anything.
  [[nodiscard]] bool diminishes() const {
    return more > -kTold && more < rent + kTold && rent < less + kTold;
  }
};

}  // namespace

void mark_varying_years(DatedBound& bound, const std::vector<double>& years,
                        const std::vector<int>& year_ends) {
  std::vector<double> levels;
  for (std::size_t t = 0; t < bound.level.size(); ++t)
    levels.push_back(years[t] * bound.level[t]);
  const std::vector<double> whole = sums(levels, year_ends);
  bound.undetermined.assign(year_ends.size(), false);
  std::vector<std::vector<bool>> wide;
  for (ConstraintRent& rent : bound.rents) {
    rent.varies.assign(year_ends.size(), false);
    wide.emplace_back(year_ends.size(), false);
    if (rent.no_more || rent.no_less)
      continue;
    const std::vector<double> part = sums(rent.by_month, year_ends);
    const std::vector<double> more = sums(rent.more, year_ends);
    const std::vector<double> less = sums(rent.less, year_ends);
    for (std::size_t y = 0; y < part.size(); ++y) {
      if (whole[y] <= kNoise * bound.value)
        continue;
      const YearPart year{part[y] / whole[y], more[y] / whole[y], less[y] / whole[y]};
      const double outside = year.outside() - kNoise * bound.value / whole[y];
      wide.back()[y] = year.is_wide();
      const bool blurs = outside > kBlurs || (year.is_wide() && !year.diminishes());
      rent.varies[y] = blurs || outside > kTold;
      if (blurs)
        bound.undetermined[y] = true;
    }
  }
  for (std::size_t i = 0; i < bound.rents.size(); ++i) {
    for (std::size_t y = 0; y < year_ends.size(); ++y)
      bound.rents[i].varies[y] = bound.rents[i].varies[y] || (bound.undetermined[y] && wide[i][y]);
  }
}

}  // namespace chokepoint
