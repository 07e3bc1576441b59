// A data-centre builder's money: what comes in, what it can pay, what it asks for compute.

#include <algorithm>
#include <cmath>

#include "models/actors/data_centre_builder.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

void DataCentreBuilder::settle_money() {
  Accounts& accounts = market_.accounts;
  const Cents overdrawn = std::max<Cents>(0, -accounts.at(account()).balance);
  const double own = spec_.own_cash.at(now()) * market_.flow.relief.factor(kMoney, now());
  accounts.pay(customers_, account(), cents(own));
  let_lenders_withhold();
  const Cents rents = accounts.at(account()).earned - earned_before_;
  earned_before_ += rents;
  const double interest =
      interest_of_a_month(usd(debt_), spec_.interest, usd(overdrawn), spec_.overdraft_interest);
  const Cents repaid = cents(usd(debt_) / spec_.loan_months);
  const double running = spec_.running_cost * online_;
  if (spec_.lenders_tire)
    tire_lenders(own + usd(rents) - running);
  inflow_ = std::max(0.0, own + usd(rents - repaid) - interest - running);
  accounts.set_credit(account(), cents(inflow_ * spec_.credit_months * lent_));
  market_.series.put(credit_series_, now(), usd(accounts.at(account()).credit));
  accounts.settle(account());
  debt_ -= repaid;
  accounts.bill(account(), lenders_, repaid + cents(interest));
  accounts.bill(account(), customers_, cents(running));
  // Money that finds no use goes to shareholders.
  const Cents kept = cents(inflow_ * (spec_.cash_months + spec_.credit_months));
  if (free_money() > kept)
    accounts.pay(account(), investors_, free_money() - kept);
}

/// A government pays its part of shells and gear back when they are paid.
void DataCentreBuilder::invested(const Order& order, Cents amount) {
  Firm::invested(order, amount);
  const CommodityId bought = order.terms.commodity;
  if (spec_.subsidy && (bought == construction_ || is_gear(bought)))
    market_.accounts.pay(market_.accounts.outside("government"), account(),
                         cents(part_paid() * usd(amount)));
}

/// By what came in this month and what it owes today.
void DataCentreBuilder::tire_lenders(double cash_flow) {
  const double multiple = leverage(usd(debt_), 12 * cash_flow);
  lenders_give_ = willingness(*spec_.lenders_tire, multiple);
  if (std::isfinite(multiple))
    market_.series.put(*leverage_series_, now(), round_significant(multiple));
}

/// What lenders commit to a kW of this contract, which they keep to when they have tired since.
Cents DataCentreBuilder::loan_of(OrderId contract) const {
  const auto tired = tired_loans_.find(contract);
  return tired == tired_loans_.end() ? cents(spec_.loan_per_kw) : tired->second;
}

/// When lenders close, of every loan that is committed and not drawn so much cannot be drawn until
/// they open again, whether its contract is served already or not.
void DataCentreBuilder::let_lenders_withhold() {
  const double lend = market_.disruptions.loans(now());
  if (lend < lent_)
    withheld_ += cents(usd(std::max<Cents>(0, undrawn_ - withheld_)) * (1 - lend / lent_));
  else if (lend > lent_)
    withheld_ = cents(usd(withheld_) * (1 - lend) / (1 - lent_));
  lent_ = lend;
}

Cents DataCentreBuilder::drawable() const {
  return std::max<Cents>(0, undrawn_ - withheld_);
}

void DataCentreBuilder::draw(Cents amount) {
  const Cents missing = std::min(drawable(), amount - market_.accounts.net(account()));
  if (missing <= 0)
    return;
  market_.accounts.pay(lenders_, account(), missing);
  undrawn_ -= missing;
  debt_ += missing;
}

double DataCentreBuilder::uncommitted() const {
  const double unpaid =
      static_cast<double>(on_order(accelerator_)) * system_price() + usd(rest_due());
  const double until_then = inflow_ * spec_.systems_ahead_months;
  return std::max(0.0, usd(spendable()) - std::max(0.0, unpaid - until_then));
}

std::int64_t DataCentreBuilder::payable(Cents each) const {
  if (spec_.site_deposit >= 1)
    return spendable() / std::max<Cents>(1, each);
  // Each deposit is rounded to cents, perhaps upwards, and so is that of what is bought beside it.
  constexpr Cents kRounding = 2;
  const Cents deposit = cents(usd(each) * spec_.site_deposit) + kRounding;
  return std::min(spendable() / deposit, static_cast<std::int64_t>(pays_for(
                                             usd(spendable()), usd(std::max<Cents>(1, each)))));
}

/// Units for which that money does: their deposits today, and the rest from what comes in until
/// they arrive.
double DataCentreBuilder::pays_for(double money, double each) const {
  if (spec_.site_deposit >= 1)
    return money / each;
  const double later = inflow_ * spec_.horizon_months - usd(rest_due());
  return std::max(
      0.0, std::min(money / std::max(0.01, spec_.site_deposit * each), (money + later) / each));
}

double DataCentreBuilder::site_price() const {
  double power = 0;
  for (const PowerSource& source : sources_)
    power += source.usd_per_kw;
  return equipped_price() + power / static_cast<double>(sources_.size());
}

double DataCentreBuilder::equipped_price() const {
  double gear = 0;
  for (const Gear& each : gear_)
    gear += each.usd_per_kw;
  return usd_per_kw_shell_ + gear;
}

/// Average of those that sell at present.
double DataCentreBuilder::system_price() const {
  double price = 0;
  double weights = 0;
  for (const VendorAccount& vendor : vendors_) {
    if (vendor.sold_out_until > market_.flow.now() || vendor.usd_per_kw <= 0)
      continue;
    price += vendor.weight * vendor.usd_per_kw;
    weights += vendor.weight;
  }
  return weights > 0 ? price / weights : 0;
}

/// How long a contract signed now would wait: all that was signed before it, at the pace at which
/// compute comes online, which is not less than what replaces it as it wears out.
double DataCentreBuilder::wait_months() const {
  const double pace = std::max({1.0, trend_.level(), online_ / spec_.loan_months});
  return static_cast<double>(contracted_) / pace;
}

double DataCentreBuilder::kw_of_an_h100() const {
  double h100e = 0;
  for (const VendorAccount& vendor : vendors_)
    h100e += vendor.weight * vendor.h100e_per_kw;
  return old_chip_kw(spec_.kw_per_h100, h100e, spec_.ageing);
}

void DataCentreBuilder::quote_rent() {
  if (market_.flow.now() > 0)
    rent_level_ = next_rent(spec_.rent, rent_level_, wait_months());
  const double systems = system_price();
  if (systems > 0)
    system_cost_ = systems;
  const double paid = part_paid() * equipped_price();
  rent_ = rent_level_ * monthly_cost(site_price() - paid + system_cost_, spec_.interest,
                                     spec_.loan_months, spec_.running_cost);
  set_price(compute_, rent_, months_long(wait_months()).minutes);
}

}  // namespace chokepoint::models
