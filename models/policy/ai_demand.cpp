#include "models/policy/ai_demand.hpp"

#include <algorithm>

namespace chokepoint::models {

double served_growth(double growth, double drag, double unserved) {
  return growth * (1 - drag * std::clamp(unserved, 0.0, 1.0));
}

}  // namespace chokepoint::models
