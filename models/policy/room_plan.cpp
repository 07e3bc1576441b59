#include "models/policy/room_plan.hpp"

#include <algorithm>
#include <limits>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

double starts(const RoomRule& rule, const RoomView& view, double target) {
  return expansion_start(target, view.standing, view.under_way, rule.smoothing_months,
                         std::numeric_limits<double>::infinity());
}

/// Deliveries that grow are no reason to expect more than those who take them announce.
double trend(const RoomRule& rule, const RoomView& view) {
  return rule.trend_within_announced ? std::min(view.trend, view.fast) : view.trend;
}

}  // namespace

double believed_rate(const RoomRule& rule, const RoomView& view) {
  const double conviction = faded_conviction(rule.conviction, view.idle_months, rule.faith);
  return rule.stable_margin * view.stable + plan_rate(conviction, view.fast, trend(rule, view));
}

double room_target(const RoomRule& rule, const RoomView& view) {
  return believed_rate(rule, view) + view.backlog / rule.backlog_months;
}

RoomChoice choose_rooms(const RoomRule& rule, const RoomView& view) {
  const double wanted = starts(rule, view, room_target(rule, view));
  const double all = rule.stable_margin * view.stable + std::max(view.fast, trend(rule, view)) +
                     view.backlog / rule.backlog_months;
  const bool believed_less = starts(rule, view, all) > wanted;
  const double steady = starts(rule, view, rule.stable_margin * view.stable);
  return {wanted, rule.steady_first ? std::min(wanted, steady) : 0,
          believed_less ? RoomLimit::conviction : RoomLimit::demand, all};
}

double steady_share(double usual_per_month, double backlog, double capacity, double others) {
  constexpr double kMost = 0.97;
  if (capacity <= 0)
    return kMost;
  const double need = std::max(usual_per_month, backlog);
  return std::clamp(need / std::max(capacity, need + others), 0.0, kMost);
}

void share_start_rate(std::span<RoomChoice> choices, double cap) {
  double sum = 0;
  double steady = 0;
  for (const RoomChoice& choice : choices) {
    sum += choice.per_month;
    steady += choice.steady;
  }
  if (sum <= cap || sum <= 0)
    return;
  const double of_steady = steady > cap ? cap / steady : 1;
  const double of_others = steady < cap ? (cap - steady) / (sum - steady) : 0;
  for (RoomChoice& choice : choices) {
    const double others = choice.per_month - choice.steady;
    if ((choice.steady > 0 && of_steady < 1) || others > 0)
      choice.limit = RoomLimit::start_rate;
    choice.steady *= of_steady;
    choice.per_month = choice.steady + others * of_others;
  }
}

double next_start_limit(double limit, double wanted, double growth_per_year, double months,
                        double most) {
  if (wanted <= limit)
    return limit;
  return std::max(
      limit,
      std::min(most, round_significant(limit * portable_exp(growth_per_year * months / 12))));
}

}  // namespace chokepoint::models
