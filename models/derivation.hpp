#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/answer.hpp"
#include "models/core/firm.hpp"

namespace chokepoint::models {

using Result = chokepoint::Series;
/// A value for each month of the run.
using Months = std::vector<double>;

inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// What is derived from the series of one run, month by month.
class Derivation {
 public:
  Derivation(RunResult& result, const Told& told)
      : result_(result), timeline_(told.scenario.timeline), market_(*told.market) {
    for (int m = 0; timeline_.month_begin(m) < told.scenario.horizon; ++m) {
      dates_.push_back(month_date(m));
      ends_.push_back(month_date(m + 1));
    }
    for (const Firm* firm : market_.firms())
      firms_.emplace(firm->name(), firm);
  }

  [[nodiscard]] const Timeline& timeline() const { return timeline_; }
  [[nodiscard]] const Market& market() const { return market_; }
  [[nodiscard]] std::size_t months() const { return dates_.size(); }
  [[nodiscard]] Months zeros() const { return Months(months(), 0.0); }

  /// The kind of the firm that a series belongs to; empty when it belongs to none.
  [[nodiscard]] std::string_view kind_of(const Result& series) const {
    const Firm* firm = firm_of(series);
    return firm != nullptr ? std::string_view(firm->kind) : std::string_view();
  }
  [[nodiscard]] const Firm* firm_of(const Result& series) const {
    const auto known = firms_.find(series.entity);
    return known == firms_.end() ? nullptr : known->second;
  }

  /// A value for each month: the last one known. NaN before the first.
  [[nodiscard]] Months held(const Result& series) const {
    Months values(months(), kNone);
    double last = kNone;
    std::size_t next = 0;
    for (std::size_t m = 0; m < months(); ++m) {
      while (next < series.points.size() && series.points[next].date < ends_[m])
        last = series.points[next++].value;
      values[m] = last;
    }
    return values;
  }
  /// What each month has; 0 where it has nothing.
  [[nodiscard]] Months flows(const Result& series) const {
    Months values = zeros();
    std::size_t m = 0;
    for (const SeriesPoint& point : series.points) {
      while (m + 1 < months() && dates_[m + 1] <= point.date)
        ++m;
      values[m] += point.value;
    }
    return values;
  }

  /// Adds a series with the months that have a number.
  void add(Result series, const Months& values) {
    for (std::size_t m = 0; m < months(); ++m) {
      if (std::isfinite(values[m]))
        series.points.push_back({dates_[m], values[m]});
    }
    if (!series.points.empty())
      added_.push_back(std::move(series));
  }
  void add(Result series) { added_.push_back(std::move(series)); }
  /// Puts what was derived behind the series there are.
  void finish() {
    for (Result& series : added_)
      result_.series.push_back(std::move(series));
  }

  [[nodiscard]] const std::vector<Result>& series() const { return result_.series; }
  [[nodiscard]] std::vector<Result>& series() { return result_.series; }
  [[nodiscard]] const std::vector<Date>& dates() const { return dates_; }

 private:
  [[nodiscard]] Date month_date(int m) const { return timeline_.date(timeline_.month_begin(m)); }

  RunResult& result_;
  const Timeline& timeline_;
  const Market& market_;
  std::map<std::string_view, const Firm*> firms_;  ///< by name
  std::vector<Date> dates_;                        ///< of the first days of the months
  std::vector<Date> ends_;                         ///< of the first days after them
  std::vector<Result> added_;
};

/// Adds `factor` times what is finite.
inline void accumulate(Months& sum, const Months& values, double factor = 1) {
  for (std::size_t m = 0; m < sum.size(); ++m)
    sum[m] += std::isfinite(values[m]) ? factor * values[m] : 0;
}

/// Sums of a series over those who have it, by a key that `key_of` gives them (none: left out).
template <class Key>
std::map<std::string, Months> sums(const Derivation& from, std::string_view name, double factor,
                                   Key key_of) {
  std::map<std::string, Months> result;
  for (const Result& series : from.series()) {
    if (series.series != name)
      continue;
    const std::string key = key_of(series);
    if (key.empty())
      continue;
    accumulate(result.try_emplace(key, from.zeros()).first->second, from.held(series), factor);
  }
  return result;
}

/// Holds what labs that stand still had, so that labs add up to the totals (derived_labs.cpp).
void hold_labs(Derivation& from);
/// GW and revenue of labs by calendar month.
void add_lab_compute_and_revenue(Derivation& from);
/// Hours of an H100 with their mean, electricians, power ordered, slips of sites, GW online by
/// region and generation (derived_sites.cpp).
void add_sites_and_power(Derivation& from);
/// What labs do with their compute, and the largest run that each could have made of it.
void add_compute_use(Derivation& from);

}  // namespace chokepoint::models
