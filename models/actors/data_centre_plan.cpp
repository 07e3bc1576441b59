// What a data-centre builder decides on its planning day.

#include <algorithm>

#include "models/actors/data_centre_builder.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/policy/planning.hpp"
#include "models/policy/subsidy.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kHoursPerMonth = kMinutesPerMonth / 60;
constexpr int kGainSteps = 4;
constexpr int kHalfYear = 6;   ///< months between two announcements to trades and power
constexpr int kSitePause = 3;  ///< months between two decisions on sites

}  // namespace

void DataCentreBuilder::plan() {
  settle_month();
  list_arrivals();
  const bool quarter = timeline().month_index(now()) % kSitePause == 0;
  if (quarter) {
    start_building();
    buy_power();
    buy_halls();
  }
  buy_systems();
  if (quarter || is_news(systems_wanted(), told_systems_, spec_.news))
    tell_vendors();
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
  const auto lot = nearest_whole(std::max(spec_.smallest_lot, spec_.smallest_lot_share * online_));
  site_.set_smallest(lot);
  deployment_.set_smallest(lot);
  received_before_ = received(accelerator_);
  settle_money();
}

/// When the parts of sites will arrive, by what the sellers promised; overdue ones any time now.
void DataCentreBuilder::list_arrivals() {
  shells_due_.clear();
  for (Gear& gear : gear_)
    gear.due.clear();
  power_due_.clear();
  halls_due_.clear();
  see_open_purchases([this](const Order& order) {
    const CommodityId commodity = order.terms.commodity;
    if (commodity == accelerator_)
      return;
    const Tick date = order.promised == kNever ? order.terms.wanted : order.promised;
    const Due due{std::max(0.0, static_cast<double>(date - now()) / kMinutesPerMonth),
                  static_cast<double>(order.outstanding())};
    if (commodity == construction_)
      shells_due_.push_back(due);
    else if (commodity == power_commodity_)
      power_due_.push_back(due);
    else if (commodity == hall_)
      halls_due_.push_back(due);
    for (Gear& gear : gear_) {
      if (commodity == gear.commodity)
        gear.due.push_back(due);
    }
  });
}

double DataCentreBuilder::in_use() const {
  return online_ + being_deployed();
}

/// kW that labs say they will add within so many months: what they signed at least.
double DataCentreBuilder::heard_gain(double months_ahead) const {
  const double step = months_ahead / kGainSteps;
  double sum = 0;
  for (int i = 0; i < kGainSteps; ++i) {
    sum += step * heard(compute_, months_long((i + 0.5) * step));
  }
  return std::max(sum, static_cast<double>(contracted_));
}

/// kW of systems that vendors say they will ship to it within so many months; 0 when they say
/// nothing.
double DataCentreBuilder::told_chips(double months_ahead) const {
  const double step = months_ahead / kGainSteps;
  double sum = 0;
  for (int i = 0; i < kGainSteps; ++i)
    sum += step * heard(accelerator_, months_long((i + 0.5) * step));
  return sum;
}

/// kW of systems in hand and to come until a site started now is ready. How far it counts on more
/// than is on order depends on what became of such expectations before.
double DataCentreBuilder::expected_chips() {
  const auto came = static_cast<double>(received(accelerator_));
  while (!hopes_.empty() && hopes_.front().due <= now()) {
    const Hope& past = hopes_.front();
    chips_faith_ =
        next_faith(chips_faith_, came - past.received, past.expected, spec_.chips_memory);
    hopes_.pop_front();
  }
  const double on_hand =
      static_cast<double>(systems_.level() + on_order(accelerator_) + inherited_systems_.to_come());
  const double hoped =
      spec_.chips_margin * std::max(spec_.horizon_months * receipts_.level(), on_hand);
  hopes_.push_back({now() + months_long(spec_.horizon_months).minutes, came, hoped});
  return on_hand + chips_faith_ * hoped;
}

