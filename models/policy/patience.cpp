#include "models/policy/patience.hpp"

#include <algorithm>
#include <limits>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double leverage(double debt, double cash_flow_per_year) {
  if (debt <= 0)
    return 0;
  return cash_flow_per_year > 0 ? debt / cash_flow_per_year
                                : std::numeric_limits<double>::infinity();
}

double interest_of_a_month(double debt, double rate, double overdrawn, double overdraft_rate) {
  return (debt * rate + overdrawn * overdraft_rate) / 12;
}

double willingness(const PatienceRule& rule, double leverage) {
  if (leverage <= rule.tires_at)
    return 1;
  if (leverage >= rule.ends_at)
    return 0;
  return (rule.ends_at - leverage) / (rule.ends_at - rule.tires_at);
}

double funded(const ProgressRule& rule, double then, double now) {
  if (then <= 0)
    return 1;
  const double growth =
      now > 0 ? portable_log(now / then) : -std::numeric_limits<double>::infinity();
  return 1 - willingness({rule.ends_at, rule.tires_at}, growth);
}

}  // namespace chokepoint::models
