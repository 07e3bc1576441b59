#include "models/actors/consumer_market.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "models/actors/common_keys.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"
#include "models/policy/planning.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

ConsumerMarket::ConsumerMarket(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      priced_by_(market.commodity(spec_.priced_by, "wafer")),
      demand_(market.flow.trace.constraint(kLeadTime)),
      response_series_(market.series.declare("price_response", name(), "1", region())) {
  if (spec_.units) {
    units_series_ = market.series.declare(name() + "_sold", name(), "unit/month", region());
  }
}

void ConsumerMarket::meet() {
  for (const Spec::Need& spec : spec_.needs) {
    Need need;
    need.commodity = market_.commodity(spec.commodity, "wafer");
    needs(need.commodity);
    for (const Spec::Seller& seller : spec.sellers) {
      need.sellers.push_back({&market_.firm(seller.name), seller.share});
      supplied_by(*need.sellers.back().firm, need.commodity);
    }
    need.stock = std::round(spec.stock_months * spec.before_price.at(0));
    need.used = market_.series.declare("used", name(), "wafer/month", region(), spec.commodity);
    needs_.push_back(std::move(need));
  }
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    for (std::size_t j = 0; j < needs_.size(); ++j) {
      if (spec_.needs[i].older == spec_.needs[j].commodity)
        needs_[i].older = j;
    }
  }
}

void ConsumerMarket::plan() {
  react_to_price();
  if (now() > last_)
    build_devices();
  if (market_.takes_bids())
    make_bids();
  cut_padding();
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    if ((plannings_ + static_cast<std::int64_t>(i)) % spec_.needs[i].order_every != 0)
      continue;
    cut_excess(i);
    order(i);
  }
  if (plannings_++ * spec_.firm.months_between % 3 == 0)
    tell_sellers();
  last_ = now();
}

double ConsumerMarket::share_of_seller(Seller& seller, CommodityId wafer) const {
  if (market_.disruptions.empty())
    return seller.share;
  constexpr double kStands = 0.5;
  const double left = seller.firm->part_left_of(wafer);
  seller.down_since = left < kStands ? std::min(seller.down_since, now()) : kNever;
  const bool moved = left < kStands && now() - seller.down_since >= spec_.reroute;
  return moved ? seller.share * left : seller.share;
}

double ConsumerMarket::average_price(const Need& need) {
  double sum = 0;
  double weight = 0;
  for (const Seller& seller : need.sellers) {
    sum += seller.share * seller.price;
    weight += seller.share;
  }
  return weight > 0 ? sum / weight : 1;
}

void ConsumerMarket::react_to_price() {
  for (const Need& need : needs_) {
    if (need.commodity != priced_by_)
      continue;
    response_ = next_response(spec_.response, response_, average_price(need));
  }
  market_.series.put(response_series_, now(), response_);
}

void ConsumerMarket::make_bids() {
  if (!spec_.device_demand)
    return;
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    const double usual = spec_.needs[i].usual_usd;
    if (usual <= 0)
      continue;
    const double usd = scarce_worth(usual, needs_[i].covered, *spec_.device_demand);
    for (Seller& seller : needs_[i].sellers)
      bid(*seller.firm, needs_[i].commodity, usd);
  }
}

void ConsumerMarket::cut_padding() {
  while (!padding_.empty() && padding_.front().cut <= now()) {
    const Padding padding = padding_.front();
    padding_.pop_front();
    needs_[padding.need].padding_out -= padding.quantity;
    if (market_.journal.at(padding.order).closed())
      continue;
    take_back(padding.order, padding.quantity);
  }
}

double ConsumerMarket::target(std::size_t index) const {
  const double cover = spec_.needs[index].cover_months;
  const Tick then = now() + static_cast<Tick>(nearest_whole(cover * kMinutesPerMonth));
  return (needed(index, now()) + needed(index, then)) / 2 * cover;
}

void ConsumerMarket::cut_excess(std::size_t index) {
  const Need& need = needs_[index];
  const double position =
      need.stock + static_cast<double>(on_order(need.commodity) - need.padding_out);
  auto excess = static_cast<std::int64_t>(position - target(index) * (1 + spec_.excess));
  if (excess <= 0)
    return;
  const std::vector<OrderId> open = open_purchases();
  for (auto id = open.rbegin(); id != open.rend() && excess > 0; ++id) {
    const Order& line = market_.journal.at(*id);
    if (line.terms.commodity != need.commodity || line.terms.firm)
      continue;
    excess -= take_back(*id, std::min(excess, line.to_start()));
  }
}

