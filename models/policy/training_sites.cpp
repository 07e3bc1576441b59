#include "models/policy/training_sites.hpp"

#include <algorithm>

namespace chokepoint::models {

double left_on_sites(const TrainingSites& rule, double share) {
  constexpr double kYear = 12;
  const double needed = std::min(1.0, share * kYear / rule.run_months);
  if (needed <= rule.largest_site)
    return 1;
  return std::max(rule.largest_site / needed, 1 - rule.loss);
}

}  // namespace chokepoint::models
