#include "models/actors/power_supplier.hpp"

#include <algorithm>
#include <array>

#include "models/actors/common_keys.hpp"
#include "models/core/money_statement.hpp"
#include "models/core/rates.hpp"
#include "models/generic/keys.hpp"
#include "models/policy/nameplate.hpp"
#include "models/policy/planning.hpp"
#include "models/policy/supplier_growth.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

NameplateChain read_nameplate(Reader& reader) {
  NameplateChain chain;
  chain.losses = reader.number("losses", "1",
                               "power at the meter for a unit of IT load: transmission, "
                               "conversion, cooling",
                               {.min = 1});
  chain.reserve = reader.number(
      "reserve", "1", "machines kept beyond what is needed, as a part of that", {.min = 0});
  chain.derating = reader.number("derating", "1", "part of its nameplate that a machine gives",
                                 {.min = 0, .max = 1, .open_min = true});
  return chain;
}

}  // namespace

PowerSupplierSpec PowerSupplierSpec::read(Reader& reader) {
  PowerSupplierSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.constraint = reader.text("constraint", "name of its limit in the results");
  refuse_reserved(reader, "constraint", spec.constraint);
  const auto chain = reader.optional_group(
      "nameplate",
      "what of its figures reaches compute: rate, most and price are then per kW of nameplate; "
      "without it per kW of IT load",
      read_nameplate);
  const bool nameplate = chain && !reader.is_describing();
  const double behind = nameplate ? nameplate_behind(*chain) : 1;
  const auto pace = [&](Reader& keys, const char* key, const char* help) {
    return nameplate ? round_significant(keys.number(key, "kW_nameplate/year", help, {.min = 0}) /
                                         behind / 12)
                     : keys.number(key, "kW_it/month", help, {.min = 0});
  };
  spec.rate = pace(reader, "rate", "pace of connections at the start");
  spec.under_way =
      reader.list_or_empty("under_way", "slots decided before the start", [&](Reader& keys) {
        PowerSupplierSpec::UnderWay more;
        more.due = read_opening(keys, "when they work", "slots", "rate");
        more.kw_per_month = pace(keys, "rate", "that they add");
        return more;
      });
  spec.growth_per_year = reader.number(
      "growth", "1/year", "growth of that pace while it is asked for: e to this power in a year",
      {.min = 0});
  spec.busy_share = reader.number_or("busy_share", "1", "0.5",
                                     "grows only while orders exceed this part of its pace",
                                     {.min = 0, .max = 1});
  spec.most = pace(reader, "most", "pace it can never exceed");
  spec.lead = reader.distribution("lead", "minute", "from the slot to the connection", {.min = 0});
  spec.sold_out_months =
      reader
          .number_if_any("sold_out", "month",
                         "turns orders away that would wait longer; none without it", {.min = 0})
          .value_or(0);
  spec.conviction = reader.number(
      "conviction", "1", "weight of what builders announce, against orders", {.min = 0, .max = 1});
  spec.expansion_lead = reader.duration("expansion_lead", "from a decision to more slots");
  spec.quick =
      reader
          .optional_group("from_others", "what it can free without building",
                          [&](Reader& keys) {
                            return PowerSupplierSpec::Quick{
                                pace(keys, "most", "in all: slots of other buyers, and shifts"),
                                keys.duration("lead", "until such a slot is free")};
                          })
          .value_or(Quick{});
  spec.usd_per_kw = reader.number("price", nameplate ? "usd/kW_nameplate" : "usd/kW_it",
                                  "per kW when nobody waits", {.min = 0}) *
                    behind;
  spec.resale = reader.optional_group(
      "resale", "it resells slots of another; without it, it asks `price`", [](Reader& keys) {
        return PowerSupplierSpec::Resale{
            keys.reference("of", "actor", "in whose queue one would wait otherwise"),
            keys.number("worth", "usd/kW_it/month", "paid for each month that a slot comes sooner",
                        {.min = 0})};
      });
  spec.price = read_queue_price(reader);
  spec.lots_per_order =
      reader.count_or("lots_per_order", 1, "an order is delivered in so many lots", {.min = 1});
  spec.rule = allocation_rule(
      reader.one_of_or("allocation", allocation_rule_names(), "fifo", "who is served first"));
  reader.require(spec.most >= spec.rate, {"most", "rate"},
                 "expected no less than 'rate', the pace at the start");
  return spec;
}

