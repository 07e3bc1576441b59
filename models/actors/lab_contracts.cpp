// How a lab signs for compute, gives it up and loses it.

#include <algorithm>

#include "models/actors/data_centre_builder.hpp"
#include "models/actors/lab.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/policy/contracting.hpp"
#include "models/policy/planning.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

void Lab::compare_offers() {
  std::vector<OperatorOffer> offers;
  offers.reserve(partners_.size());
  for (const Partner& p : partners_) {
    const bool open = p.sold_out_until <= now();
    offers.push_back(
        {p.weight, open ? p.quoted : 0, static_cast<double>(p.wait) / kMinutesPerMonth});
  }
  const std::vector<double> shares =
      contract_shares(offers, unserved(), spec_.spare, spec_.price_shift);
  for (std::size_t i = 0; i < partners_.size(); ++i)
    partners_[i].share = shares[i];
}

void Lab::contract_compute() {
  ContractingView view;
  view.wish = wish_;
  if (wish_ > 0)
    view.worth = wish_at_rent(spec_.revenue, wish_, asked_rent(), spec_.raises.at(now())) / wish_;
  view.growth_per_year = std::clamp(announced_growth_, 0.0, spec_.most_believed_growth);
  view.ahead_months = spec_.ahead_months;
  view.contracted = online_ + static_cast<double>(on_order(compute_));
  view.affordable = affordable();
  view.slack = spec_.slack;
  const ContractingDecision decision = contract(view);
  if (decision.order > 0) {
    const double used_in = needed_in_months(view.contracted + decision.order, wish_ * view.worth,
                                            view.growth_per_year, view.ahead_months);
    sign(decision.order, spec_.wanted_when_used ? used_in : view.ahead_months);
  }
  waits_for_money_ = decision.unpaid;
  if (decision.cut > 0 && !spec_.firm_contracts)
    give_back(decision.cut);
}

void Lab::lose_to_bidders(Partner& p) {
  if (p.operates == nullptr || p.quoted <= 0)
    return;
  p.ending += p.online / spec_.contract_months;
  if (p.ending < spec_.smallest_contract)
    return;
  const double renewal = p.quoted * (1 + premium(spec_.pays_up, unserved()));
  const auto lost = static_cast<double>(p.operates->let_go(id(), p.ending, renewal));
  p.ending = 0;  // the rest is renewed
  if (lost <= 0)
    return;
  p.rent *= 1 - lost / p.online;
  p.online -= lost;
  online_ -= lost;
  record_levels();
}

double Lab::take_spare(double amount) {
  double got = 0;
  for (Partner& p : partners_) {
    if (p.operates == nullptr)
      continue;
    const DataCentreBuilder::Spare spare = p.operates->spare();
    const double part = std::min(spare.kw, amount - got);
    if (part < spec_.smallest_contract || spare.usd > asked_rent() * (1 + spec_.pays_up))
      continue;
    OrderTerms terms;
    terms.commodity = compute_;
    terms.quantity = nearest_whole(part);
    terms.wanted = now();
    terms.sink_per_unit = kGwPerKw;
    terms.firm = spec_.firm_contracts;
    terms.price_usd = spare.usd;
    buy(*p.builder, terms, decide(demand_));
    got += part;
  }
  return got;
}

void Lab::sign(double amount, double needed_in) {
  constexpr double kLastMinute = 1;  // months
  if (needed_in < kLastMinute)
    amount -= take_spare(amount);
  const double total = online_ + static_cast<double>(on_order(compute_)) + amount;
  // What each open builder lacks of its share; who is sold out lends its share to the others.
  const auto lacking = [&](const Partner& p) {
    if (p.share <= 0)
      return 0.0;
    const double has = p.online + static_cast<double>(on_order(compute_, p.builder->id()));
    return std::max(0.05 * p.share * amount, p.share * total - has);
  };
  double lack = 0;
  for (const Partner& p : partners_)
    lack += lacking(p);
  if (lack <= 0)
    return;
  const bool waited = mostly_waited(waits_for_money_, amount);
  for (const Partner& p : partners_) {
    const double part = amount * lacking(p) / lack;
    if (part < std::max(spec_.smallest_contract, spec_.smallest_share * total * p.share * 2))
      continue;
    OrderTerms terms;
    terms.commodity = compute_;
    terms.quantity = nearest_whole(part);
    terms.wanted = now() + months_long(needed_in).minutes;
    terms.sink_per_unit = kGwPerKw;
    terms.firm = spec_.firm_contracts;
    terms.price_usd = p.quoted * (1 + premium(spec_.pays_up, unserved()));
    if (waited)
      terms.because = EnablerClass::money;
    buy(*p.builder, terms, decide(waited ? money_ : demand_));
  }
}

void Lab::give_back(double amount) {
  const auto& open = open_purchases();
  auto left = nearest_whole(amount);
  for (auto it = open.rbegin(); it != open.rend() && left > 0; ++it) {
    const auto startable = market_.journal.at(*it).to_start();
    if (startable <= 0)
      continue;
    left -= take_back(*it, std::min<std::int64_t>(left, startable));
  }
}

}  // namespace chokepoint::models
