#include "models/policy/ai_demand.hpp"

#include <algorithm>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kMinutesOfYear = 365.2425 * 1440;

}  // namespace

double AiDemandLaw::growth_per_year(Tick t, double unserved) const {
  const double years = static_cast<double>(t - reference) / kMinutesOfYear;
  const double base = t < shock ? early_growth : growth * portable_exp(-years / fading_years);
  return base * (1 - unserved_drag * std::clamp(unserved, 0.0, 1.0));
}

double AiDemandLaw::factor(Tick from, Tick to, double unserved) const {
  const double years = static_cast<double>(to - from) / kMinutesOfYear;
  double exponent = growth_per_year(from, unserved) * years;
  const Tick inside = std::min(to, shock + shock_length) - std::max(from, shock);
  if (inside > 0) {
    exponent += portable_log(shock_factor) * static_cast<double>(inside) /
                static_cast<double>(shock_length);
  }
  return portable_exp(exponent);
}

double next_rent(double rent, double unserved, double usual, double gain, double most, double low,
                 double high) {
  const double change = std::clamp(gain * (unserved - usual), -most, most);
  return std::clamp(rent * (1 + change), low, high);
}

}  // namespace chokepoint::models