PowerSupplier::PowerSupplier(Market& market, Spec spec)
    : SiteSupplier(market, {.firm = spec.firm,
                            .commodity = spec.commodity,
                            .lead_name = spec.constraint + "_delivery",
                            .lead = spec.lead,
                            .rule = spec.rule,
                            .lots_per_order = spec.lots_per_order,
                            .sold_out_months = spec.sold_out_months,
                            .usd_per_kw = spec.usd_per_kw,
                            .price = spec.price,
                            .backlog_series = spec.commodity + "_backlog"}),
      spec_(std::move(spec)),
      expansion_(market, line().gate(),
                 line().gate().add_resource(market.flow.trace.constraint(spec_.constraint),
                                            per_minute(spec_.rate)),
                 market.flow.trace.constraint(spec_.constraint + "_factory")),
      limit_(market.flow.trace.constraint(spec_.constraint)),
      demand_(market.flow.trace.constraint(spec_.commodity + "_orders")),
      capacity_series_(
          market.series.declare(spec_.commodity + "_capacity", name(), "kW_it/month", region())) {
  market.series.set_every(capacity_series_, spec_.firm.months_between);
  for (const Spec::UnderWay& more : spec_.under_way)
    expansion_.inherited(more.kw_per_month, more.due);
  ask_price();
}

double PowerSupplier::resale_usd() const {
  const PriceList::Terms queue = market_.firm(spec_.resale->of).listed(goods());
  const auto sooner = static_cast<double>(queue.wait - listed(goods()).wait);
  return resale_price(queue.usd, sooner / kMinutesPerMonth, spec_.resale->worth);
}

void PowerSupplier::plan() {
  const double every = static_cast<double>(spec_.firm.months_between);
  const double orders = static_cast<double>(line().asked() - asked_before_) / every;
  asked_before_ = line().asked();
  const double wanted = plan_rate(spec_.conviction, heard(goods(), spec_.expansion_lead), orders);
  const double position = expansion_.standing() + expansion_.under_way();
  const double next =
      grown_rate(position, wanted, spec_.busy_share, spec_.growth_per_year, every / 12, spec_.most);
  // While it is asked for it grows as fast as it can.
  expansion_.planned(wanted, wanted > spec_.busy_share * position ? limit_ : demand_);
  if (next > position) {
    const EventId decided = decide(next >= spec_.most ? limit_ : demand_);
    const GrowthSteps steps = growth_steps(next - position, quick_, spec_.quick.most);
    quick_ += steps.quick;
    if (steps.quick > 0)
      expansion_.start(steps.quick, spec_.quick.lead, decided);
    if (steps.built > 0)
      expansion_.start(steps.built, spec_.expansion_lead, decided);
    booked();
  }
  if (spec_.resale)
    set_usual_price(resale_usd());
  ask_price();
  tell_capacity();
  record_backlog();
}

void PowerSupplier::tell_capacity() {
  market_.series.put(capacity_series_, now(), line().capacity_per_month());
}

Duration PowerSupplier::shortest_lead() const {
  const bool quick = spec_.quick.most > 0 && timeline().after(0, spec_.quick.lead) <
                                                 timeline().after(0, spec_.expansion_lead);
  return quick ? spec_.quick.lead : spec_.expansion_lead;
}

void PowerSupplier::state_goods(ProcessModel& model, std::span<const std::string> goods) const {
  const double every = static_cast<double>(spec_.firm.months_between);
  double under_way = 0;
  for (const Spec::UnderWay& more : spec_.under_way)
    under_way += more.kw_per_month;
  const auto capacity =
      state_capacity(model, name(), limit_, spec_.rate * kGwPerKw,
                     {.per_planning = portable_exp(spec_.growth_per_year * every / 12),
                      .option = under_way * kGwPerKw,
                      .most = model.every_month(spec_.most * kGwPerKw),
                      .lead = shortest_lead()},
                     [this] { return gw_per_month(); });
  state_supply(model, capacity, goods, {{money_of_builders(model), -least_price() * kGusd}});
}

void PowerSupplier::state(ProcessModel& model) const {
  state_goods(model, std::array{spec_.commodity});
}

HallOwnerSpec HallOwnerSpec::read(Reader& reader) {
  HallOwnerSpec spec{PowerSupplierSpec::read(reader)};
  spec.commodity = "hall";
  return spec;
}

void HallOwner::state(ProcessModel& model) const {
  state_goods(model, std::array<std::string, 3>{"construction", "electrical_gear", "power"});
}

}  // namespace chokepoint::models
