// Power and systems that a data-centre builder buys for its sites.

#include <algorithm>
#include <tuple>

#include "models/actors/data_centre_builder.hpp"
#include "models/core/rates.hpp"
#include "models/policy/planning.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kPowerPause = 3;  ///< months between two purchases of power

}  // namespace

/// Sources that sell at present, by price, then by name.
std::vector<std::size_t> DataCentreBuilder::cheapest_first() const {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (sources_[i].sold_out_until <= now() && sources_[i].room >= spec_.smallest_order)
      open.push_back(i);
  }
  std::sort(open.begin(), open.end(), [this](std::size_t a, std::size_t b) {
    return std::tie(sources_[a].usd_per_kw, sources_[a].firm->name()) <
           std::tie(sources_[b].usd_per_kw, sources_[b].firm->name());
  });
  return open;
}

void DataCentreBuilder::buy_power() {
  PowerView view;
  view.shells_standing = static_cast<double>(shells_.total_in() + inherited_sites_.to_come());
  view.power_connected = static_cast<double>(power_.total_in() + inherited_sites_.to_come());
  view.visible_months = spec_.horizon_months;
  view.planned_per_month = starts_;
  view.faith = spec_.power_faith;
  view.smoothing_months = spec_.power_smoothing_months;
  const double waiting = power_waiting_;
  power_waiting_ = 0;
  for (const std::size_t index : cheapest_first()) {
    const PowerSource& source = sources_[index];
    view.shells = shells_due_;
    view.power = power_due_;
    const double gap = power_gap(view, source.lead_months) * kPowerPause;
    if (gap < spec_.smallest_order)
      continue;
    std::int64_t amount =
        std::min<std::int64_t>(nearest_whole(gap), payable(cents(source.usd_per_kw)));
    power_waiting_ = std::max(power_waiting_, gap - static_cast<double>(amount));
    const bool waited = mostly_waited(waiting, static_cast<double>(amount));
    // What a source has no room for is asked of the next.
    amount = std::min(amount, static_cast<std::int64_t>(std::min(1e15, source.room)));
    order_power(sources_[index], amount, waited);
  }
}

/// Halls that others built, where what is wanted and has chips finds no site of its own in time.
void DataCentreBuilder::buy_halls() {
  const double waiting = halls_waiting_;
  halls_waiting_ = 0;
  for (PowerSource& owner : hall_owners_) {
    const double lead = owner.lead_months;
    const double wanted = std::max(heard_gain(lead), static_cast<double>(wanted_.level()));
    const double gap =
        hall_gap(wanted, static_cast<double>(systems_.level()) + told_chips(lead), sites_by(lead));
    const double offered = owner.sold_out_until > now() ? 0 : std::min(gap, owner.room);
    const double amount = std::min(offered, static_cast<double>(payable(cents(owner.usd_per_kw))));
    halls_waiting_ = std::max(halls_waiting_, offered - amount);
    if (amount < spec_.smallest_order)
      continue;
    const bool waited = mostly_waited(waiting, amount);
    OrderTerms terms;
    terms.commodity = hall_;
    terms.quantity = nearest_whole(amount);
    terms.wanted = now() + months_long(lead).minutes;
    terms.sink_per_unit = kGwPerKw;
    terms.price_usd = owner.usd_per_kw;
    terms.settlement = Settlement::on_order;
    terms.deposit = static_cast<float>(spec_.site_deposit);
    terms.parent = waiting_order(compute_, sites_by(lead));
    halls_due_.push_back({lead, amount});
    if (waited)
      terms.because = EnablerClass::money;
    buy(*owner.firm, terms, decide(waited ? money_ : site_orders_));
  }
}

/// In blocks, as sites are built in phases: a seller that has room for some takes those.
void DataCentreBuilder::order_power(PowerSource& source, std::int64_t amount, bool waited) {
  const auto block =
      std::max<std::int64_t>(nearest_whole(spec_.power_block), amount / spec_.most_blocks + 1);
  while (static_cast<double>(amount) >= spec_.smallest_order) {
    OrderTerms terms;
    terms.commodity = power_commodity_;
    // What is left after the last block goes with it.
    terms.quantity = amount < block + block / 2 ? amount : block;
    terms.wanted = now() + months_long(source.lead_months).minutes;
    terms.sink_per_unit = kGwPerKw;
    terms.price_usd = source.usd_per_kw;
    terms.settlement = Settlement::on_order;
    terms.deposit = static_cast<float>(spec_.site_deposit);
    terms.parent = site_without_power();
    if (waited)
      terms.because = EnablerClass::money;
    amount -= terms.quantity;
    source.room -= static_cast<double>(terms.quantity);
    source.bought += static_cast<double>(terms.quantity);
    power_due_.push_back({source.lead_months, static_cast<double>(terms.quantity)});
    // The amount follows from the sites that were decided, not from what labs ask for.
    buy(*source.firm, terms, decide(waited ? money_ : power_orders_));
  }
}

