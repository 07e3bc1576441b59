#include "sim/bound/rate_path.hpp"

#include <algorithm>
#include <cmath>

namespace chokepoint {

namespace {

constexpr double kAverageMonth = 365.2425 * 1440 / 12;
constexpr double kAnyRate = std::numeric_limits<double>::infinity();

double most_in(const GrowthRule& growth, std::size_t month) {
  return growth.most.empty() ? kAnyRate : growth.most[month];
}

/// Rates that rise one after the other, in whole months or each as the mean of its month: from its
/// very minute on. In a month of which a part is no work, that may be the part before: there it
/// works at once.
class RisingRates {
 public:
  RisingRates(const MonthGrid& grid, const RatePath& path, Monthly& rates, int from, double base,
              Begun begun)
      : grid_(grid), path_(path), rates_(rates), level_(base), begun_(begun) {
    std::fill(rates_.begin() + from, rates_.end(), base);
    for (int t = 0; t < grid.months(); ++t)
      most_worth_ = std::max(most_worth_, worth_of_a_minute(t));
  }

  void raise(Tick when, double to) {
    if (!(to > level_) || when >= grid_.end(grid_.months() - 1))
      return;
    const int month = grid_.timeline().month_index(when);
    const double part = !path_.seen_as_brought || !is_whole(month)
                            ? (begun_ == Begun::first_minute ? 1 : 0)
                            : static_cast<double>(grid_.end(month) - when) /
                                  static_cast<double>(grid_.minutes(month));
    double& rate = rates_[static_cast<std::size_t>(month)];
    if (part > 0)
      rate = part < 1 ? rate + (to - level_) * part : to;
    std::fill(rates_.begin() + month + 1, rates_.end(), to);
    level_ = to;
  }

 private:
  [[nodiscard]] double worth_of_a_minute(int month) const {
    return path_.worth[static_cast<std::size_t>(month)] / static_cast<double>(grid_.minutes(month));
  }
  [[nodiscard]] bool is_whole(int month) const {
    constexpr double kWhole = 1 - 1e-9;
    return worth_of_a_minute(month) >= kWhole * most_worth_;
  }

