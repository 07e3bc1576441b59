#include "models/actors/power_supplier.hpp"

#include "models/actors/data_centre_builder.hpp"
#include "models/core/rates.hpp"
#include "models/policy/supplier_growth.hpp"

namespace chokepoint::models {

namespace {

LineSpec line_spec(Market& market, const PowerSupplierSpec& spec) {
  LineSpec line;
  line.name = spec.firm.name + ".power";
  line.commodity = market.commodity("power", "kW_it");
  line.rule = spec.rule;
  line.lots_per_order = spec.lots_per_order;
  line.random_cycle = true;
  line.cycle_minutes = spec.lead;
  line.sold_out_months = spec.sold_out_months;
  line.lead_constraint = market.flow.trace.constraint(spec.constraint + "_delivery");
  return line;
}

}  // namespace

PowerSupplierSpec PowerSupplierSpec::read(Reader& reader) {
  PowerSupplierSpec spec;
  spec.firm = FirmSpec::read(reader);
  spec.constraint = reader.text("constraint", "name of its limit in the results");
  spec.rate = reader.number("rate", "kW_it/month", "pace of connections at the start", {.min = 0});
  spec.growth_per_year =
      reader.number("growth", "1/year", "growth of that pace while it is asked for", {.min = 0});
  spec.busy_share = reader.number_or("busy_share", "1", "0.5",
                                     "grows only while orders exceed this part of its pace",
                                     {.min = 0, .max = 1});
  spec.most = reader.number("most", "kW_it/month", "pace it can never exceed", {.min = 0});
  spec.lead = reader.distribution("lead", "minute", "from the slot to the connection", {.min = 0});
  spec.sold_out_months =
      reader.number_or("sold_out", "month", "0 month",
                       "turns orders away that would wait longer; 0 = never", {.min = 0});
  spec.usd_per_kw = reader.number("price", "usd/kW_it", "per kW of IT load", {.min = 0});
  spec.lots_per_order =
      reader.count_or("lots_per_order", 1, "an order is delivered in so many lots", {.min = 1});
  spec.rule = allocation_rule(
      reader.one_of_or("allocation", allocation_rule_names(), "fifo", "who is served first"));
  reader.require(spec.most >= spec.rate, "most", "is not below the pace at the start");
  return spec;
}

PowerSupplier::PowerSupplier(Market& market, Spec spec)
    : Firm(market, spec.firm),
      spec_(std::move(spec)),
      power_(market.commodity("power", "kW_it")),
      line_(market, *this, line_spec(market, spec_)),
      limit_(market.flow.trace.constraint(spec_.constraint)),
      demand_(market.flow.trace.constraint("power_orders")),
      capacity_series_(market.series.declare("power_capacity", name(), "kW_it/month", region())),
      backlog_series_(market.series.declare("power_backlog", name(), "kW_it", region())) {
  line_.gate().add_resource(limit_, per_minute(spec_.rate));
}

void PowerSupplier::meet() {
  for (Firm* firm : market_.firms()) {
    if (dynamic_cast<DataCentreBuilder*>(firm) != nullptr)
      quote(*firm, power_, spec_.usd_per_kw);
  }
}

void PowerSupplier::plan() {
  const double every = static_cast<double>(spec_.firm.months_between);
  const double pace = per_month(line_.gate().rate(0));
  const double orders = static_cast<double>(line_.asked() - asked_before_) / every;
  asked_before_ = line_.asked();
  const double next =
      grown_rate(pace, orders, spec_.busy_share, spec_.growth_per_year, every / 12, spec_.most);
  if (next > pace) {
    const bool at_limit = next >= spec_.most;
    line_.gate().set_rate(0, per_minute(next), decide(at_limit ? limit_ : demand_));
  }
  market_.series.put(capacity_series_, now(), next);
  market_.series.put(backlog_series_, now(), static_cast<double>(line_.backlog()));
}

void PowerSupplier::receive_order(OrderId order) {
  answer(order, line_.book(order));
}

void PowerSupplier::order_cancelled(OrderId order, std::int64_t quantity) {
  line_.cancelled(order, quantity);
}

}  // namespace chokepoint::models
