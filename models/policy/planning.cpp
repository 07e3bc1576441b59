#include "models/policy/planning.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

Trend::Trend(double initial_per_month, double memory, double max_growth_per_year)
    : level_(initial_per_month),
      slow_(initial_per_month),
      memory_(memory),
      max_growth_(max_growth_per_year) {}

void Trend::observe(double per_month) {
  level_ += (per_month - level_) / memory_;
  slow_ += (level_ - slow_) / memory_;
}

double Trend::growth_per_year() const {
  // Under steady growth by a factor q a month the once and the twice smoothed rate keep the ratio
  // r = memory - (memory - 1) / q; solved for q.
  if (slow_ <= 0 || memory_ <= 1)
    return 0;
  const double ratio = std::min(level_ / slow_, memory_ - 0.5);
  return ((memory_ - 1) / (memory_ - ratio) - 1) * 12;
}

double Trend::project(double months_ahead) const {
  const double growth = std::clamp(growth_per_year(), 0.0, max_growth_);
  return level_ * portable_exp(growth * months_ahead / 12);
}

double plan_rate(double conviction, double heard, double trend) {
  return conviction * heard + (1 - conviction) * trend;
}

double faded_conviction(double conviction, double idle_months, const Faith& faith) {
  const double gone =
      std::clamp((idle_months - faith.patience_months) / faith.fade_months, 0.0, 1.0);
  return conviction * (1 - gone) + std::min(faith.floor, conviction) * gone;
}

bool is_news(std::span<const double> plan, std::span<const double> told, double news) {
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (std::abs(plan[i] - told[i]) > news * std::max(plan[i], told[i]))
      return true;
  }
  return false;
}

double next_faith(double faith, double came, double expected, double memory) {
  if (expected <= 0)
    return faith;
  return faith + (std::clamp(came / expected, 0.0, 1.0) - faith) / memory;
}

double expansion_start(double target, double standing, double under_way, double smoothing_months,
                       double cap) {
  return std::clamp((target - standing - under_way) / smoothing_months, 0.0, std::max(0.0, cap));
}

double grown_over(double growth_per_year, double months) {
  return portable_pow(1 + growth_per_year, months / 12);
}

double growth_cap(double standing, double under_way, double growth_per_year) {
  return (standing + under_way) * (grown_over(growth_per_year, 1) - 1);
}

std::int64_t restock(double target, std::int64_t stock, std::int64_t on_order) {
  const auto position = stock + on_order;
  const auto wanted = static_cast<std::int64_t>(nearest_whole(std::max(0.0, target)));
  return std::max<std::int64_t>(0, wanted - position);
}

bool mostly_waited(double could_not_be_paid, double bought) {
  return could_not_be_paid > 0 && 2 * could_not_be_paid >= bought;
}

}  // namespace chokepoint::models
