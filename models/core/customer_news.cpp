#include "models/core/customer_news.hpp"

#include <algorithm>
#include <array>

#include "models/core/rates.hpp"

namespace chokepoint::models {

namespace {

/// A forecast at some time ahead: linear between the years it names, flat beyond the last.
double at_horizon(const std::array<double, 4>& per_month, Duration ahead) {
  const double years = std::clamp(months(ahead) / 12, 0.0, 3.0);
  const auto year = std::min<std::size_t>(2, static_cast<std::size_t>(years));
  const double part = years - static_cast<double>(year);
  return per_month[year] * (1 - part) + per_month[year + 1] * part;
}

}  // namespace

/// Sorted, so that their sum does not depend on who wrote first.
void CustomerNews::file(const Forecast& forecast) {
  const auto place = std::lower_bound(
      forecasts_.begin(), forecasts_.end(), forecast, [](const Forecast& a, const Forecast& b) {
        return std::pair(a.from, a.commodity) < std::pair(b.from, b.commodity);
      });
  if (place != forecasts_.end() && place->from == forecast.from &&
      place->commodity == forecast.commodity) {
    *place = forecast;
  } else {
    forecasts_.insert(place, forecast);
  }
}

void CustomerNews::file(const Bid& bid) {
  for (Bid& known : bids_) {
    if (known.from == bid.from && known.commodity == bid.commodity) {
      known.usd = bid.usd;
      return;
    }
  }
  bids_.push_back(bid);
}

double CustomerNews::bid_of(FirmId buyer, CommodityId commodity) const {
  for (const Bid& bid : bids_) {
    if (bid.from == buyer && bid.commodity == commodity)
      return bid.usd;
  }
  return 0;
}

double CustomerNews::wanted(CommodityId commodity, Duration ahead) const {
  double sum = 0;
  for (const Forecast& forecast : forecasts_) {
    if (forecast.commodity == commodity)
      sum += at_horizon(forecast.per_month, ahead);
  }
  return sum;
}

double CustomerNews::wanted_by(FirmId customer, CommodityId commodity, Duration ahead) const {
  for (const Forecast& forecast : forecasts_) {
    if (forecast.commodity == commodity && forecast.from == customer) {
      return at_horizon(forecast.per_month, ahead);
    }
  }
  return 0;
}

}  // namespace chokepoint::models
