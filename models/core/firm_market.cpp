// What a firm offers, at which price, and what it hears and says of the time ahead.
#include <algorithm>

#include "models/core/firm.hpp"

namespace chokepoint::models {

bool Firm::offers(CommodityId commodity) const {
  const auto& lines = prices_.lines();
  return std::any_of(lines.begin(), lines.end(),
                     [&](const PriceList::Line& line) { return line.commodity == commodity; });
}

std::vector<CommodityId> Firm::offered() const {
  std::vector<CommodityId> commodities;
  for (const PriceList::Line& line : prices_.lines())
    commodities.push_back(line.commodity);
  return commodities;
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
  PriceList::Line* const offer = market_.firm(seller.id()).prices_.find(commodity);
  if (offer == nullptr)
    return;
  offer->customers.push_back(id_);
  if (offer->usd > 0)
    quoted({seller.id(), commodity, offer->usd, 0, offer->wait, offer->room, offer->h100e});
}

void Firm::set_price(CommodityId commodity, double usd, Tick wait, double room, double h100e) {
  const PriceQuote quote{id_, commodity, usd, 0, wait, room, h100e};
  const PriceList::Line* const changed = prices_.enter(quote);
  if (changed == nullptr)
    return;
  for (const FirmId customer : changed->customers)
    say(market_.firm(customer), quote);
}

void Firm::tell(Firm& seller, CommodityId commodity, const std::array<double, 4>& per_month) {
  // Who may not sell plans nothing for this firm.
  const bool served = seller.may_sell(*this, commodity);
  say(seller, Forecast{id_, commodity, served ? per_month : std::array<double, 4>{}});
}

void Firm::quote(Firm& buyer, CommodityId commodity, double usd, double per_month) {
  say(buyer, PriceQuote{id_, commodity, usd, per_month});
}

}  // namespace chokepoint::models
