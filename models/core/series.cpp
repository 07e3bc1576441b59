#include "models/core/series.hpp"

namespace chokepoint::models {

Series::Series(const Timeline& timeline)
    : timeline_(timeline), month_ends_{timeline.month_begin(1)} {
  values_.reserve(5U << 14U);  // a large world's
}

Series::Id Series::declare(std::string_view series, std::string_view entity, std::string_view unit,
                           std::string_view region, std::string_view generation) {
  declarations_.push_back({std::string(series), std::string(entity), std::string(region),
                           std::string(generation), std::string(unit)});
  latest_.emplace_back();
  return static_cast<Id>(declarations_.size() - 1);
}

/// Mostly the month of the last call or the one next to it: rates go into the month before.
inline std::int32_t Series::month_of(Tick when) {
  while (when >= month_ends_.back())
    month_ends_.push_back(timeline_.month_begin(static_cast<int>(month_ends_.size()) + 1));
  while (when >= month_ends_[month_])
    ++month_;
  while (month_ > 0 && when < month_ends_[month_ - 1])
    --month_;
  return static_cast<std::int32_t>(month_);
}

inline double& Series::value_of(Id series, Tick when) {
  const std::int32_t month = month_of(when);
  Latest& latest = latest_[series];
  if (latest.month != month) {
    latest.month = month;
    latest.place = values_.size();
    values_.push_back({month, series, 0});
  }
  return values_[latest.place].value;
}

void Series::put(Id series, Tick when, double value) {
  value_of(series, when) = value;
}

void Series::add(Id series, Tick when, double amount) {
  if (!latest_[series].by_month)
    latest_[series].by_month = declarations_[series].by_month = true;
  value_of(series, when) += amount;
}

}  // namespace chokepoint::models
