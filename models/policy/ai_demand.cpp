#include "models/policy/ai_demand.hpp"

#include <algorithm>
#include <numbers>

namespace chokepoint::models {

double moderated(const Moderators& by) {
  return (by.elasticity - 1) * by.cheaper + by.need_them * std::numbers::ln10 * by.nines;
}

double served_growth(double growth, double drag, double unserved) {
  return growth * (1 - drag * std::clamp(unserved, 0.0, 1.0));
}

}  // namespace chokepoint::models
