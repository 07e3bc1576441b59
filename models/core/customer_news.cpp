#include "models/core/customer_news.hpp"

#include <algorithm>
#include <utility>

#include "models/core/rates.hpp"

namespace chokepoint::models {

namespace {

/// Some time ahead: of a forecast, linear between the years it names, flat beyond the last.
class Horizon {
 public:
  explicit Horizon(Duration ahead) {
    const double years = std::clamp(months(ahead) / 12, 0.0, 3.0);
    year_ = std::min<std::size_t>(2, static_cast<std::size_t>(years));
    part_ = years - static_cast<double>(year_);
  }
  [[nodiscard]] double of(const Forecast& forecast) const {
    return forecast.per_month[year_] * (1 - part_) + forecast.per_month[year_ + 1] * part_;
  }

 private:
  std::size_t year_;
  double part_;
};

auto place_of(const Forecast& forecast) {
  return std::pair(forecast.commodity, forecast.from);
}

/// The first of a commodity.
auto first_of(const std::vector<Forecast>& forecasts, CommodityId commodity) {
  return std::lower_bound(
      forecasts.begin(), forecasts.end(), commodity,
      [](const Forecast& known, CommodityId wanted) { return known.commodity < wanted; });
}

}  // namespace

/// Sorted, so that their sum does not depend on who wrote first.
void CustomerNews::file(const Forecast& forecast) {
  const auto place = std::lower_bound(
      forecasts_.begin(), forecasts_.end(), forecast,
      [](const Forecast& a, const Forecast& b) { return place_of(a) < place_of(b); });
  if (place != forecasts_.end() && place_of(*place) == place_of(forecast)) {
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
  const Horizon horizon(ahead);
  double sum = 0;
  for (auto known = first_of(forecasts_, commodity);
       known != forecasts_.end() && known->commodity == commodity; ++known)
    sum += horizon.of(*known);
  return sum;
}

double CustomerNews::wanted_by(FirmId customer, CommodityId commodity, Duration ahead) const {
  for (auto known = first_of(forecasts_, commodity);
       known != forecasts_.end() && known->commodity == commodity; ++known) {
    if (known->from == customer)
      return Horizon(ahead).of(*known);
  }
  return 0;
}

}  // namespace chokepoint::models
