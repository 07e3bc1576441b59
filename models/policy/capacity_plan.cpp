#include "models/policy/capacity_plan.hpp"

#include <algorithm>
#include <limits>

namespace chokepoint::models {

ExpansionChoice choose_expansion(const CapacityRule& rule, const CapacityView& view) {
  constexpr double kNoCap = std::numeric_limits<double>::infinity();
  const double conviction = faded_conviction(rule.conviction, view.idle_months, rule.faith);
  const double waiting = view.backlog / rule.backlog_months;
  const auto gap = [&](double rate) {
    return expansion_start(rate + waiting, view.standing, view.under_way, rule.smoothing_months,
                           kNoCap);
  };
  const double wanted = gap(plan_rate(conviction, view.heard, view.trend));
  const double cap = growth_cap(view.standing, view.under_way, rule.max_growth_per_year);
  const double all = std::max(view.heard, view.trend);
  const double announced = all + waiting;
  if (wanted > cap)
    return {cap, ExpansionLimit::growth, announced};
  if (gap(all) > wanted)
    return {wanted, ExpansionLimit::orders, announced};
  return {wanted, ExpansionLimit::demand, announced};
}

double count_idle(const Faith& faith, double idle_months, double utilisation, double months_since) {
  return utilisation < faith.idle_below ? idle_months + months_since : 0;
}

CrewChoice choose_crew(const CrewRule& rule, double per_month, double backlog, double months) {
  const double wanted = backlog / rule.backlog_months;
  const double most = per_month * grown_over(rule.max_growth_per_year, months);
  const double next = per_month + (wanted - per_month) * std::min(1.0, months / rule.lag_months);
  if (next <= rule.kept_per_month)
    return {rule.kept_per_month, ExpansionLimit::demand, wanted};
  if (next > most)
    return {most, ExpansionLimit::growth, wanted};
  return {next, ExpansionLimit::orders, wanted};
}

double crew_change(double change, double part_with_parts) {
  return change > 0 ? change * std::clamp(part_with_parts, 0.0, 1.0) : change;
}

}  // namespace chokepoint::models
