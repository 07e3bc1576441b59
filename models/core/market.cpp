#include "models/core/market.hpp"

#include <algorithm>

#include "models/core/firm.hpp"
#include "models/core/rates.hpp"
#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"

namespace chokepoint::models {

CommodityId Market::commodity(std::string_view name, std::string_view unit) {
  const auto known = std::find_if(commodities_.begin(), commodities_.end(),
                                  [&](const Commodity& c) { return c.name == name; });
  if (known != commodities_.end()) {
    ensure(known->unit == unit, "a commodity is counted in one unit by everybody");
    return static_cast<CommodityId>(known - commodities_.begin());
  }
  commodities_.push_back({std::string(name), std::string(unit), fnv1a(name)});
  return static_cast<CommodityId>(commodities_.size() - 1);
}

FirmId Market::enter(Firm& firm) {
  ensure(firms_.size() < kNoFirm, "a world has fewer than 65,535 firms");
  firms_.push_back(&firm);
  return static_cast<FirmId>(firms_.size() - 1);
}

Firm& Market::firm(std::string_view name) const {
  const auto known =
      std::find_if(firms_.begin(), firms_.end(), [&](const Firm* f) { return f->name() == name; });
  if (known == firms_.end())
    throw UnknownFirm("no firm is called " + std::string(name));
  return **known;
}

Series::Id Market::received_series(FirmId buyer, CommodityId id) {
  if (received_.size() <= buyer)
    received_.resize(buyer + 1U);
  std::vector<Series::Id>& of_buyer = received_[buyer];
  if (of_buyer.size() <= id)
    of_buyer.resize(id + 1U, kNoSeries);
  if (of_buyer[id] == kNoSeries) {
    const Firm& firm = *firms_[buyer];
    of_buyer[id] = series.declare("received", firm.name(), commodities_[id].unit, firm.region(),
                                  commodities_[id].name);
  }
  return of_buyer[id];
}

void Market::received(const Order& order, std::int64_t quantity) {
  const CommodityId goods = order.terms.commodity;
  series.add(received_series(order.buyer, goods), flow.simulation.now(),
             static_cast<double>(quantity));
  const Firm& seller = *firms_[order.seller];
  if (const auto price = list_prices.find(order.seller); price != list_prices.end())
    invested(order.buyer, price->second.at(flow.simulation.now()) * static_cast<double>(quantity));
  if (seller.kind == "power_supplier") {
    const auto [of_seller, fresh] = power_delivered_.try_emplace(order.seller, kNoSeries);
    if (fresh)
      of_seller->second =
          series.declare("power_delivered_gw", seller.name(), "GW_it", seller.region());
    series.add(of_seller->second, flow.simulation.now(), static_cast<double>(quantity) * kGwPerKw);
  }
  if (seller.kind != "foundry")
    return;
  const auto [of_seller, fresh] =
      received_from_.try_emplace({order.seller, order.buyer, goods}, kNoSeries);
  if (fresh) {
    const Firm& buyer = *firms_[order.buyer];
    of_seller->second = series.declare("received_from", buyer.name(), commodities_[goods].unit,
                                       buyer.region(), goods_of(order.seller, goods));
  }
  series.add(of_seller->second, flow.simulation.now(), static_cast<double>(quantity));
}

void Market::invested(FirmId buyer, double usd) {
  const auto [of_buyer, fresh] = invested_.try_emplace(buyer, kNoSeries);
  if (fresh)
    of_buyer->second =
        series.declare("capex_usd", firms_[buyer]->name(), "usd", firms_[buyer]->region());
  series.add(of_buyer->second, flow.simulation.now(), usd);
}

std::string Market::goods_of(FirmId seller, CommodityId commodity) const {
  return firms_[seller]->name() + " " + commodities_[commodity].name;
}

}  // namespace chokepoint::models
