#include "models/policy/spot.hpp"

#include <algorithm>

namespace chokepoint::models {

double last_minute_rent(const LastMinuteRule& rule, double rent, double spare_kw,
                        double online_kw) {
  const double usual = rule.usual_spare * online_kw;
  const double scarce = usual > 0 ? std::clamp(1 - spare_kw / usual, 0.0, 1.0) : 0;
  return rent * (rule.least + (rule.most - rule.least) * scarce);
}

double rolled_off(double ending_kw, double renewal_usd, double wanted_kw, double bid_usd) {
  return bid_usd > renewal_usd ? std::min(ending_kw, wanted_kw) : 0;
}

}  // namespace chokepoint::models
