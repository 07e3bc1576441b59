#include "models/policy/yield_learning.hpp"

#include <algorithm>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double yield_after(const YieldLearning& rule, double wafers_made) {
  return 1 - (1 - rule.first) * portable_exp(-portable_log(2) * wafers_made / rule.half_wafers);
}

double brought_along(const HiringRule& rule, double theirs, double own, double years) {
  const double gap = std::max(0.0, theirs - own);
  return round_significant(gap * (1 - portable_exp(-rule.closes_per_year * years)));
}

}  // namespace chokepoint::models
