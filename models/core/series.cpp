#include "models/core/series.hpp"

namespace chokepoint::models {

Series::Id Series::declare(std::string_view series, std::string_view entity, std::string_view unit,
                           std::string_view region, std::string_view generation) {
  declarations_.push_back({std::string(series), std::string(entity), std::string(region),
                           std::string(generation), std::string(unit)});
  return static_cast<Id>(declarations_.size() - 1);
}

void Series::put(Id series, Tick now, double value) {
  values_.push_back({timeline_.month_index(now), series, value});
}

}  // namespace chokepoint::models