  const MonthGrid& grid_;
  const RatePath& path_;
  Monthly& rates_;
  double level_;
  Begun begun_;
  double most_worth_ = 0;
};

}  // namespace

MonthGrid::MonthGrid(const Timeline& timeline, Tick horizon) : timeline_(timeline) {
  for (int month = 0; timeline.month_begin(month) < horizon; ++month)
    ends_.push_back(std::min(horizon, timeline.month_begin(month + 1)));
}

double MonthGrid::average_months(int month) const {
  return static_cast<double>(minutes(month)) / kAverageMonth;
}

int MonthGrid::after(int month, Duration lead) const {
  return timeline_.month_index(timeline_.after(begin(month), lead));
}

int MonthGrid::delivered(int month, Duration lead) const {
  const Tick due = timeline_.after(begin(month), lead);
  return due == ends_.back() ? months() - 1 : timeline_.month_index(due);
}

int MonthGrid::plannings(int month, int months_between) {
  if (month == 0)
    return 2;
  return month % months_between == 0 ? 1 : 0;
}

Monthly RatePath::amounts(const MonthGrid& grid, int decide, const Monthly& seen,
                          Begun begun) const {
  const auto months = static_cast<std::size_t>(grid.months());
  Monthly result = fixed.empty() ? Monthly(months, 0.0) : fixed;
  if (worth.empty())
    return result;
  const Monthly rate = by_planning ? planned(grid, decide, seen)
                                   : rates(grid, decide, seen_rates(seen, begun), begun);
  for (std::size_t t = 0; t < months; ++t) {
    if (worth[t] > 0)
      result[t] = std::max(0.0, result[t] + worth[t] * rate[t]);
  }
  return result;
}

std::vector<bool> RatePath::decided_late(const MonthGrid& grid, int decide,
                                         const Monthly& amounts) const {
  constexpr double kAsMuch = 1 - 1e-6;
  std::vector<bool> late(amounts.size(), false);
  if (decide <= 0 || worth.empty() || by_planning)
    return late;
  const Monthly free = this->amounts(grid, 0, {});
  const int until = decide >= grid.months()
                        ? grid.months()
                        : std::min(grid.months(), grid.after(decide, growth.lead));
  for (std::size_t t = 0; t < static_cast<std::size_t>(until); ++t)
    late[t] = amounts[t] < kAsMuch * free[t];
  return late;
}

Monthly RatePath::rates(const MonthGrid& grid, int decide, const Monthly& seen, Begun begun) const {
  const int months = grid.months();
  const int free = decide <= 0 ? 0 : decide >= months ? months : grid.after(decide, growth.lead);
  Monthly fast(static_cast<std::size_t>(months), initial);
  if (free > 0 && !seen.empty()) {
    for (int t = 0; t < months; ++t)
      fast[static_cast<std::size_t>(t)] = seen[static_cast<std::size_t>(std::min(t, free - 1))];
  }
  if (free < months) {
    // What stands when all that was decided before is done.
    const double base = fast[static_cast<std::size_t>(std::max(0, free - 1))];
    Monthly slow(static_cast<std::size_t>(months), base);
    RisingRates fast_rise(grid, *this, fast, free, base, begun);
    RisingRates slow_rise(grid, *this, slow, 0, base, begun);
    double position = base + growth.option;
    for (int month = std::max(0, decide); month < months; ++month) {
      const int times = decide > 0 ? (month % growth.months_between == 0 ? 1 : 0)
                                   : MonthGrid::plannings(month, growth.months_between);
      for (int i = 0; i < times; ++i)
        position *= growth.per_planning;
      position = std::min(position, most_in(growth, static_cast<std::size_t>(month)));
      const auto ready = [&](Duration lead) {
        return grid.timeline().after(grid.begin(month), lead);
      };
      fast_rise.raise(ready(growth.lead), growth.boundless ? kAnyRate : position);
      if (std::isfinite(growth.fast_up_to))
        slow_rise.raise(ready(growth.slow_lead), position);
    }
    if (std::isfinite(growth.fast_up_to)) {
      for (int t = free; t < months; ++t) {
        const auto at = static_cast<std::size_t>(t);
        fast[at] = std::min(fast[at], std::max(base, growth.fast_up_to) + slow[at] - base);
      }
    }
  }
  for (std::size_t t = 0; t < seen.size(); ++t)
    fast[t] = std::max(fast[t], seen[t]);
  return fast;
}

/// Of the rate at both ends of each month the higher or the lower, or its mean where it is known.
Monthly RatePath::seen_rates(const Monthly& seen, Begun begun) const {
  Monthly result = seen;
  for (std::size_t t = 0; t < seen.size(); ++t) {
    const double before = t > 0 ? seen[t - 1] : seen_as_brought ? 0 : initial;
    result[t] = !seen_as_brought ? (begun == Begun::first_minute ? std::max(seen[t], before)
                                                                 : std::min(seen[t], before))
                : worth[t] > 0   ? (seen[t] - before) / worth[t]
                                 : 0;
  }
  return result;
}

Monthly RatePath::planned(const MonthGrid& grid, int decide, const Monthly& seen) const {
  Monthly result(static_cast<std::size_t>(grid.months()), 0.0);
  if (decide >= grid.months())
    return result;
  double rate = initial;
  if (decide > 0 && !seen.empty())
    rate = seen[static_cast<std::size_t>(decide - 1)];
  for (int month = std::max(0, decide); month < grid.months(); ++month) {
    const auto at = static_cast<std::size_t>(month);
    const int times = decide > 0 ? (month % growth.months_between == 0 ? 1 : 0)
                                 : MonthGrid::plannings(month, growth.months_between);
    for (int i = 0; i < times; ++i) {
      result[at] += rate;
      rate = std::max(rate, std::min(most_in(growth, at), rate * growth.per_planning));
    }
  }
  return result;
}

}  // namespace chokepoint
