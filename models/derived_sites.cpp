// What is derived of sites, power, rents and trades.

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "models/actors/labour_pool.hpp"
#include "models/core/rates.hpp"
#include "models/derivation.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

/// Calendar months since the start.
std::size_t month_of(const Derivation& from, Tick when) {
  return static_cast<std::size_t>(from.timeline().month_index(when));
}

/// Series do not depend on the order in which firms were made.
std::vector<const Firm*> by_name(const Market& market) {
  std::vector<const Firm*> firms(market.firms().begin(), market.firms().end());
  std::sort(firms.begin(), firms.end(),
            [](const Firm* a, const Firm* b) { return a->name() < b->name(); });
  return firms;
}

/// GW of power that its sellers have accepted orders for, by the month in which they were placed.
class PowerOrdered {
 public:
  explicit PowerOrdered(const Derivation& from) : from_(from), months_(market().firms().size()) {
    for (const Firm* firm : market().firms())
      sells_power_.push_back(firm->kind == "power_supplier");
  }

  void count(const Order& order) {
    if (!sells_power_[order.seller] || order.status == OrderStatus::rejected)
      return;
    Months& months = months_[order.seller];
    if (months.empty())
      months = from_.zeros();
    months[month_of(from_, order.placed)] += static_cast<double>(order.terms.quantity) * kGwPerKw;
  }

  void tell(Derivation& to) const {
    for (const Firm* seller : by_name(market())) {
      if (const Months& months = months_[seller->id()]; !months.empty())
        to.add({.series = "power_ordered_gw",
                .entity = seller->name(),
                .region = seller->region(),
                .unit = "GW_it"},
               months);
    }
  }

 private:
  [[nodiscard]] const Market& market() const { return from_.market(); }

  const Derivation& from_;
  std::vector<bool> sells_power_;  ///< by firm
  std::vector<Months> months_;     ///< by firm; empty: it has sold none
};

/// Days by which shells that were finished in a month came after the date for which their builder
/// had planned them: the mean, by kW.
class SiteSlips {
 public:
  explicit SiteSlips(const Derivation& from) : from_(from), slips_(market().firms().size()) {
    for (const Commodity& commodity : market().commodities())
      is_shell_.push_back(commodity.name == "construction");
  }

  void count(const Order& order) {
    if (!is_shell_[order.terms.commodity] || order.status != OrderStatus::delivered)
      return;
    Slips& slips = slips_[order.buyer];
    if (slips.kw.empty())
      slips = {from_.zeros(), from_.zeros()};
    const auto kw = static_cast<double>(order.arrived);
    const std::size_t month = month_of(from_, order.delivered);
    slips.kw[month] += kw;
    slips.late[month] += kw * static_cast<double>(order.delivered - order.terms.wanted) / kDay;
  }

  void tell(Derivation& to) const {
    for (const Firm* builder : by_name(market())) {
      const Slips& slips = slips_[builder->id()];
      if (slips.kw.empty())
        continue;
      Months days = slips.late;
      for (std::size_t m = 0; m < days.size(); ++m)
        days[m] = slips.kw[m] > 0 ? round_significant(days[m] / slips.kw[m]) : kNone;
      to.add({.series = "site_slip_days",
              .entity = builder->name(),
              .region = builder->region(),
              .unit = "day"},
             days);
    }
  }

 private:
  struct Slips {
    Months late;  ///< days times kW
    Months kw;
  };
  [[nodiscard]] const Market& market() const { return from_.market(); }

  const Derivation& from_;
  std::vector<bool> is_shell_;  ///< by commodity
  std::vector<Slips> slips_;    ///< by builder; empty: nothing was finished for it
};

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

/// What an hour of an H100 costs at each operator, and in the mean of them by what they have
/// online.
void add_h100_hours(Derivation& from) {
  std::map<std::string, Months> operated;
  for (const Result& series : from.series()) {
    if (series.series == "operated")
      operated[series.entity] = from.held(series);
  }
  Months paid = from.zeros();
  Months gw = from.zeros();
  for (const Result& asked : from.series()) {
    const auto online = operated.find(asked.entity);
    if (asked.series != "h100_hour" || online == operated.end())
      continue;
    const Months usd = from.held(asked);
    from.add({.series = "h100_hour_usd",
              .entity = asked.entity,
              .region = asked.region,
              .unit = "usd/h"},
             usd);
    for (std::size_t m = 0; m < usd.size(); ++m) {
      const double part = online->second[m];
      if (!std::isfinite(usd[m]) || !(part > 0))
        continue;
      paid[m] += usd[m] * part;
      gw[m] += part;
    }
  }
  for (std::size_t m = 0; m < paid.size(); ++m)
    paid[m] = gw[m] > 0 ? round_significant(paid[m] / gw[m]) : kNone;
  from.add({.series = "h100_hour_usd", .unit = "usd/h"}, paid);
}

/// Of the people of each pool those who are electricians, where it says which part.
void add_electricians(Derivation& from) {
  for (const Result& workers : from.series()) {
    const auto* pool = workers.series == "workers"
                           ? dynamic_cast<const LabourPool*>(from.firm_of(workers))
                           : nullptr;
    if (pool == nullptr || pool->electricians() <= 0)
      continue;
    Months people = from.held(workers);
    for (double& count : people)
      count *= pool->electricians();
    from.add({.series = "electricians",
              .entity = workers.entity,
              .region = workers.region,
              .unit = workers.unit},
             people);
  }
}

}  // namespace

void add_sites_and_power(Derivation& from) {
  if (from.months() == 0)
    return;
  PowerOrdered power(from);
  SiteSlips slips(from);
  const Journal& journal = from.market().journal;
  for (OrderId id = 1; id < journal.size(); ++id) {
    power.count(journal.at(id));
    slips.count(journal.at(id));
  }
  power.tell(from);
  slips.tell(from);
  add_online_by_kind(from);
  add_h100_hours(from);
  add_electricians(from);
}

}  // namespace chokepoint::models
