#include "models/actors/gear_vendor.hpp"

#include <algorithm>

#include "models/actors/common_keys.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"

namespace chokepoint::models {

namespace {

constexpr double kCatchUpMonths = 18;  ///< a backlog is counted as need spread over so long
constexpr double kNormalQueue = 3;     ///< months of work that are no backlog
constexpr double kPatience = 9;        ///< idle months before forecasts lose weight
constexpr double kFade = 12;
constexpr double kFaithLeft = 0.2;

LineSpec line_spec(Market& market, const GearVendorSpec& spec) {
  LineSpec line;
  line.name = spec.firm.name + ".electrical_gear";
  line.commodity = market.commodity("electrical_gear", "kW_it");
  line.lots_per_order = spec.lots_per_order;
  line.random_cycle = true;
  line.cycle_minutes = spec.lead;
  line.lead_constraint = market.flow.trace.constraint("electrical_gear_delivery");
  return line;
}

}  // namespace

GearVendorSpec GearVendorSpec::read(Reader& reader) {
  GearVendorSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.capacity = reader.number("capacity", "kW_it/month", "gear made at the start", {.min = 0});
  spec.conviction =
      reader.number("conviction", "1", "weight of what customers announce", {.min = 0, .max = 1});
  spec.expansion_lead = reader.duration("expansion_lead", "from a decision to a new factory");
  spec.growth_cap =
      reader.number("growth_cap", "1/year", "capacity and projects grow no faster", {.min = 0});
  spec.smoothing_months = reader.number_or("smoothing", "month", "6 month",
                                           "a gap is closed over so many months", {.min = 1});
  spec.reserve = reader.number_or("reserve", "1", "0.15", "capacity kept above the plan",
                                  {.min = 0, .max = 1});
  spec.lead = reader.distribution("lead", "minute", "from making to the site", {.min = 0});
  spec.usd_per_kw =
      reader.number("price", "usd/kW_it", "per kW of IT load when nobody waits", {.min = 0});
  spec.price = read_queue_price(reader);
  spec.lots_per_order =
      reader.count_or("lots_per_order", 1, "an order is delivered in so many lots", {.min = 1});
  return spec;
}

GearVendor::GearVendor(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      gear_(market.commodity("electrical_gear", "kW_it")),
      line_(market, *this, line_spec(market, spec_)),
      expansion_(market, line_.gate(),
                 line_.gate().add_resource(market.flow.trace.constraint("electrical_gear"),
                                           per_minute(spec_.capacity)),
                 market.flow.trace.constraint("electrical_gear_factory")),
      trend_(spec_.capacity * 0.8),
      demand_(market.flow.trace.constraint(kLeadTime)),
      own_plan_(market.flow.trace.constraint("electrical_gear_orders")),
      capacity_series_(
          market.series.declare("electrical_gear_capacity", name(), "kW_it/month", region())),
      backlog_series_(market.series.declare("electrical_gear_backlog", name(), "kW_it", region())) {
  ask_price();
}

void GearVendor::ask_price() {
  const double queue =
      static_cast<double>(line_.backlog()) / std::max(1.0, line_.capacity_per_month());
  set_price(gear_, queue_price(spec_.price, spec_.usd_per_kw, queue),
            months_long(queue).minutes + static_cast<Tick>(spec_.lead.median()));
}

void GearVendor::plan() {
  const double every = static_cast<double>(spec_.firm.months_between);
  const double capacity = line_.capacity_per_month();
  trend_.observe(static_cast<double>(line_.ordered() - ordered_before_) / every);
  ordered_before_ = line_.ordered();
  const double used = static_cast<double>(line_.made() - made_before_) / every;
  made_before_ = line_.made();
  idle_months_ = used < 0.6 * capacity ? idle_months_ + every : 0;

  const double ahead = months(spec_.expansion_lead);
  const double queue =
      std::max(0.0, static_cast<double>(line_.backlog()) - kNormalQueue * capacity);
  const double heard_rate = heard(gear_, spec_.expansion_lead);
  const double faith =
      faded_conviction(spec_.conviction, idle_months_, kPatience, kFade, kFaithLeft);
  const double own = std::max(trend_.project(ahead), used);
  const double planned =
      plan_rate(faith, heard_rate, own) * (1 + spec_.reserve) + queue / kCatchUpMonths;
  const double start =
      every * expansion_start(
                  planned, expansion_.standing(), expansion_.under_way(), spec_.smoothing_months,
                  growth_cap(expansion_.standing(), expansion_.under_way(), spec_.growth_cap));
  expansion_.planned(std::max(planned, std::max(heard_rate, own) + queue / kCatchUpMonths),
                     planned >= heard_rate ? demand_ : own_plan_);
  if (start > 0.001 * capacity) {
    expansion_.start(start, spec_.expansion_lead,
                     decide(planned >= heard_rate ? demand_ : own_plan_));
  }
  market_.series.put(capacity_series_, now(), capacity);
  market_.series.put(backlog_series_, now(), static_cast<double>(line_.backlog()));
  ask_price();
}

void GearVendor::receive_order(OrderId order) {
  acknowledge(order, line_.book(order));
}

void GearVendor::order_cancelled(OrderId order, std::int64_t quantity) {
  line_.cancelled(order, quantity);
}

}  // namespace chokepoint::models
