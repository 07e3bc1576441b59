#include "models/policy/lab_budget.hpp"

#include <algorithm>

#include "models/policy/matched_sets.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

double revenue(const RevenueRule& rule, double wish_kw, double online_kw) {
  if (online_kw <= 0)
    return 0;
  const double scarcity = std::max(1.0, wish_kw / online_kw);
  const double price = std::min(rule.most, portable_pow(scarcity, rule.exponent));
  return round_significant(rule.usd_per_kw * price * std::min(wish_kw, online_kw));
}

double serving_part(double least, double most, double online_kw, double rent, double raised) {
  if (online_kw <= 0 || rent <= 0)
    return least;
  return std::clamp(1 - raised / (rent * online_kw), least, std::max(least, most));
}

double salaries(double staff, double income) {
  return staff * std::max(0.0, income);
}

double wish_at_rent(const RevenueRule& rule, double wish_kw, double rent, double raised) {
  if (rent <= rule.usd_per_kw || rule.exponent <= 0)
    return wish_kw;
  const double bought = portable_pow(rule.usd_per_kw / rent, 1 / rule.exponent);
  return std::min(wish_kw, round_significant(bought * wish_kw + raised / rent));
}

double premium(double most, double unserved) {
  return most * std::clamp(unserved, 0.0, 1.0);
}

std::vector<double> contract_shares(std::span<const OperatorOffer> offers, double unserved,
                                    double spare, double price_shift) {
  constexpr double kYear = 12;
  double known = 0;
  double strangers = 0;
  for (const OperatorOffer& offer : offers) {
    known += offer.usd > 0 ? offer.share : 0;
    strangers += offer.usd > 0 && offer.share <= 0 ? 1 : 0;
  }
  const double moved = strangers > 0 ? (known > 0 ? spare * std::clamp(unserved, 0.0, 1.0) : 1) : 0;
  std::vector<double> shares;
  std::vector<double> prices;
  shares.reserve(offers.size());
  prices.reserve(offers.size());
  for (const OperatorOffer& offer : offers) {
    double share = 0;
    if (offer.usd > 0)
      share = offer.share > 0 ? offer.share / known * (1 - moved) : moved / strangers;
    shares.push_back(share);
    prices.push_back(offer.usd > 0 ? offer.usd * (1 + offer.wait_months / kYear) : 1);
  }
  if (known <= 0 && strangers <= 0)
    return std::vector<double>(offers.size(), 0.0);
  return shifted_weights(shares, prices, price_shift);
}

}  // namespace chokepoint::models
