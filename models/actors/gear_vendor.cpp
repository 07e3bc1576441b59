#include "models/actors/gear_vendor.hpp"

#include <algorithm>

#include "models/actors/common_keys.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/policy/capacity_plan.hpp"

namespace chokepoint::models {

GearVendorSpec GearVendorSpec::read(Reader& reader) {
  GearVendorSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.goods = reader.text_or("goods", spec.goods, "what it makes, where makers of gear differ");
  spec.capacity = reader.number("capacity", "kW_it/month", "gear made at the start", {.min = 0});
  spec.conviction =
      reader.number("conviction", "1", "weight of what customers announce", {.min = 0, .max = 1});
  spec.expansion_lead = reader.duration("expansion_lead", "from a decision to a new factory");
  spec.growth_cap = reader.number(
      "growth_cap", "1/year",
      "capacity and projects grow by no more in a year, however often it plans", {.min = 0});
  spec.smoothing_months = reader.number_or("smoothing", "month", "6 month",
                                           "a gap is closed over so many months", {.min = 1});
  spec.reserve = reader.number_or("reserve", "1", "0.15", "capacity kept above the plan",
                                  {.min = 0, .max = 1});
  spec.faith = read_faith(reader, spec.faith);
  spec.backlog_months = read_backlog_spread(reader);
  spec.normal_queue_months = reader.number_or("normal_queue", "month", "3 month",
                                              "work of so many months is no backlog", {.min = 0});
  spec.first_use =
      reader.number_or("first_use", "1", "0.8",
                       "part of its capacity that was used before the start", {.min = 0, .max = 1});
  spec.lead = reader.distribution("lead", "minute", "from making to the site", {.min = 0});
  spec.usd_per_kw =
      reader.number("price", "usd/kW_it", "per kW of IT load when nobody waits", {.min = 0});
  spec.price = read_queue_price(reader);
  spec.lots_per_order =
      reader.count_or("lots_per_order", 1, "an order is delivered in so many lots", {.min = 1});
  spec.chips = ChipNeedSpec::read(reader);
  return spec;
}

GearVendor::GearVendor(Market& market, Spec spec)
    : SiteSupplier(market, {.firm = spec.firm,
                            .commodity = spec.goods,
                            .lead_name = spec.goods + "_delivery",
                            .lead = spec.lead,
                            .lots_per_order = spec.lots_per_order,
                            .usd_per_kw = spec.usd_per_kw,
                            .price = spec.price,
                            .backlog_series = spec.goods + "_backlog"}),
      spec_(std::move(spec)),
      expansion_(market, line().gate(),
                 line().gate().add_resource(market.flow.trace.constraint(spec_.goods),
                                            per_minute(spec_.capacity)),
                 market.flow.trace.constraint(spec_.goods + "_factory")),
      trend_(spec_.capacity * spec_.first_use),
      demand_(market.flow.trace.constraint(kLeadTime)),
      own_plan_(market.flow.trace.constraint(spec_.goods + "_orders")),
      chips_(market, line(), spec_.firm.name, spec_.chips, spec_.capacity),
      capacity_series_(
          market.series.declare(spec_.goods + "_capacity", name(), "kW_it/month", region())) {
  market.series.set_every(capacity_series_, spec_.firm.months_between);
  ask_price();
}

void GearVendor::tell_capacity() {
  market_.series.put(capacity_series_, now(), line().capacity_per_month());
}

void GearVendor::meet() {
  chips_.meet([this](Firm& seller, CommodityId chip) { later_supplied_by(seller, chip); });
}

void GearVendor::goods_in(OrderId order, std::int64_t quantity, EventId arrival) {
  chips_.goods_in(order, quantity, arrival);
}

void GearVendor::plan() {
  chips_.look();
  const double every = static_cast<double>(spec_.firm.months_between);
  const double capacity = line().capacity_per_month();
  trend_.observe(static_cast<double>(line().ordered() - ordered_before_) / every);
  ordered_before_ = line().ordered();
  const double used = static_cast<double>(line().made() - made_before_) / every;
  made_before_ = line().made();
  idle_months_ = used < spec_.faith.idle_below * capacity ? idle_months_ + every : 0;

  const double ahead = months(spec_.expansion_lead);
  const double queue =
      std::max(0.0, static_cast<double>(line().backlog()) - spec_.normal_queue_months * capacity);
  const double heard_rate = heard(goods(), spec_.expansion_lead);
  const double faith = faded_conviction(spec_.conviction, idle_months_, spec_.faith);
  const double own = std::max(trend_.project(ahead), used);
  const double planned =
      plan_rate(faith, heard_rate, own) * (1 + spec_.reserve) + queue / spec_.backlog_months;
  const double pace = expansion_start(
      planned, expansion_.standing(), expansion_.under_way(), spec_.smoothing_months,
      growth_cap(expansion_.standing(), expansion_.under_way(), spec_.growth_cap));
  const double start = crew_change(every * pace, chips_.part_with_chips());
  expansion_.planned(std::max(planned, std::max(heard_rate, own) + queue / spec_.backlog_months),
                     planned >= heard_rate ? demand_ : own_plan_);
  if (start > 0.001 * capacity) {
    expansion_.start(start, spec_.expansion_lead,
                     decide(planned >= heard_rate ? demand_ : own_plan_));
    booked();
  }
  chips_.plan(capacity, market_.disruptions.stockpile(name(), now()).months,
              static_cast<double>(line().backlog()), [this](Firm& seller, const OrderTerms& terms) {
                return buy(seller, terms, decide(own_plan_));
              });
  market_.series.put(capacity_series_, now(), capacity);
  record_backlog();
  ask_price();
}

/// A plan of perfect foresight has goods other than electrical gear for nothing.
void GearVendor::state(ProcessModel& model) const {
  if (spec_.goods != GearVendorSpec{}.goods)
    return;
  const double every = static_cast<double>(spec_.firm.months_between);
  const auto capacity = state_capacity(
      model, name(), line().gate().constraint(0), spec_.capacity * kGwPerKw,
      {.per_planning = grown_over(spec_.growth_cap, every), .lead = spec_.expansion_lead},
      [this] { return gw_per_month(); });
  state_supply(model, capacity);
}

}  // namespace chokepoint::models
