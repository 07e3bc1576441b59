#include "models/policy/contracting.hpp"

#include <algorithm>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

bool walks_away(double months_late, double months_borne) {
  return months_late > months_borne;
}

double needed_in_months(double contracted, double wish, double growth_per_year, double most) {
  if (contracted <= wish || wish <= 0)
    return 0;
  if (growth_per_year <= 0)
    return most;
  return std::min(most, portable_log(contracted / wish) * 12 / growth_per_year);
}

double announced_wish(double wish, double growth_per_year, double months, double most_months) {
  return wish * portable_exp(growth_per_year * std::min(months, most_months) / 12);
}

double announced_rate(double wish, double online, double growth_per_year, double months,
                      double most_months, double catch_up_months) {
  const double growth =
      announced_wish(wish, growth_per_year, months, most_months) * growth_per_year / 12;
  return growth + std::max(0.0, wish - online) / catch_up_months;
}

ContractingDecision contract(const ContractingView& view) {
  const double wanted =
      announced_wish(view.wish, view.growth_per_year, view.ahead_months, view.ahead_months);
  ContractingDecision decision;
  const double target = std::min(wanted * view.worth, view.affordable);
  decision.order = std::max(0.0, target - view.contracted);
  decision.unpaid = std::max(0.0, wanted - std::max(target, view.contracted));
  decision.cut = std::max(0.0, view.contracted - wanted * (1 + view.slack));
  return decision;
}

}  // namespace chokepoint::models
