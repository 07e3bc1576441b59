#include "models/policy/supplier_growth.hpp"

#include <algorithm>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double grown_rate(double rate, double orders_rate, double busy_share, double growth_per_year,
                  double years, double most) {
  if (orders_rate <= busy_share * rate)
    return rate;
  return std::max(rate, std::min(most, rate * portable_exp(growth_per_year * years)));
}

GrowthSteps growth_steps(double growth, double used, double most) {
  const double quick = std::clamp(most - used, 0.0, growth);
  return {quick, growth - quick};
}

double labour_left(double of_blocks, double saves) {
  return 1 - std::clamp(of_blocks, 0.0, 1.0) * saves;
}

double allowance(double left, double per_month, std::int64_t months) {
  return std::max(0.0, per_month * static_cast<double>(months) - left);
}

double next_permits(double per_month, double work, double growth_per_year, double years) {
  return std::max(
      per_month,
      std::min(work, per_month * round_significant(portable_exp(growth_per_year * years))));
}

double next_workforce(double workers, double needed, double training_per_year,
                      double leaving_per_year, double years, double population) {
  const double most = workers * portable_exp(training_per_year * years);
  const double least = workers * portable_exp(-leaving_per_year * years);
  return std::min(population, std::clamp(needed, least, most));
}

}  // namespace chokepoint::models
