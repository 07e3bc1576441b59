#include "models/actors/data_centre_builder.hpp"

#include <algorithm>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

std::vector<DataCentreBuilder::Gear> DataCentreBuilder::stores_for_gear(Market& market,
                                                                        const Spec& spec) {
  std::vector<Gear> all;
  for (const Spec::Gear& gear : spec.gear) {
    const std::string store = all.empty() ? "gear" : gear.goods;
    all.push_back({market.commodity(gear.goods, "kW_it"),
                   std::make_unique<Store>(market.flow, spec.firm.name + "." + store)});
  }
  return all;
}

/// What a site waits for: its shell, all gear, power.
std::vector<Matcher::Input> DataCentreBuilder::parts_of_sites() {
  std::vector<Matcher::Input> parts{{&shells_}};
  for (const Gear& gear : gear_)
    parts.push_back({gear.store.get()});
  parts.push_back({&power_});
  return parts;
}

DataCentreBuilder::DataCentreBuilder(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      compute_(market.commodity("compute", "kW_it")),
      construction_(market.commodity("construction", "kW_it")),
      gear_(stores_for_gear(market, spec_)),
      power_commodity_(market.commodity("power", "kW_it")),
      hall_(market.commodity("hall", "kW_it")),
      accelerator_(market.commodity("accelerator", "kW_it")),
      shells_(market.flow, name() + ".shells"),
      power_(market.flow, name() + ".power"),
      ready_(market.flow, name() + ".ready", nearest_whole(spec_.inherited.ready)),
      systems_(market.flow, name() + ".systems"),
      wanted_(market.flow, name() + ".wanted"),
      site_(market, {.name = name() + ".site",
                     .inputs = parts_of_sites(),
                     .smallest = nearest_whole(spec_.smallest_lot),
                     .constraint = market.flow.trace.constraint("site_completion"),
                     .sink_per_unit = kGwPerKw,
                     .started = {},
                     .delivered = [this](std::int64_t amount,
                                         EventId event) { ready_.put(amount, event); }}),
      deployment_(market, {.name = name() + ".deployment",
                           .inputs = {{&ready_}, {&systems_}, {&wanted_, EnablerClass::order}},
                           .smallest = nearest_whole(spec_.smallest_lot),
                           .constraint = market.flow.trace.constraint("deployment"),
                           .has_lead = true,
                           .lead_minutes = spec_.deployment,
                           .sink_per_unit = kGwPerKw,
                           .before = [this] { drop_given_up(); },
                           .started = [this](std::int64_t amount) { fill(amount); },
                           .delivered = [this](std::int64_t amount,
                                               EventId event) { deployed(amount, event); }}),
      inherited_sites_(market),
      inherited_systems_(market),
      online_(spec_.inherited.online),
      online_before_(spec_.inherited.online),
      trend_(spec_.inherited.systems / spec_.inherited.system_months),
      receipts_(spec_.inherited.systems / spec_.inherited.system_months),
      cap_(spec_.cap),
      starts_(spec_.inherited.sites / spec_.inherited.site_months),
      inflow_(spec_.own_cash.at(0)),
      customers_(market.accounts.outside("customers")),
      investors_(market.accounts.outside("investors")),
      lenders_(market.accounts.outside("lenders")),
      demand_(market.flow.trace.constraint(kLeadTime)),
      money_(market.flow.trace.constraint("money")),
      site_orders_(market.flow.trace.constraint("site_orders")),
      power_orders_(market.flow.trace.constraint("power_orders")),
      accelerator_orders_(market.flow.trace.constraint("accelerator_orders")),
      online_series_(market.series.declare("operated", name(), "GW_it", region())),
      ready_series_(market.series.declare("idle_sites", name(), "GW_it", region())),
      systems_series_(market.series.declare("idle_systems", name(), "GW_it", region())),
      starts_series_(market.series.declare("site_starts", name(), "GW_it/month", region())),
      building_series_(market.series.declare("under_construction", name(), "GW_it", region())),
      power_series_(market.series.declare("power_connected", name(), "GW_it", region())),
      waiting_series_(market.series.declare("contracts_waiting", name(), "GW_it", region())),
      rent_series_(market.series.declare("rent", name(), "usd/kW_it/month", region())),
      h100_series_(market.series.declare("h100_hour", name(), "usd/h", region())),
      wait_series_(market.series.declare("contract_wait", name(), "month", region())),
      cash_series_(market.series.declare("cash", name(), "usd", region())),
      debt_series_(market.series.declare("debt", name(), "usd", region())),
      credit_series_(market.series.declare("credit_line", name(), "usd", region())),
      arrears_series_(market.series.declare("arrears", name(), "usd", region())) {
  if (spec_.lenders_tire)
    leverage_series_ = market.series.declare("debt_to_cash_flow", name(), "1", region());
  if (spec_.reseated)
    reseating_ = std::make_unique<Reseating>(market, *this);
  if (spec_.rolls_off) {
    repeated_ = market.repeats.size();
    market.repeats.emplace_back([this](const Tape::Step& step) { hand_on_again(step); });
  }
  power_.make_pool(market.flow.trace.constraint("power_sources"));
  offer(compute_);
  market.accounts.pay(investors_, account(), cents(spec_.own_cash.at(0) * spec_.cash_months));
}

void DataCentreBuilder::meet() {
  labour_ = &market_.firm(spec_.labour);
  for (std::size_t i = 0; i < gear_.size(); ++i)
    gear_[i].firm = &market_.firm(spec_.gear[i].firm);
  supplied_by(*labour_, construction_);
  for (const Gear& gear : gear_)
    supplied_by(*gear.firm, gear.commodity);
  needs(power_commodity_);
  needs(accelerator_);
  for (const std::string& supplier : spec_.power) {
    sources_.push_back({&market_.firm(supplier)});
    supplied_by(*sources_.back().firm, power_commodity_);
  }
  for (const std::string& owner : spec_.halls) {
    hall_owners_.push_back({&market_.firm(owner)});
    later_supplied_by(*hall_owners_.back().firm, hall_);
  }
  for (const Spec::Vendor& vendor : spec_.vendors) {
    vendors_.push_back({&market_.firm(vendor.firm), vendor.weight});
    supplied_by(*vendors_.back().firm, accelerator_);
  }
  Trace& trace = market_.flow.trace;
  const int months_of_sites = spec_.inherited.site_months;
  const auto sites = nearest_whole(spec_.inherited.sites);
  const auto inherited_source = static_cast<std::uint32_t>(sources_.size());
  inherited_sites_.expect(sites, 0, months_of_sites - 1, trace.constraint("shell_construction"),
                          [this, inherited_source](std::int64_t amount, EventId event) {
                            for (const Gear& gear : gear_)
                              gear.store->put(amount, event);
                            power_.put(amount, event, inherited_source);
                            shells_.put(amount, event);
                          });
  inherited_systems_.expect(
      nearest_whole(spec_.inherited.systems), 0, spec_.inherited.system_months - 1,
      trace.constraint("system_delivery"),
      [this](std::int64_t amount, EventId event) { systems_.put(amount, event); });
  quote_rent();
}

void DataCentreBuilder::receive_order(OrderId id) {
  const Order& order = market_.journal.at(id);
  const double pace = std::max(trend_.level(), 1.0);
  double wait_months = static_cast<double>(contracted_) / pace;
  const bool sold_out = spec_.sold_out_months > 0 && wait_months > spec_.sold_out_months;
  if (market_.turns_away(id, sold_out)) {
    reject(id);
    return;
  }
  // It promises by the chips that vendors tell it of, where that is more than it got before.
  const double told = told_chips(spec_.horizon_months) / spec_.horizon_months;
  wait_months = std::min(wait_months, static_cast<double>(contracted_) / std::max(pace, told));
  contracted_ += order.to_start();
  const auto queue =
      static_cast<Tick>(std::min(wait_months, spec_.horizon_months) * kMinutesPerMonth);
  const auto deploying = static_cast<Tick>(spec_.deployment.median());
  acknowledge(id, std::max(order.terms.wanted, now() + queue + deploying));
  if (lenders_give_ < 1)
    tired_loans_.emplace(id, cents(spec_.loan_per_kw * lenders_give_));
  const Cents committed = loan_of(id) * order.to_start();
  undrawn_ += committed;
  withheld_ += cents(usd(committed) * (1 - lent_));
  const Tick begin = order.terms.wanted - deploying;
  if (begin <= now()) {
    activate(id);
  } else if (begin <= market_.flow.simulation.horizon()) {
    market_.flow.simulation.at(begin, Priority::callback,
                               action<&DataCentreBuilder::activate>(this, id));
  }
}

/// From now on the contract may be filled: the lab will want it when it is deployed.
void DataCentreBuilder::activate(std::uint64_t order_id) {
  const auto id = static_cast<OrderId>(order_id);
  const Order& order = market_.journal.at(id);
  const std::int64_t amount = order.to_start();
  if (amount <= 0)
    return;
  EventId wanted = order.decided;
  if (now() > order.placed) {
    const bool paid_late = order.terms.because == EnablerClass::money;
    wanted = market_.flow.trace.follow(EventKind::order, paid_late ? money_ : demand_, order.placed,
                                       now(), order.decided, order.terms.because);
  }
  // The best paid contract is filled first; of equal ones the oldest.
  const auto place = std::find_if(to_fill_.begin(), to_fill_.end(), [&](const Contract& other) {
    return market_.journal.at(other.order).terms.price_usd < order.terms.price_usd;
  });
  to_fill_.insert(place, {id, amount});
  wanted_.put(amount, wanted);
}

void DataCentreBuilder::order_cancelled(OrderId id, std::int64_t quantity) {
  contracted_ -= quantity;
  undrawn_ -= loan_of(id) * quantity;
  withheld_ = std::clamp<Cents>(undrawn_, 0, withheld_);
  drop_given_up();
}

/// Labs give contracts up while nobody here reads of it, too.
void DataCentreBuilder::drop_given_up() {
  for (Contract& contract : to_fill_) {
    const std::int64_t left = market_.journal.at(contract.order).to_start();
    if (left < contract.left)
      wanted_.take(contract.left - left);
    contract.left = left;
  }
  std::erase_if(to_fill_, [](const Contract& contract) { return contract.left == 0; });
}

void DataCentreBuilder::fill(std::int64_t amount) {
  contracted_ -= amount;
  while (amount > 0) {
    Contract& next = to_fill_.front();
    const std::int64_t part = std::min(amount, next.left);
    market_.journal.begin(next.order, part);
    amount -= part;
    next.left -= part;
    to_hand_over_.push_back({next.order, part});
    if (next.left == 0)
      to_fill_.pop_front();
  }
}

DataCentreBuilder::Spare DataCentreBuilder::spare() const {
  if (!spec_.last_minute)
    return {};
  const auto kw = static_cast<double>(std::min(ready_.level(), systems_.level()) - wanted_.level());
  if (kw <= 0)
    return {};
  return {kw, last_minute_rent(*spec_.last_minute, rent_, kw, online_)};
}

std::int64_t DataCentreBuilder::let_go(FirmId tenant, double ending_kw, double renewal_usd) {
  if (!spec_.rolls_off)
    return 0;
  drop_given_up();
  std::int64_t gone = 0;
  for (Contract& contract : to_fill_) {
    const Order& order = market_.journal.at(contract.order);
    if (order.buyer == tenant)
      continue;
    const auto part = static_cast<std::int64_t>(
        rolled_off(ending_kw - static_cast<double>(gone), renewal_usd,
                   static_cast<double>(contract.left), order.terms.price_usd));
    if (part <= 0)
      break;  // all others pay less
    gone += part;
    hand_on(contract, part);
  }
  std::erase_if(to_fill_, [](const Contract& contract) { return contract.left == 0; });
  return gone;
}

void DataCentreBuilder::hand_on(Contract& contract, std::int64_t kw) {
  if (market_.written != nullptr)
    market_.written->steps.push_back(
        {.tick = now(), .by = repeated_, .order = contract.order, .quantity = kw});
  contract.left -= kw;
  contracted_ -= kw;
  const EventId event = wanted_.take(kw);
  market_.journal.begin(contract.order, kw);
  market_.post.send(market_.firm(market_.journal.at(contract.order).buyer),
                    Delivery{contract.order, kw, event}, 0);
}

void DataCentreBuilder::hand_on_again(const Tape::Step& step) {
  drop_given_up();
  for (Contract& contract : to_fill_) {
    if (contract.order == step.order)
      hand_on(contract, std::min(step.quantity, contract.left));
  }
  std::erase_if(to_fill_, [](const Contract& contract) { return contract.left == 0; });
}

void DataCentreBuilder::goods_in(OrderId id, std::int64_t quantity, EventId arrival) {
  const Order& order = market_.journal.at(id);
  const CommodityId commodity = order.terms.commodity;
  if (commodity == construction_) {
    shells_.put(quantity, arrival);
  } else if (is_gear(commodity)) {
    for (const Gear& gear : gear_) {
      if (gear.commodity == commodity)
        gear.store->put(quantity, arrival);
    }
  } else if (commodity == power_commodity_) {
    const auto source = std::find_if(sources_.begin(), sources_.end(), [&](const PowerSource& s) {
      return s.firm->id() == order.seller;
    });
    power_.put(quantity, arrival, static_cast<std::uint32_t>(source - sources_.begin()));
  } else if (commodity == hall_) {
    ready_.put(quantity, arrival);
  } else {
    ensure(commodity == accelerator_, "a data-centre builder buys parts of data centres");
    systems_.put(quantity, arrival);
  }
}

bool DataCentreBuilder::is_gear(CommodityId commodity) const {
  return std::any_of(gear_.begin(), gear_.end(),
                     [&](const Gear& gear) { return gear.commodity == commodity; });
}

void DataCentreBuilder::order_rejected(OrderId id) {
  const Order& order = market_.journal.at(id);
  const Tick until = timeline().after(now(), spec_.sold_out_pause);
  for (std::vector<PowerSource>* sources : {&sources_, &hall_owners_}) {
    for (PowerSource& source : *sources) {
      if (source.firm->id() != order.seller)
        continue;
      source.sold_out_until = until;
      source.bought -= static_cast<double>(order.terms.quantity);
    }
  }
  for (VendorAccount& vendor : vendors_) {
    if (vendor.firm->id() != order.seller)
      continue;
    vendor.sold_out_until = timeline().after(now(), Duration{2, 0});
    vendor.bought -= static_cast<double>(order.terms.quantity);
  }
}

void DataCentreBuilder::quoted(const PriceQuote& price) {
  if (price.from == labour_->id())
    usd_per_kw_shell_ = price.usd;
  for (Gear& gear : gear_) {
    if (price.from == gear.firm->id())
      gear.usd_per_kw = price.usd;
  }
  for (std::vector<PowerSource>* sources : {&sources_, &hall_owners_}) {
    for (PowerSource& source : *sources) {
      if (source.firm->id() != price.from)
        continue;
      source.usd_per_kw = price.usd;
      source.lead_months = static_cast<double>(price.wait) / kMinutesPerMonth;
      source.room = price.room;
    }
  }
  for (VendorAccount& vendor : vendors_) {
    if (vendor.firm->id() != price.from || price.commodity != accelerator_)
      continue;
    vendor.usd_per_kw = price.usd;
    vendor.h100e_per_kw = price.h100e;
  }
}

}  // namespace chokepoint::models
