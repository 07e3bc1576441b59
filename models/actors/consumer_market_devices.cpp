// Devices that a consumer market makes of what it has, and what that takes.

#include <algorithm>

#include "models/actors/consumer_market.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"

namespace chokepoint::models {

namespace {

constexpr double kBidMonths = 3;  ///< bids follow what came in the last quarter

}  // namespace

double ConsumerMarket::needed(std::size_t index, Tick at) const {
  double sum = own_need(index, at);
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    if (needs_[i].older == index && needs_[i].kept_back > 0)
      sum += needs_[i].kept_back * spec_.needs[i].fallback.wafers * own_need(i, at);
  }
  return sum;
}

double ConsumerMarket::own_need(std::size_t index, Tick at) const {
  return spec_.needs[index].before_price.at(at) * response_ *
         market_.flow.relief.factor(kOutsideDemand, now()) *
         (market_.disruptions.empty() ? 1 : market_.disruptions.demand(name(), now()));
}

void ConsumerMarket::build_devices() {
  // Every device needs memory; each kind of logic wafer serves devices of its own.
  const double months = static_cast<double>(now() - last_) / kMinutesPerMonth;
  std::vector<double> covered(needs_.size(), 1.0);
  double memory = 1;
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    const double want = own_need(i, last_) * months;
    if (want > 0)
      covered[i] = std::min(1.0, needs_[i].stock / want);
    needs_[i].covered += (covered[i] - needs_[i].covered) * std::min(1.0, months / kBidMonths);
    if (needs_[i].commodity == priced_by_)
      memory = covered[i];
  }
  std::vector<double> used(needs_.size());
  for (std::size_t i = 0; i < needs_.size(); ++i)
    used[i] = own_need(i, last_) * std::min(memory, covered[i]);
  fall_back(memory, months, covered, used);
  double logic = 0;
  double logic_wanted = 0;
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    if (needs_[i].commodity == priced_by_)
      continue;
    logic += own_need(i, last_) * covered[i];
    logic_wanted += own_need(i, last_);
  }
  built_ = std::min(memory, logic_wanted > 0 ? logic / logic_wanted : 1.0);
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    if (needs_[i].commodity == priced_by_)
      used[i] = own_need(i, last_) * built_;
    needs_[i].used_so_far += std::min(needs_[i].stock, used[i] * months);
    needs_[i].stock = std::max(0.0, needs_[i].stock - used[i] * months);
    market_.series.put(needs_[i].used, last_, used[i]);
  }
  if (spec_.units) {
    const double wanted = market_.disruptions.demand(name(), now());
    market_.series.put(
        units_series_, last_,
        spec_.units->at(last_) * wanted * unit_response(spec_.response, response_ * built_));
  }
}

void ConsumerMarket::fall_back(double memory, double months, std::vector<double>& covered,
                               std::vector<double>& used) {
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    Need& newer = needs_[i];
    const Fallback& rule = spec_.needs[i].fallback;
    const double want = own_need(i, last_);
    if (newer.older == kNoNeed || rule.most <= 0 || want <= 0)
      continue;
    newer.kept_back = next_kept_back(rule, newer.kept_back, covered[i], months);
    const double spare = std::max(0.0, needs_[newer.older].stock / months - used[newer.older]);
    const double part = std::min(kept_back(rule, covered[i], memory), spare / (rule.wafers * want));
    covered[i] += part;
    used[newer.older] += part * rule.wafers * want;
  }
}

}  // namespace chokepoint::models