void DataCentreBuilder::start_building() {
  SiteView view;
  view.heard_gain = heard_gain(spec_.horizon_months);
  view.own_gain = trend_.project(spec_.horizon_months) * spec_.horizon_months;
  view.conviction = subsidised(spec_.conviction, part_paid());
  const double told = told_chips(spec_.horizon_months);
  // Where vendors say nothing, only sites that stand empty tell that chips are missing.
  view.chips_short =
      told > 0 || static_cast<double>(ready_.level()) > spec_.empty_months * receipts_.level();
  view.chips_gain = told > 0 ? static_cast<double>(systems_.level()) + spec_.chips_margin * told
                             : expected_chips();
  view.coming = static_cast<double>(ready_.level() + shells_.level() + on_order(construction_) +
                                    on_order(hall_) + inherited_sites_.to_come());
  view.smoothing_months = spec_.smoothing_months;
  view.least = spec_.least;
  view.cap = cap_;
  view.affordable = pays_for(uncommitted(), std::max(1.0, site_price())) / kSitePause;
  const SiteDecision decision = start_sites(view);
  // Land, permits and crews are prepared as long as more is wanted than can be started.
  if (decision.wanted > cap_) {
    cap_ = std::min(spec_.cap_most, cap_ * portable_exp(spec_.cap_growth * kSitePause / 12));
  }
  starts_ = decision.start;
  const double amount = decision.start * kSitePause;
  const bool waited = mostly_waited(sites_waiting_ * kSitePause, amount);
  sites_waiting_ = decision.limit == SiteLimit::money ? decision.wanted - decision.start : 0;
  if (amount < spec_.smallest_site)
    return;

  ConstraintId reason = decision.limit == SiteLimit::demand ? demand_ : site_orders_;
  OrderTerms terms;
  if (waited) {
    reason = money_;
    terms.because = EnablerClass::money;
  }
  terms.commodity = construction_;
  terms.settlement = Settlement::on_order;
  terms.deposit = static_cast<float>(spec_.site_deposit);
  Cents equipment = 0;
  for (const Gear& gear : gear_)
    equipment += cents(gear.usd_per_kw);
  terms.quantity =
      std::min<std::int64_t>(nearest_whole(amount), payable(cents(usd_per_kw_shell_) + equipment));
  terms.wanted = now() + months_long(spec_.horizon_months).minutes;
  terms.sink_per_unit = kGwPerKw;
  terms.price_usd = usd_per_kw_shell_;
  terms.parent = waiting_order(compute_, view.coming);
  const EventId decided = decide(reason);
  const OrderId site = buy(*labour_, terms, decided, equipment);
  if (site == kNoOrder)
    return;
  sites_.push_back(site);
  shells_due_.push_back({spec_.horizon_months, amount});
  terms.parent = site;
  for (const Gear& gear : gear_) {
    equipment -= cents(gear.usd_per_kw);
    terms.commodity = gear.commodity;
    terms.price_usd = gear.usd_per_kw;
    buy(*gear.firm, terms, decided, equipment);
  }
}

/// kW a month that it expects to bring into use, so many months ahead.
double DataCentreBuilder::wanted_in(double months_ahead) const {
  return plan_rate(spec_.conviction, heard(compute_, months_long(months_ahead)),
                   trend_.project(months_ahead));
}

std::array<double, 4> DataCentreBuilder::systems_wanted() const {
  constexpr double kServesLater = 3;  // months
  std::array<double, 4> systems{};
  for (std::size_t year = 0; year < systems.size(); ++year)
    systems[year] = wanted_in(12.0 * static_cast<double>(year) + kServesLater);
  return systems;
}

void DataCentreBuilder::tell_vendors() {
  told_systems_ = systems_wanted();
  for (const VendorAccount& vendor : vendors_) {
    std::array<double, 4> part{};
    for (std::size_t i = 0; i < part.size(); ++i)
      part[i] = vendor.weight * told_systems_[i];
    tell(*vendor.firm, accelerator_, part);
  }
}

double DataCentreBuilder::chips_allow(double months_ahead) const {
  const double told = spec_.tells_for_chips ? heard(accelerator_, months_long(months_ahead)) : 0;
  return told > 0 ? spec_.chips_margin * told : std::numeric_limits<double>::infinity();
}

void DataCentreBuilder::tell_suppliers() {
  std::array<double, 4> sites{};
  for (std::size_t year = 0; year < sites.size(); ++year) {
    // Gear is for sites that are started about a year before.
    const double months_ahead = 12.0 * static_cast<double>(year) + 12;
    sites[year] =
        std::max(starts_, std::min({wanted_in(months_ahead), cap_ * 2, chips_allow(months_ahead)}));
  }
  for (const Gear& gear : gear_)
    tell(*gear.firm, gear.commodity, sites);
  if (timeline().month_index(now()) % kHalfYear != 0)
    return;
  tell(*labour_, construction_, sites);
  // Power is announced to those who sold it before, and to all alike at first.
  double bought = 0;
  for (const PowerSource& source : sources_)
    bought += source.bought;
  for (const PowerSource& source : sources_) {
    const double part =
        bought > 0 ? source.bought / bought : 1.0 / static_cast<double>(sources_.size());
    std::array<double, 4> power{};
    for (std::size_t i = 0; i < power.size(); ++i)
      power[i] = part * sites[i];
    tell(*source.firm, power_commodity_, power);
  }
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
  series.put(rent_series_, now(), rent_);
  series.put(h100_series_, now(), rent_ * kw_of_an_h100() / kHoursPerMonth);
  series.put(wait_series_, now(), wait_months());
  series.put(cash_series_, now(), usd(market_.accounts.at(account()).balance));
  series.put(debt_series_, now(), usd(debt_));
  series.put(arrears_series_, now(), usd(market_.accounts.owed(account())));
}

}  // namespace chokepoint::models
