#include "models/policy/ai_demand.hpp"

#include <algorithm>

namespace chokepoint::models {

double served_growth(double growth, double drag, double unserved) {
  return growth * (1 - drag * std::clamp(unserved, 0.0, 1.0));
}

double next_rent(double rent, double unserved, double usual, double gain, double most, double low,
                 double high) {
  const double change = std::clamp(gain * (unserved - usual), -most, most);
  return std::clamp(rent * (1 + change), low, high);
}

}  // namespace chokepoint::models
