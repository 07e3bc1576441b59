#include "models/policy/yield_learning.hpp"

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double yield_after(const YieldLearning& rule, double wafers_made) {
  return 1 - (1 - rule.first) * portable_exp(-portable_log(2) * wafers_made / rule.half_wafers);
}

}  // namespace chokepoint::models
