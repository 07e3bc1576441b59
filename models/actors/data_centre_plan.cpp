// What a data-centre builder decides on its planning day.

#include <algorithm>
#include <cmath>

#include "models/actors/data_centre_builder.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/policy/ai_demand.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kGwPerKw = 1e-6;
constexpr double kRentUsual = 0.4;  ///< share of waiting contracts at which rents stand still
constexpr double kRentGain = 0.15;
constexpr double kRentStep = 0.06;  ///< most that rents move in a quarter
constexpr double kRentLow = 0.6;
constexpr double kRentHigh = 1.6;
constexpr int kGainSteps = 4;
constexpr int kQuarter = 3;           ///< months between two decisions on sites
constexpr double kLotShare = 0.004;   ///< lots brought online: this part of what is online
constexpr double kOrderShare = 0.01;  ///< orders of systems: this part of what is online
constexpr double kIdleMonths = 3;     ///< sites that stand empty longer than that wait for chips

Duration in_months(double months) {
  return {0, static_cast<Tick>(std::llround(months * kMinutesPerMonth))};
}

}  // namespace

void DataCentreBuilder::plan() {
  settle_month();
  list_arrivals();
  const bool quarter = timeline().month_index(now()) % kQuarter == 0;
  if (quarter) {
    start_building();
    buy_power();
  }
  buy_systems();
  if (quarter) {
    tell_suppliers();
    if (now() > 0)
      quote_rent();
  }
  record();
}

void DataCentreBuilder::settle_month() {
  if (now() > 0) {
    trend_.observe(online_ - online_before_);
    receipts_.observe(static_cast<double>(received(accelerator_) - received_before_) +
                      (inherited_systems_.to_come() > 0
                           ? spec_.inherited.systems / spec_.inherited.system_months
                           : 0));
  }
  online_before_ = online_;
  const auto lot = std::llround(std::max(spec_.smallest_lot, kLotShare * online_));
  site_.set_smallest(lot);
  deployment_.set_smallest(lot);
  received_before_ = received(accelerator_);
  const double service = debt_ / spec_.loan_months;
  debt_ -= service;
  if (service >= 1)
    booked();  // lenders were paid
  const double income = spec_.own_cash.at(now()) + rents_;
  inflow_ = std::max(0.0, income * market_.flow.relief.factor(kMoney, now()) - service);
  rents_ = 0;
  cash_ += inflow_;
  // Money that finds no use goes to shareholders; what is borrowed waits for its contracts.
  cash_ = std::min(
      cash_, inflow_ * spec_.cash_months + spec_.loan_per_kw * static_cast<double>(contracted_));
}

/// When open orders will arrive, by what the sellers promised; overdue ones any time now.
void DataCentreBuilder::list_arrivals() {
  shells_due_.clear();
  gear_due_.clear();
  power_due_.clear();
  systems_due_.clear();
  for (const OrderId id : open_purchases()) {
    const Order& order = market_.journal.at(id);
    const Tick date = order.promised == kNever ? order.terms.wanted : order.promised;
    const Due due{std::max(0.0, static_cast<double>(date - now()) / kMinutesPerMonth),
                  static_cast<double>(order.outstanding())};
    const CommodityId commodity = order.terms.commodity;
    if (commodity == construction_)
      shells_due_.push_back(due);
    if (commodity == gear_commodity_)
      gear_due_.push_back(due);
    if (commodity == power_commodity_)
      power_due_.push_back(due);
    if (commodity == accelerator_)
      systems_due_.push_back(due);
  }
}

double DataCentreBuilder::in_use() const {
  return online_ + static_cast<double>(deployment_.under_way());
}

double DataCentreBuilder::site_price() const {
  double power = 0;
  for (const PowerSource& source : sources_)
    power += source.usd_per_kw;
  return usd_per_kw_shell_ + usd_per_kw_gear_ + power / static_cast<double>(sources_.size());
}

/// kW that labs say they will add within so many months: what they signed at least.
double DataCentreBuilder::heard_gain(double months_ahead) const {
  const double step = months_ahead / kGainSteps;
  double sum = 0;
  for (int i = 0; i < kGainSteps; ++i) {
    sum += step * heard(compute_, in_months((i + 0.5) * step));
  }
  return std::max(sum, static_cast<double>(contracted_));
}