void ConsumerMarket::order(std::size_t index) {
  Need& need = needs_[index];
  const std::int64_t stock = static_cast<std::int64_t>(need.stock);
  const std::int64_t wanted =
      restock(target(index), stock, on_order(need.commodity) - need.padding_out);
  const SteadyOrder split = split_order(wanted, spec_.needs[index].contracted, spec_.padding);
  if (split.contracted + split.spot <= 0)
    return;

  const double average = average_price(need);
  std::vector<double> weights;
  weights.reserve(need.sellers.size());
  double sum = 0;
  for (Seller& seller : need.sellers) {
    weights.push_back(shifted_weight(share_of_seller(seller, need.commodity), seller.price, average,
                                     spec_.substitution));
    sum += weights.back();
  }
  if (sum <= 0)
    return;
  // Without a spot market all is contracted, and each order carries its part of the padding.
  const bool spot_market = spec_.needs[index].contracted < 1;
  for (std::size_t i = 0; i < need.sellers.size(); ++i) {
    const double part = weights[i] / sum;
    const auto units = [part](std::int64_t all) {
      return nearest_whole(part * static_cast<double>(all));
    };
    const std::int64_t padding = spot_market ? 0 : units(split.padding);
    place(index, *need.sellers[i].firm, units(split.contracted) + padding, padding, true);
  }
  if (!spot_market)
    return;
  // The rest goes to the seller who is large and cheap, in one order with the padding.
  const auto best = std::max_element(weights.begin(), weights.end()) - weights.begin();
  place(index, *need.sellers[static_cast<std::size_t>(best)].firm, split.spot, split.padding,
        false);
}

void ConsumerMarket::place(std::size_t index, Firm& seller, std::int64_t quantity,
                           std::int64_t padding, bool contracted) {
  if (quantity <= 0)
    return;
  Need& need = needs_[index];
  const Tick wanted =
      now() + static_cast<Tick>(nearest_whole(spec_.needs[index].cover_months * kMinutesPerMonth));
  const OrderId id = buy(seller,
                         {.commodity = need.commodity,
                          .quantity = quantity,
                          .wanted = wanted,
                          .firm = contracted && padding == 0,
                          .stable = contracted},
                         decide(demand_));
  if (padding <= 0)
    return;
  need.padding_out += padding;
  const Tick cut =
      timeline().after(now(), {.months = static_cast<std::int32_t>(spec_.cut_after_months)});
  padding_.push_back({id, padding, index, cut});
}

void ConsumerMarket::tell_sellers() {
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    double shares = 0;
    for (Seller& seller : needs_[i].sellers)
      shares += share_of_seller(seller, needs_[i].commodity);
    if (shares <= 0)
      continue;
    std::array<double, 4> all{};
    for (std::size_t year = 0; year < all.size(); ++year)
      all[year] = needed(i, timeline().after(now(), {.months = kForecastMonths[year]}));
    for (Seller& seller : needs_[i].sellers) {
      const double share = share_of_seller(seller, needs_[i].commodity);
      std::array<double, 4> rates{};
      for (std::size_t year = 0; year < rates.size(); ++year)
        rates[year] = all[year] * share / shares;
      tell(*seller.firm, needs_[i].commodity, rates);
    }
  }
}

void ConsumerMarket::goods_in(OrderId order, std::int64_t quantity, EventId) {
  const CommodityId commodity = market_.journal.at(order).terms.commodity;
  for (Need& need : needs_) {
    if (need.commodity == commodity)
      need.stock += static_cast<double>(quantity);
  }
}

void ConsumerMarket::order_rejected(OrderId order) {
  const auto padding = std::find_if(padding_.begin(), padding_.end(),
                                    [&](const Padding& p) { return p.order == order; });
  if (padding == padding_.end())
    return;
  needs_[padding->need].padding_out -= padding->quantity;
  padding_.erase(padding);
}

void ConsumerMarket::quoted(const PriceQuote& price) {
  for (Need& need : needs_) {
    if (need.commodity != price.commodity)
      continue;
    for (Seller& seller : need.sellers) {
      if (seller.firm->id() == price.from)
        seller.price = price.usd;
    }
  }
}

/// It takes what it took in the run, whatever else is possible: wafers that it did not get there
/// are free for compute, and no others.
void ConsumerMarket::state(ProcessModel& model) const {
  for (std::size_t i = 0; i < needs_.size(); ++i) {
    std::vector<std::string> sellers;
    for (const Spec::Seller& seller : spec_.needs[i].sellers)
      sellers.push_back(seller.name);
    const auto stock = goods_for_others(model, sellers, spec_.needs[i].commodity);
    model.start_with(stock, needs_[i].stock * kWafers, std::string(kInitialStock));
    model.edit(stock).inflows.push_back(
        {.constraint = std::string(kOutsideDemand),
         .kind = EndowmentKind::outside,
         .reading = model.reading([this, i] { return needs_[i].used_so_far * kWafers; }),
         .taken_as_seen = true});
  }
}

}  // namespace chokepoint::models
