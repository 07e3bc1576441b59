#include "models/policy/matched_sets.hpp"

#include <algorithm>
#include <numeric>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double stock_adjusted(double plan_per_month, double stock_months, double usual_months) {
  return plan_per_month * std::clamp(1.3 - 0.3 * stock_months / usual_months, 0.5, 1.0);
}

std::vector<double> product_mix(std::span<const GenerationView> views, double fallback,
                                std::size_t back) {
  std::vector<double> mix(views.size(), 0.0);
  for (std::size_t i = 0; i < views.size(); ++i) {
    mix[i] += views[i].share;
    const double missing = views[i].share * std::clamp(views[i].short_by, 0.0, 1.0);
    for (std::size_t k = i - std::min(back, i); k < i; ++k)
      mix[k] += std::min(missing, fallback);
  }
  return mix;
}

double matched_target(double pace_per_month, double ahead_months, double margin,
                      double scarcest_other) {
  return std::min(pace_per_month * ahead_months, margin * scarcest_other);
}

double supply_outlook(double planned, double came_true, double lessons, double shipped) {
  return std::max(shipped, portable_pow(came_true, std::max(1.0, lessons)) * planned);
}

std::size_t furthest_behind(std::span<const double> given, std::span<const double> weights) {
  const double total = std::accumulate(given.begin(), given.end(), 0.0);
  std::size_t best = 0;
  double most = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const double behind = weights[i] * (total + 1) - given[i];
    if (i == 0 || behind > most) {
      most = behind;
      best = i;
    }
  }
  return best;
}

std::vector<double> shifted_weights(std::span<const double> weights, std::span<const double> prices,
                                    double shift) {
  std::vector<double> parts(weights.size());
  double total = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    parts[i] = weights[i] * portable_pow(std::max(0.01, prices[i]), -shift);
    total += parts[i];
  }
  for (double& part : parts)
    part /= total;
  return parts;
}

}  // namespace chokepoint::models
