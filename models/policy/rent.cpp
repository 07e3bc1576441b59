#include "models/policy/rent.hpp"

#include <algorithm>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double monthly_cost(double capital_usd, double interest_per_year, double months,
                    double running_usd) {
  const double rate = interest_per_year / 12;
  const double part =
      rate > 0 ? rate / (1 - portable_exp(-months * portable_log(1 + rate))) : 1 / months;
  return round_significant(capital_usd * part + running_usd);
}

double next_rent(const RentRule& rule, double multiple, double wait_months) {
  const double waits = wait_months / rule.usual_wait_months;
  const double aim = std::clamp(1 + rule.rise * (waits - 1), rule.lowest, rule.highest);
  return multiple + (aim - multiple) * rule.follows;
}

double old_chip_kw(double own_kw, double work_per_kw, double ageing) {
  if (work_per_kw <= 0)
    return own_kw;
  return own_kw + ageing * (std::min(own_kw, 1 / work_per_kw) - own_kw);
}

double resale_price(double usd_in_queue, double months_sooner, double worth) {
  return usd_in_queue + worth * std::max(0.0, months_sooner);
}

double queue_price(const QueuePrice& rule, double usual, double queue_months) {
  const double part = std::clamp(queue_months / rule.full_months, 0.0, 1.0);
  return usual * (1 + (rule.most - 1) * part);
}

}  // namespace chokepoint::models
