#include "models/policy/memory_price.hpp"

#include <algorithm>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double next_price(const PriceRule& rule, double price, double demand, double supply) {
  // Without supply or demand there is nothing to compare: the limits hold.
  double step = rule.steepest_rise;
  if (demand <= 0) {
    step = -rule.steepest_fall;
  } else if (supply > 0) {
    step = std::clamp(rule.gain_per_month * portable_log(demand / supply), -rule.steepest_fall,
                      rule.steepest_rise);
  }
  const double next = round_significant(price * portable_exp(step));
  return std::clamp(next, std::min(price, rule.cash_cost), rule.ceiling);
}

double count_high(const FabTrigger& trigger, double months_high, double price, double utilisation,
                  double months_since) {
  return price > trigger.price && utilisation >= trigger.utilisation ? months_high + months_since
                                                                     : 0;
}

bool pulled(const FabTrigger& trigger, double months_high) {
  return months_high >= trigger.months;
}

double hbm_appeal(double premium, double commodity_price) {
  return commodity_price <= premium ? 1 : premium / commodity_price;
}

double published_price(std::span<const MakersPrice> makers) {
  double sum = 0;
  double volume = 0;
  for (const MakersPrice& maker : makers) {
    sum += maker.per_month * portable_log(maker.price);
    volume += maker.per_month;
  }
  return volume > 0 ? round_significant(portable_exp(sum / volume)) : 0;
}

double drawn_to_market(double price, double published, double part) {
  if (published <= 0)
    return price;
  return round_significant(price * portable_pow(published / price, part));
}

}  // namespace chokepoint::models