void DataCentreBuilder::start_building() {
  SiteView view;
  view.heard_gain = heard_gain(spec_.horizon_months);
  view.own_gain = trend_.project(spec_.horizon_months) * spec_.horizon_months;
  view.conviction = spec_.conviction;
  const double on_hand = static_cast<double>(systems_.level()) +
                         static_cast<double>(on_order(accelerator_)) +
                         static_cast<double>(inherited_systems_.to_come());
  view.chips_gain = on_hand + spec_.chips_margin * spec_.horizon_months *
                                  std::max(receipts_.level(), on_hand / spec_.horizon_months);
  view.chips_short = static_cast<double>(ready_.level()) > kIdleMonths * receipts_.level();
  view.coming = static_cast<double>(ready_.level() + shells_.level() + on_order(construction_) +
                                    inherited_sites_.to_come());
  view.smoothing_months = spec_.smoothing_months;
  view.least = spec_.least;
  view.cap = cap_;
  view.affordable = std::max(0.0, cash_) / std::max(1.0, site_price()) / kQuarter;
  const SiteDecision decision = start_sites(view);
  // Land, permits and crews are prepared as long as more is wanted than can be started.
  if (decision.wanted > cap_) {
    cap_ = std::min(spec_.cap_most, cap_ * portable_exp(spec_.cap_growth * kQuarter / 12));
  }
  starts_ = decision.start;
  const double amount = decision.start * kQuarter;
  if (amount < spec_.smallest_site)
    return;

  ConstraintId reason = site_orders_;
  if (decision.limit == SiteLimit::demand)
    reason = demand_;
  if (decision.limit == SiteLimit::money)
    reason = money_;
  OrderTerms terms;
  terms.commodity = construction_;
  terms.quantity = std::llround(amount);
  terms.wanted = now() + in_months(spec_.horizon_months).minutes;
  terms.sink_per_unit = kGwPerKw;
  terms.price_usd = usd_per_kw_shell_;
  const EventId decided = decide(reason);
  const OrderId site = buy(*labour_, terms, decided);
  shells_due_.push_back({spec_.horizon_months, amount});
  terms.commodity = gear_commodity_;
  terms.parent = site;
  terms.price_usd = usd_per_kw_gear_;
  cash_ -= amount * (usd_per_kw_shell_ + usd_per_kw_gear_);
  buy(*gear_vendor_, terms, decided);
}

void DataCentreBuilder::buy_power() {
  PowerView view;
  view.shells_standing = static_cast<double>(shells_.total_in() + inherited_sites_.to_come());
  view.power_connected = static_cast<double>(power_.total_in() + inherited_sites_.to_come());
  view.visible_months = spec_.horizon_months;
  view.planned_per_month = starts_;
  view.faith = spec_.power_faith;
  view.smoothing_months = spec_.power_smoothing_months;
  for (const PowerSource& source : sources_) {
    if (source.sold_out_until > now())
      continue;
    view.shells = shells_due_;
    view.power = power_due_;
    const double gap = power_gap(view, source.lead_months) * kQuarter;
    if (gap < spec_.smallest_order)
      continue;
    OrderTerms terms;
    terms.commodity = power_commodity_;
    terms.quantity = std::llround(gap);
    terms.wanted = now() + in_months(source.lead_months).minutes;
    terms.sink_per_unit = kGwPerKw;
    terms.price_usd = source.usd_per_kw;
    cash_ -= gap * source.usd_per_kw;
    // The amount follows from the sites that were decided, not from what labs ask for.
    buy(*source.firm, terms, decide(power_orders_));
    power_due_.push_back({source.lead_months, gap});
  }
}

double DataCentreBuilder::sites_by(double months_ahead) const {
  const auto until = now() + in_months(months_ahead).minutes;
  const auto inherited = static_cast<double>(inherited_sites_.to_come_until(until));
  const double shells =
      static_cast<double>(shells_.level()) + due_within(shells_due_, months_ahead);
  const double gear = static_cast<double>(gear_.level()) + due_within(gear_due_, months_ahead);
  const double power = static_cast<double>(power_.level()) + due_within(power_due_, months_ahead);
  return static_cast<double>(ready_.level()) + inherited + std::min({shells, gear, power});
}

