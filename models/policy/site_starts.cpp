#include "models/policy/site_starts.hpp"

#include <algorithm>

namespace chokepoint::models {

SiteDecision start_sites(const SiteView& view) {
  const auto pace = [&](double gain) {
    return std::max(0.0, gain - view.coming) / view.smoothing_months;
  };
  SiteDecision decision{.start = pace(view.heard_gain)};
  const auto at_most = [&](double amount, SiteLimit limit) {
    if (amount >= decision.start)
      return;
    decision.start = std::max(0.0, amount);
    decision.limit = limit;
  };
  const double planned = view.conviction * view.heard_gain + (1 - view.conviction) * view.own_gain;
  at_most(pace(planned), SiteLimit::conviction);
  if (view.chips_short)
    at_most(pace(view.chips_gain), SiteLimit::chips);
  if (decision.start < view.least)
    decision.start = view.least;
  decision.wanted = decision.start;
  at_most(view.cap, SiteLimit::cap);
  at_most(view.affordable, SiteLimit::money);
  return decision;
}

double hall_gap(double wanted, double chips, double sites) {
  return std::max(0.0, std::min(wanted, chips) - sites);
}

double due_within(std::span<const Due> due, double months) {
  double sum = 0;
  for (const Due& item : due) {
    if (item.months <= months)
      sum += item.amount;
  }
  return sum;
}

double power_gap(const PowerView& view, double lead_months) {
  const double unseen = std::max(0.0, lead_months - view.visible_months);
  const double need = view.shells_standing + due_within(view.shells, lead_months) +
                      view.faith * view.planned_per_month * unseen;
  const double cover = view.power_connected + due_within(view.power, lead_months);
  return std::max(0.0, need - cover) / view.smoothing_months;
}

}  // namespace chokepoint::models
