#include "models/policy/consumption.hpp"

#include <algorithm>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double long_run_response(const PriceResponse& rule, double price) {
  if (price <= 1)
    return 1;
  return round_significant(portable_pow(price, -rule.elasticity));
}

double next_response(const PriceResponse& rule, double response, double price) {
  const double part = std::min(1.0, 1 / std::max(rule.lag_months, 1.0));
  return response + (long_run_response(rule, price) - response) * part;
}

double unit_response(const PriceResponse& rule, double response) {
  return round_significant(portable_pow(std::clamp(response, 0.0, 1.0), rule.unit_exponent));
}

double shifted_weight(double share, double price, double average_price, double substitution) {
  if (price <= 0 || average_price <= 0)
    return share;
  return round_significant(share * portable_pow(average_price / price, substitution));
}

SteadyOrder split_order(std::int64_t need, double contracted_share, double padding) {
  SteadyOrder order;
  if (need <= 0)
    return order;
  order.contracted = nearest_whole(static_cast<double>(need) * contracted_share);
  order.padding = nearest_whole(static_cast<double>(need) * padding);
  order.spot = need - order.contracted + order.padding;
  return order;
}

double kept_back(const Fallback& rule, double covered, double wanted) {
  return std::clamp(wanted - covered, 0.0, rule.most);
}

double next_kept_back(const Fallback& rule, double ordered, double covered, double months) {
  const double aim = kept_back(rule, covered, 1);
  return ordered + (aim - ordered) * std::min(1.0, months / std::max(1.0, rule.lag_months));
}

}  // namespace chokepoint::models
