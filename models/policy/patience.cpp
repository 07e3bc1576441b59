#include "models/policy/patience.hpp"

#include <algorithm>
#include <limits>

namespace chokepoint::models {

double leverage(double debt, double cash_flow_per_year) {
  if (debt <= 0)
    return 0;
  return cash_flow_per_year > 0 ? debt / cash_flow_per_year
                                : std::numeric_limits<double>::infinity();
}

double willingness(const PatienceRule& rule, double leverage) {
  if (leverage <= rule.tires_at)
    return 1;
  if (leverage >= rule.ends_at)
    return 0;
  return (rule.ends_at - leverage) / (rule.ends_at - rule.tires_at);
}

}  // namespace chokepoint::models
