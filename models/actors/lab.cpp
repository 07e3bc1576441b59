#include "models/actors/lab.hpp"

#include <algorithm>
#include <cmath>

#include "models/actors/ai_services.hpp"
#include "models/actors/data_centre_builder.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/policy/contracting.hpp"
#include "models/policy/planning.hpp"
#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

Lab::Lab(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      compute_(market.commodity("compute", "kW_it")),
      demand_(market.flow.trace.constraint(kLeadTime)),
      money_(market.flow.trace.constraint("money")),
      wish_(spec_.wish),
      online_(std::round(spec_.online)),
      customers_(market.accounts.outside("customers")),
      investors_(market.accounts.outside("investors")),
      online_series_(market.series.declare("online", name(), "GW_it", region())),
      wish_series_(market.series.declare("demand", name(), "GW_it", region())),
      contracted_series_(market.series.declare("contracted", name(), "GW_it", region())),
      cash_series_(market.series.declare("cash", name(), "usd", region())),
      revenue_series_(market.series.declare("revenue", name(), "usd/month", region())),
      arrears_series_(market.series.declare("arrears", name(), "usd", region())) {
  if (spec_.serving_earns)
    serving_series_ = market.series.declare("serving_share", name(), "1", region());
  if (spec_.staff > 0) {
    staff_ = market.accounts.outside("people");
    salaries_series_ = market.series.declare("salaries", name(), "usd/month", region());
  }
}

void Lab::meet() {
  const auto* services = dynamic_cast<const AiServices*>(&market_.firm(spec_.market));
  ensure(services != nullptr, "a lab's market is a market of AI services");
  law_ = services->law();
  announced_growth_ = law_.growth_per_year(0, 0);
  double weights = 0;
  for (const Spec::Builder& builder : spec_.builders)
    weights += builder.weight;
  needs(compute_);
  ensure(spec_.builders.empty() || weights > 0, "a lab rents from somebody");
  for (const Spec::Builder& builder : spec_.builders) {
    const double share = builder.weight / weights;
    partners_.push_back({&market_.firm(builder.firm), share, share * online_});
    partners_.back().share = share;
    partners_.back().operates = dynamic_cast<DataCentreBuilder*>(partners_.back().builder);
    supplied_by(*partners_.back().builder, compute_);
  }
  wish_ *= market_.flow.relief.factor(kDemand, 0);
  before_events_ = wish_;
  tell_wish();
  market_.flow.trace.reached_sink(0, online_ * kGwPerKw, kWorldStart);
}

/// In whole kW, like what comes online, so that labs add up to the total.
void Lab::tell_wish() {
  const std::int64_t wish = nearest_whole(wish_);
  market_.flow.trace.demand(market_.flow.now(), static_cast<double>(wish - told_wish_) * kGwPerKw);
  told_wish_ = wish;
}

void Lab::plan() {
  update_wish();
  settle_month();
  leave_late_contracts();
  compare_offers();
  contract_compute();
  announce();
  record();
}

void Lab::update_wish() {
  if (now() == updated_)
    return;
  const Relief& relief = market_.flow.relief;
  const double relaxed = relief.factor(kDemand, now()) / relief.factor(kDemand, updated_);
  const double factor = law_.factor(updated_, now(), unserved()) * relaxed;
  const double span_months = static_cast<double>(now() - updated_) / kMinutesPerMonth;
  before_events_ *= factor;
  wish_ = before_events_ * market_.disruptions.demand(name(), now());
  tell_wish();
  const double growth = portable_log(factor) * 12 / span_months;
  announced_growth_ += (growth - announced_growth_) / spec_.growth_memory_months;
  updated_ = now();
}

double Lab::unserved() const {
  return wish_ > 0 ? std::max(0.0, 1 - online_ / wish_) : 0;
}

void Lab::settle_month() {
  Accounts& accounts = market_.accounts;
  const double relief = market_.flow.relief.factor(kMoney, now());
  const double earning = earning_part();
  const double earned = earning * revenue(spec_.revenue, wish_, online_) * relief;
  const double raised =
      spec_.raises.at(now()) * relief * market_.disruptions.capital(now()) * persuaded(earned);
  const double paid = salaries(spec_.staff, earned + raised);
  income_ = earned + raised - paid;
  accounts.pay(customers_, account(), cents(earned));
  accounts.pay(investors_, account(), cents(raised));
  if (salaries_series_) {
    accounts.bill(account(), staff_, cents(paid));
    market_.series.put(*salaries_series_, now(), paid);
  }
  accounts.settle(account());
  for (Partner& p : partners_) {
    lose_to_bidders(p);
    // Contracts run out evenly and are renewed at the rent of the day.
    p.rent += (p.online * p.quoted - p.rent) / spec_.contract_months;
    if (p.rent > 0)
      bill(*p.builder, cents(p.rent));
  }
  const Cents kept = cents(income_ * spec_.cash_months);
  if (free_money() > kept)
    accounts.pay(account(), investors_, free_money() - kept);
  lose_contracts();
  market_.series.put(revenue_series_, now(), earned);
  if (serving_series_)
    market_.series.put(*serving_series_, now(), earning);
}

double Lab::persuaded(double earned) {
  if (!spec_.investors_tire)
    return 1;
  constexpr std::size_t kYear = 12;
  const double then = earned_.size() < kYear ? 0 : earned_[earned_.size() - kYear];
  earned_.push_back(earned);
  return funded(*spec_.investors_tire, then, earned);
}

double Lab::earning_part() const {
  if (!spec_.serving_earns)
    return 1;
  double rent = 0;
  for (const Partner& p : partners_)
    rent += p.rent;
  const ComputeUse& use = *spec_.use;
  return serving_part(use.inference, 1 - use.training, online_, online_ > 0 ? rent / online_ : 0,
                      spec_.raises.at(now()));
}

void Lab::lose_contracts() {
  for (const Partner& p : partners_) {
    const Cents late = market_.accounts.owed(account(), p.builder->account());
    if (late == 0 || usd(late) <= p.rent * spec_.patience_months)
      continue;
    for (const OrderId id : open_purchases()) {
      if (market_.journal.at(id).seller == p.builder->id())
        lose(id);
    }
  }
}

void Lab::leave_late_contracts() {
  for (const OrderId id : open_purchases()) {
    const Order& order = market_.journal.at(id);
    if (order.to_start() == 0 || order.promised == kNever)
      continue;
    const auto months_late = static_cast<double>(now() - order.promised) / kMinutesPerMonth;
    if (walks_away(months_late, spec_.lateness_months))
      lose(id);
  }
}

double Lab::affordable() const {
  double rent = 0;
  for (const Partner& p : partners_)
    rent += p.rent;
  const double price = asked_rent();
  if (price <= 0)
    return online_;  // nobody has named a price yet
  const double more = std::max(0.0, income_ + usd(free_money()) / spec_.reserve_months - rent);
  return online_ + more / (price * (1 + premium(spec_.pays_up, unserved())));
}

double Lab::asked_rent() const {
  double price = 0;
  for (const Partner& p : partners_)
    price += p.share * p.quoted;
  return price;
}

/// Once a quarter, and at once when there is news.
void Lab::announce() {
  const double growth = std::clamp(announced_growth_, 0.0, spec_.most_believed_growth);
  std::array<double, 4> all{};
  for (std::size_t year = 0; year < all.size(); ++year) {
    all[year] = announced_rate(wish_, online_, growth, 12.0 * static_cast<double>(year),
                               spec_.believed_ahead_months, spec_.catch_up_months);
  }
  if (timeline().month_index(now()) % 3 != 0 && !is_news(all, announced_, spec_.news))
    return;
  announced_ = all;
  for (const Partner& p : partners_) {
    std::array<double, 4> part{};
    for (std::size_t year = 0; year < all.size(); ++year)
      part[year] = p.share * all[year];
    tell(*p.builder, compute_, part);
  }
}

/// What holds at the end of a month; what happens in its last minute belongs to it, as in the
/// totals.
void Lab::record_levels() {
  const Tick when = std::max<Tick>(0, now() - 1);
  market_.series.put(online_series_, when, online_ / kKwPerGw);
  market_.series.put(wish_series_, when, static_cast<double>(told_wish_) / kKwPerGw);
}

void Lab::record() {
  record_levels();
  market_.series.put(contracted_series_, now(),
                     (online_ + static_cast<double>(on_order(compute_))) * kGwPerKw);
  market_.series.put(cash_series_, now(), usd(market_.accounts.at(account()).balance));
  market_.series.put(arrears_series_, now(), usd(market_.accounts.owed(account())));
}

Lab::Partner* Lab::partner(FirmId firm) {
  const auto known = std::find_if(partners_.begin(), partners_.end(),
                                  [&](const Partner& p) { return p.builder->id() == firm; });
  return known == partners_.end() ? nullptr : &*known;
}

void Lab::goods_in(OrderId id, std::int64_t quantity, EventId) {
  const Order& order = market_.journal.at(id);
  online_ += static_cast<double>(quantity);
  record_levels();
  Partner* p = partner(order.seller);
  p->online += static_cast<double>(quantity);
  p->rent += static_cast<double>(quantity) * order.terms.price_usd;
}

void Lab::order_rejected(OrderId id) {
  partner(market_.journal.at(id).seller)->sold_out_until =
      timeline().after(now(), spec_.sold_out_pause);
}

void Lab::quoted(const PriceQuote& price) {
  Partner* p = partner(price.from);
  if (p == nullptr || price.commodity != compute_)
    return;
  if (p->quoted <= 0)
    p->rent = p->online * price.usd;  // what was online before the start
  p->quoted = price.usd;
  p->wait = price.wait;
}

}  // namespace chokepoint::models