void DataCentreBuilder::buy_systems() {
  const double ahead = spec_.systems_ahead_months;
  const double gain_heard = heard_gain(ahead);
  const double gain =
      std::max(plan_rate(spec_.conviction, gain_heard, trend_.project(ahead) * ahead),
               static_cast<double>(contracted_));
  const double sites = sites_by(ahead);
  const double coming =
      static_cast<double>(systems_.level() + on_order(accelerator_) + inherited_systems_.to_come());
  double amount = std::min(gain, sites) - coming;
  ConstraintId reason = gain >= gain_heard && sites >= gain ? demand_ : accelerator_orders_;

  double usd_per_kw = 0;
  double weights = 0;
  for (const VendorAccount& vendor : vendors_) {
    if (vendor.sold_out_until > now() || vendor.usd_per_kw <= 0)
      continue;
    usd_per_kw += vendor.weight * vendor.usd_per_kw;
    weights += vendor.weight;
  }
  if (weights <= 0)
    return;
  usd_per_kw /= weights;
  const double unpaid = static_cast<double>(on_order(accelerator_)) * usd_per_kw;
  const double affordable = (cash_ + inflow_ * ahead - unpaid) / usd_per_kw;
  if (affordable < amount) {
    amount = affordable;
    reason = money_;
  }
  if (amount < std::max(spec_.smallest_order, kOrderShare * online_))
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
    terms.quantity = std::llround(part);
    terms.wanted = now() + in_months(ahead).minutes;
    terms.sink_per_unit = kGwPerKw;
    terms.price_usd = vendor.usd_per_kw;
    buy(*vendor.firm, terms, decide(reason));
    vendor.bought += part;
  }
}

void DataCentreBuilder::tell_suppliers() {
  std::array<double, 4> systems{};
  std::array<double, 4> gear{};
  for (std::size_t year = 0; year < systems.size(); ++year) {
    const double months_ahead = 12.0 * static_cast<double>(year);
    const auto wanted = [&](double extra) {
      return plan_rate(spec_.conviction, heard(compute_, in_months(months_ahead + extra)),
                       trend_.project(months_ahead + extra));
    };
    // Systems serve a quarter later; gear is for sites that are started about a year before.
    systems[year] = wanted(3);
    gear[year] = std::max(starts_, std::min(wanted(12), cap_ * 2));
  }
  for (const VendorAccount& vendor : vendors_) {
    std::array<double, 4> part{};
    for (std::size_t i = 0; i < part.size(); ++i)
      part[i] = vendor.weight * systems[i];
    tell(*vendor.firm, accelerator_, part);
  }
  tell(*gear_vendor_, gear_commodity_, gear);
}

void DataCentreBuilder::quote_rent() {
  const double waiting = static_cast<double>(wanted_.level());
  const double unserved = waiting / std::max(1.0, waiting + online_);
  if (market_.flow.now() > 0) {
    rent_level_ =
        next_rent(rent_level_, unserved, kRentUsual, kRentGain, kRentStep, kRentLow, kRentHigh);
  }
  for (Firm* lab : labs_)
    quote(*lab, compute_, rent_level_ * spec_.rent);
}

void DataCentreBuilder::record() {
  Series& series = market_.series;
  series.put(online_series_, now(), online_ * kGwPerKw);
  series.put(ready_series_, now(), static_cast<double>(ready_.level()) * kGwPerKw);
  series.put(systems_series_, now(), static_cast<double>(systems_.level()) * kGwPerKw);
  series.put(starts_series_, now(), starts_ * kGwPerKw);
  series.put(building_series_, now(),
             static_cast<double>(on_order(construction_) + inherited_sites_.to_come()) * kGwPerKw);
  series.put(power_series_, now(), static_cast<double>(power_.total_in()) * kGwPerKw);
  series.put(waiting_series_, now(), static_cast<double>(wanted_.level()) * kGwPerKw);
  series.put(rent_series_, now(), rent_level_ * spec_.rent);
  series.put(cash_series_, now(), cash_);
}

}  // namespace chokepoint::models
