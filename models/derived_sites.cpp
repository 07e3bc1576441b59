// What is derived of sites and power from the journal of orders.

#include <map>
#include <string>
#include <utility>

#include "models/core/rates.hpp"
#include "models/derivation.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

/// Calendar months since the start.
std::size_t month_of(const Derivation& from, Tick when) {
  return static_cast<std::size_t>(from.timeline().month_index(when));
}

/// GW of power that its sellers have accepted orders for, by the month in which they were placed.
void add_power_ordered(Derivation& from) {
  std::map<std::string, std::pair<const Firm*, Months>> by_seller;
  const Market& market = from.market();
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    const Firm& seller = market.firm(order.seller);
    if (seller.kind != "power_supplier" || order.status == OrderStatus::rejected)
      continue;
    auto& [firm, months] =
        by_seller.try_emplace(seller.name(), &seller, from.zeros()).first->second;
    months[month_of(from, order.placed)] += static_cast<double>(order.terms.quantity) * kGwPerKw;
  }
  for (const auto& [name, of_seller] : by_seller)
    from.add({.series = "power_ordered_gw",
              .entity = name,
              .region = of_seller.first->region(),
              .unit = "GW_it"},
             of_seller.second);
}

/// Days by which shells that were finished in a month came after the date for which their builder
/// had planned them: the mean, by kW.
void add_site_slips(Derivation& from) {
  struct Slips {
    const Firm* builder;
    Months late;
    Months kw;
  };
  std::map<std::string, Slips> by_builder;
  const Market& market = from.market();
  for (OrderId id = 1; id < market.journal.size(); ++id) {
    const Order& order = market.journal.at(id);
    if (market.commodity(order.terms.commodity).name != "construction" ||
        order.status != OrderStatus::delivered)
      continue;
    const Firm& builder = market.firm(order.buyer);
    Slips& slips =
        by_builder.try_emplace(builder.name(), Slips{&builder, from.zeros(), from.zeros()})
            .first->second;
    const auto kw = static_cast<double>(order.arrived);
    const std::size_t month = month_of(from, order.delivered);
    slips.kw[month] += kw;
    slips.late[month] += kw * static_cast<double>(order.delivered - order.terms.wanted) / kDay;
  }
  for (auto& [name, slips] : by_builder) {
    for (std::size_t m = 0; m < slips.late.size(); ++m)
      slips.late[m] = slips.kw[m] > 0 ? round_significant(slips.late[m] / slips.kw[m]) : kNone;
    from.add({.series = "site_slip_days",
              .entity = name,
              .region = slips.builder->region(),
              .unit = "day"},
             slips.late);
  }
}

/// GW online by operator, by the region in which operators are at home, and by generation: as if
/// all that is online were the mix of what was packaged since the start.
void add_online_by_kind(Derivation& from) {
  std::map<std::string, Months> regions;
  Months all = from.zeros();
  for (const Result& operated : from.series()) {
    if (operated.series != "operated")
      continue;
    const Months gw = from.held(operated);
    from.add({.series = "online_it_gw",
              .entity = operated.entity,
              .region = operated.region,
              .unit = "GW_it"},
             gw);
    accumulate(all, gw);
    accumulate(regions.try_emplace(operated.region, from.zeros()).first->second, gw);
  }
  for (const auto& [region, gw] : regions)
    from.add({.series = "online_it_gw", .region = region, .unit = "GW_it"}, gw);
  std::map<std::string, Months> generations;
  Months packaged = from.zeros();
  for (const Result& made : from.series()) {
    if (made.series != "packaged" || made.generation.empty())
      continue;
    Months since = from.flows(made);
    for (std::size_t m = 1; m < since.size(); ++m)
      since[m] += since[m - 1];
    accumulate(packaged, since);
    accumulate(generations.try_emplace(made.generation, from.zeros()).first->second, since);
  }
  for (auto& [generation, gw] : generations) {
    for (std::size_t m = 0; m < gw.size(); ++m)
      gw[m] = packaged[m] > 0 ? round_significant(all[m] * gw[m] / packaged[m]) : kNone;
    from.add({.series = "online_it_gw", .generation = generation, .unit = "GW_it"}, gw);
  }
}

}  // namespace

void add_sites_and_power(Derivation& from) {
  if (from.months() == 0)
    return;
  add_power_ordered(from);
  add_site_slips(from);
  add_online_by_kind(from);
}

}  // namespace chokepoint::models
