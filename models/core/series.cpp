#include "models/core/series.hpp"

namespace chokepoint::models {

Series::Series(const Timeline& timeline) : timeline_(timeline) {
  values_.reserve(1U << 16U);  // a large world's; what is not used costs nothing
}

Series::Id Series::declare(std::string_view series, std::string_view entity, std::string_view unit,
                           std::string_view region, std::string_view generation) {
  declarations_.push_back({std::string(series), std::string(entity), std::string(region),
                           std::string(generation), std::string(unit)});
  last_.push_back(static_cast<std::size_t>(-1));
  return static_cast<Id>(declarations_.size() - 1);
}

std::int32_t Series::month_of(Tick now) {
  if (now < month_from_ || now >= month_to_) {
    month_ = timeline_.month_index(now);
    month_from_ = timeline_.month_begin(month_);
    month_to_ = timeline_.month_begin(month_ + 1);
  }
  return month_;
}

double& Series::value_of(Id series, Tick when) {
  const std::int32_t month = month_of(when);
  std::size_t& last = last_[series];
  if (last >= values_.size() || values_[last].month != month) {
    last = values_.size();
    values_.push_back({month, series, 0});
  }
  return values_[last].value;
}

void Series::put(Id series, Tick when, double value) {
  value_of(series, when) = value;
}

void Series::add(Id series, Tick when, double amount) {
  value_of(series, when) += amount;
}

}  // namespace chokepoint::models
