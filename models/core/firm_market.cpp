// What a firm offers, at which price, and what it hears and says of the time ahead.
#include <algorithm>
#include <cmath>

#include "models/core/firm.hpp"
#include "models/core/rates.hpp"
#include "sim/base/error.hpp"

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

bool Firm::offers(CommodityId commodity) const {
  return std::any_of(offers_.begin(), offers_.end(),
                     [&](const Offer& offer) { return offer.commodity == commodity; });
}

Firm::Listed Firm::listed(CommodityId commodity) const {
  for (const Offer& offer : offers_) {
    if (offer.commodity == commodity)
      return {offer.usd, offer.wait};
  }
  return {};
}

std::vector<CommodityId> Firm::offered() const {
  std::vector<CommodityId> commodities;
  for (const Offer& offer : offers_)
    commodities.push_back(offer.commodity);
  return commodities;
}

Firm::Offer* Firm::offer_of(CommodityId commodity) {
  const auto known = std::find_if(offers_.begin(), offers_.end(),
                                  [&](const Offer& offer) { return offer.commodity == commodity; });
  return known == offers_.end() ? nullptr : &*known;
}

void Firm::needs(CommodityId commodity) {
  market_.needs.push_back({id_, commodity});
}

void Firm::supply(const Firm& seller, CommodityId commodity, bool to_start) {
  const auto known =
      std::find_if(market_.supplies.begin(), market_.supplies.end(), [&](const Market::Supply& s) {
        return s.seller == seller.id() && s.buyer == id_ && s.commodity == commodity;
      });
  if (known != market_.supplies.end())
    return;
  market_.supplies.push_back({seller.id(), id_, commodity, to_start});
  market_.received_series(id_, commodity);
  Offer* const offer = market_.firm(seller.id()).offer_of(commodity);
  if (offer == nullptr)
    return;
  offer->customers.push_back(id_);
  if (offer->usd > 0)
    quoted({seller.id(), commodity, offer->usd, 0, offer->wait, offer->room, offer->h100e});
}

void Firm::set_price(CommodityId commodity, double usd, Tick wait, double room, double h100e) {
  constexpr double kPrice = 0.05;  // changes that are worth a letter
  constexpr double kDate = 0.2;
  Offer* const offer = offer_of(commodity);
  ensure(offer != nullptr, "a price is for something that is sold");
  const auto near = [](double value, double before, double part) {
    return std::abs(value - before) <= part * before;
  };
  if (near(usd, offer->usd, kPrice) && near(h100e, offer->h100e, kPrice) &&
      near(room, offer->room, kDate) &&
      near(static_cast<double>(wait), static_cast<double>(offer->wait), kDate))
    return;
  offer->usd = usd;
  offer->wait = wait;
  offer->room = room;
  offer->h100e = h100e;
  for (const FirmId customer : offer->customers)
    say(market_.firm(customer), PriceQuote{id_, commodity, usd, 0, wait, room, h100e});
}

void Firm::tell(Firm& seller, CommodityId commodity, const std::array<double, 4>& per_month) {
  // Who may not sell plans nothing for this firm.
  const bool served = seller.may_sell(*this, commodity);
  say(seller, Forecast{id_, commodity, served ? per_month : std::array<double, 4>{}});
}

void Firm::quote(Firm& buyer, CommodityId commodity, double usd, double per_month) {
  say(buyer, PriceQuote{id_, commodity, usd, per_month});
}

double Firm::heard(CommodityId commodity, Duration ahead) const {
  double sum = 0;
  for (const Forecast& forecast : forecasts_) {
    if (forecast.commodity == commodity)
      sum += at_horizon(forecast.per_month, ahead);
  }
  return sum;
}

double Firm::heard_from(FirmId customer, CommodityId commodity, Duration ahead) const {
  for (const Forecast& forecast : forecasts_) {
    if (forecast.commodity == commodity && forecast.from == customer) {
      return at_horizon(forecast.per_month, ahead);
    }
  }
  return 0;
}

}  // namespace chokepoint::models
