// What a data-centre builder can do at most, for the bound of perfect foresight.

#include <algorithm>
#include <utility>

#include "models/actors/accelerator_vendor.hpp"
#include "models/actors/data_centre_builder.hpp"
#include "models/actors/site_supplier.hpp"
#include "models/core/money_statement.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"
#include "sim/base/portable_math.hpp"
#include "sim/bound/storage.hpp"

namespace chokepoint::models {

namespace {

/// A process that several builders share takes no longer than the fastest of them.
void shorten(ProcessModel::Process& process, Duration to, const Timeline& timeline) {
  for (ProcessModel::Flow& flow : process.flows) {
    if (flow.later != Duration{} && timeline.after(0, to) < timeline.after(0, flow.later))
      flow.later = to;
  }
}

/// usd per kW, of what a firm sells to builders.
double least_price_of(const Firm& firm) {
  if (const auto* vendor = dynamic_cast<const AcceleratorVendor*>(&firm))
    return vendor->least_price();
  const auto* supplier = dynamic_cast<const SiteSupplier*>(&firm);
  return supplier == nullptr ? 0 : supplier->least_price();
}

/// What a world holds of a stock is what all tell together.
void tell_held(ProcessModel& model, std::string_view stock, ProcessModel::Reading held) {
  add_held(model, model.stock(stock), model.reading(std::move(held)));
}

}  // namespace

/// Sites, gear, power and systems are stated as common to all builders: whose they are is a matter
/// of decisions.
void DataCentreBuilder::state(ProcessModel& model) const {
  const auto part = [&](const char* commodity) { return model.stock(commodity); };
  for (const char* commodity : {"construction", "electrical_gear", "power"}) {
    model.start_with(part(commodity), spec_.inherited.ready * kGwPerKw, std::string(kInitialStock));
    state_inherited(model, part(commodity), spec_.inherited.sites * kGwPerKw,
                    spec_.inherited.site_months);
  }
  state_inherited(model, part("accelerator"), spec_.inherited.systems * kGwPerKw,
                  spec_.inherited.system_months);
  constexpr int kPause = 3;  // months of starts that are decided at once
  GrowthRule growth{.per_planning = portable_exp(spec_.cap_growth * kPause / 12),
                    .months_between = kPause,
                    .most = model.every_month(spec_.cap_most)};
  RatePath starts{.initial = spec_.cap,
                  .worth = model.every_month(kPause * kGwPerKw),
                  .growth = std::move(growth),
                  .by_planning = true};
  model.add({.name = "sites of " + name(),
             .flows = {{model.stock(kSitesStarted), 1},
                       {money_of_builders(model), -least_site_price() * kGusd}},
             .limited = true,
             .limit = std::move(starts),
             .limit_constraint = "site_starts",
             .limit_kind = EndowmentKind::growth,
             .begun = model.reading([this] { return sites_bought() * kGwPerKw; }),
             .limit_reading = model.reading([this] { return cap_; })});
  state_budget(model);
  state_held(model);
  const Duration installing = shortest_of(spec_.deployment);
  if (ProcessModel::Process* known = model.find_process("deployment")) {
    shorten(*known, installing, timeline());
    return;
  }
  model.add({.name = "deployment",
             .flows = {{part("construction"), -1},
                       {part("electrical_gear"), -1},
                       {part("power"), -1},
                       {part("accelerator"), -1},
                       {model.stock(kComputeWanted), -1, installing},
                       {model.stock(kSink), 1, installing}},
             .adds = {{earning_compute(model), 1}}});
}

/// Of each kind of goods, what it has, has ordered or inherits and has not begun to use: as a plan
/// counts them, which has them earlier and no more of them.
void DataCentreBuilder::state_held(ProcessModel& model) const {
  const auto used = [this] { return online_ + being_deployed() - spec_.inherited.online; };
  const auto bought = [this](CommodityId goods) {
    return static_cast<double>(received(goods) + on_order(goods));
  };
  // A plan may have the next part of what was ordered before the start already.
  const auto inherited = [](double all, int months, const Inheritance& parts) {
    return all - std::max(0.0, static_cast<double>(parts.to_come()) - all / months);
  };
  for (const auto& [stock, goods] : {std::pair("construction", construction_),
                                     std::pair("electrical_gear", gear_.front().commodity),
                                     std::pair("power", power_commodity_)}) {
    tell_held(model, stock, [=, this, goods = goods] {
      return (spec_.inherited.ready +
              inherited(spec_.inherited.sites, spec_.inherited.site_months, inherited_sites_) +
              bought(goods) + bought(hall_) - used()) *
             kGwPerKw;
    });
  }
  tell_held(model, "accelerator", [=, this] {
    return (inherited(spec_.inherited.systems, spec_.inherited.system_months, inherited_systems_) +
            bought(accelerator_) - used()) *
           kGwPerKw;
  });
  tell_held(model, kSitesStarted, [this, lost = 0.0, before = 0.0]() mutable {
    lost += std::max(0.0, before - sites_bought());
    before = sites_bought();
    return (static_cast<double>(on_order(construction_)) + lost) * kGwPerKw;
  });
}

void DataCentreBuilder::state_budget(ProcessModel& model) const {
  const MonthGrid& grid = model.grid();
  const Monthly own = gusd_by_month(spec_.own_cash, grid);
  Monthly all = in_advance(own, spec_.credit_months);
  all.front() += own.front() * spec_.cash_months;
  for (std::size_t month = 0; month < all.size(); ++month)
    all[month] += own[month] * MonthGrid::plannings(static_cast<int>(month), 1);
  const ProcessModel::StockId money = money_of_builders(model);
  ProcessModel::Inflow early;
  early.constraint = std::string(kMoney);
  early.kind = EndowmentKind::money;
  early.reading = model.reading(paid_early(all));
  early.taken_as_seen = true;  // of an amount that falls: it comes in
  model.edit(money).inflows.push_back(std::move(early));
  state_money(model, money, std::move(all));
  state_loans(model, spec_.loan_per_kw * kGusd);
  state_rents(model, spec_.credit_months);
}

/// Gusd, below zero: the most by which what it had bought at the end of a month, as a plan counts
/// and pays for it, was more than a plan would have had: its own money, as stated, what it could
/// borrow against contracts, and rents. Systems that are shipped and not yet paid are such, and
/// bills that wait.
ProcessModel::Reading DataCentreBuilder::paid_early(const Monthly& own) const {
  constexpr double kGusdPerUsd = 1e-9;
  return [this, own, month = std::size_t{0}, had = 0.0, rents = 0.0, most = 0.0, sites = 0.0,
          lost = 0.0]() mutable {
    const double earned = usd(market_.accounts.at(account()).earned) * kGusdPerUsd;
    const double in_advance = (earned - rents) * spec_.credit_months;
    rents = earned;
    had += own[month++];
    const double signed_kw = static_cast<double>(contracted_) + in_use() - spec_.inherited.online;
    lost += std::max(0.0, sites - sites_bought());
    sites = sites_bought();
    most = std::max(most, least_cost(lost) * kGusdPerUsd - had - rents - in_advance -
                              signed_kw * spec_.loan_per_kw * kGusdPerUsd);
    return -most;
  };
}

/// usd, of all that it has bought, each thing at the least that its seller ever asks. What was
/// lost on its way had been paid, too: so much of its sites.
double DataCentreBuilder::least_cost(double lost_sites) const {
  double cost = (sites_bought() + lost_sites) * least_site_price();
  for (const PowerSource& source : sources_)
    cost += source.bought * least_price_of(*source.firm);
  double hall_price = 0;
  for (const PowerSource& owner : hall_owners_)
    hall_price = std::max(hall_price, least_price_of(*owner.firm));
  cost += static_cast<double>(received(hall_) + on_order(hall_)) * hall_price;
  for (const OrderId id : systems_bought_) {
    const Order& order = market_.journal.at(id);
    cost += static_cast<double>(order.started) * least_price_of(market_.firm(order.seller));
  }
  return cost;
}

/// usd per kW of a shell with its gear, when nobody waits and a government pays what it ever does.
double DataCentreBuilder::least_site_price() const {
  const double own_part = spec_.subsidy ? 1 - spec_.subsidy->rule.part() : 1;
  return own_part * (least_price_of(*labour_) + least_price_of(*gear_.front().firm));
}

}  // namespace chokepoint::models