/// The first of its own sites that the power bought so far does not reach.
OrderId DataCentreBuilder::site_without_power() const {
  std::int64_t bought = received(power_commodity_) + on_order(power_commodity_);
  for (const OrderId site : sites_) {
    const Order& order = market_.journal.at(site);
    bought -= order.terms.quantity - order.cancelled;
    if (bought < 0)
      return site;
  }
  return kNoOrder;
}

double DataCentreBuilder::sites_by(double months_ahead) const {
  const auto until = now() + months_long(months_ahead).minutes;
  const auto inherited = static_cast<double>(inherited_sites_.to_come_until(until));
  const double shells =
      static_cast<double>(shells_.level()) + due_within(shells_due_, months_ahead);
  double gear = std::numeric_limits<double>::infinity();
  for (const Gear& each : gear_)
    gear = std::min(gear,
                    static_cast<double>(each.store->level()) + due_within(each.due, months_ahead));
  const double power = static_cast<double>(power_.level()) + due_within(power_due_, months_ahead);
  return static_cast<double>(ready_.level()) + inherited + std::min({shells, gear, power}) +
         due_within(halls_due_, months_ahead);
}

void DataCentreBuilder::buy_systems() {
  const double ahead = spec_.systems_ahead_months;
  const double gain_heard = heard_gain(ahead);
  const double gain =
      std::max(plan_rate(spec_.conviction, gain_heard, trend_.project(ahead) * ahead),
               static_cast<double>(contracted_));
  const double sites = sites_by(ahead);
  double coming =
      static_cast<double>(systems_.level() + on_order(accelerator_) + inherited_systems_.to_come());
  double amount = std::min(gain, sites) - coming;
  ConstraintId reason = gain >= gain_heard && sites >= gain ? demand_ : accelerator_orders_;

  const double usd_per_kw = system_price();
  if (usd_per_kw <= 0)
    return;
  const double unpaid = static_cast<double>(on_order(accelerator_)) * usd_per_kw;
  const double affordable =
      std::max(0.0, usd(spendable()) + inflow_ * ahead - unpaid - usd(rest_due())) / usd_per_kw;
  const double waiting = systems_waiting_;
  systems_waiting_ = std::max(0.0, amount - affordable);
  amount = std::min(amount, affordable);
  const bool waited = mostly_waited(waiting, amount);
  if (waited)
    reason = money_;
  if (amount < std::max(spec_.smallest_order, spec_.smallest_order_share * online_))
    return;

  double bought = amount;
  for (const VendorAccount& vendor : vendors_)
    bought += vendor.bought;
  const auto lacking = [&](const VendorAccount& vendor) {
    if (vendor.sold_out_until > now() || vendor.usd_per_kw <= 0)
      return 0.0;
    return std::max(0.02 * vendor.weight * amount, vendor.weight * bought - vendor.bought);
  };
  double lack = 0;
  for (const VendorAccount& vendor : vendors_)
    lack += lacking(vendor);
  for (VendorAccount& vendor : vendors_) {
    const double part = amount * lacking(vendor) / lack;
    if (part < spec_.smallest_order)
      continue;
    OrderTerms terms;
    terms.commodity = accelerator_;
    terms.quantity = nearest_whole(part);
    terms.wanted = now() + months_long(ahead).minutes;
    terms.sink_per_unit = kGwPerKw;
    terms.price_usd = vendor.usd_per_kw;
    terms.settlement = Settlement::on_delivery;
    terms.parent = waiting_order(compute_, coming);
    coming += part;
    if (waited)
      terms.because = EnablerClass::money;
    const OrderId order = buy(*vendor.firm, terms, decide(reason));
    if (order != kNoOrder)
      systems_bought_.push_back(order);
    vendor.bought += part;
  }
}

}  // namespace chokepoint::models
