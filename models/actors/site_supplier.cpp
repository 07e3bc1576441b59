#include "models/actors/site_supplier.hpp"

#include <algorithm>

#include "models/core/rates.hpp"
#include "models/core/statement.hpp"

namespace chokepoint::models {

SiteSupplier::SiteSupplier(Market& market, Setup setup)
    : Firm(market, setup.firm),
      setup_(std::move(setup)),
      goods_(market.commodity(setup_.commodity, "kW_it")),
      line_(market, *this, line_spec()),
      backlog_series_(market.series.declare(setup_.backlog_series, name(), "kW_it", region())) {}

LineSpec SiteSupplier::line_spec() const {
  LineSpec line;
  line.name = name() + "." + setup_.commodity;
  line.commodity = goods_;
  line.rule = setup_.rule;
  line.lots_per_order = setup_.lots_per_order;
  line.random_cycle = true;
  line.cycle_minutes = setup_.lead;
  line.sold_out_months = setup_.sold_out_months;
  line.lead_constraint = market_.flow.trace.constraint(setup_.lead_name);
  return line;
}

void SiteSupplier::ask_price() {
  const double pace = std::max(1.0, line_.capacity_per_month());
  const double queue = static_cast<double>(line_.backlog()) / pace;
  const double room = setup_.sold_out_months > 0
                          ? std::max(0.0, setup_.sold_out_months - queue) * pace
                          : PriceQuote::kNoLimit;
  set_price(goods_, queue_price(setup_.price, setup_.usd_per_kw, queue),
            months_long(queue).minutes + static_cast<Tick>(setup_.lead.median()), room);
}

void SiteSupplier::record_backlog() {
  market_.series.put(backlog_series_, now(), static_cast<double>(line_.backlog()));
}

void SiteSupplier::receive_order(OrderId order) {
  answer(order, line_.book(order));
}

void SiteSupplier::order_cancelled(OrderId order, std::int64_t quantity) {
  line_.cancelled(order, quantity);
}

void SiteSupplier::state_supply(ProcessModel& model, ProcessModel::CapacityId capacity,
                                std::span<const std::string> goods,
                                std::vector<ProcessModel::Flow> takes,
                                std::span<const ProcessModel::CapacityId> also) const {
  ProcessModel::Process process{.name = setup_.commodity + " of " + name(),
                                .flows = std::move(takes),
                                .uses = {{capacity, 1}}};
  for (const ProcessModel::CapacityId other : also)
    process.uses.push_back({other, 1});
  for (const std::string& good : goods)
    process.flows.push_back({model.stock(good), 1, shortest_of(setup_.lead)});
  model.add(std::move(process));
}

double SiteSupplier::gw_per_month() const {
  return per_month(line_.gate().rate(0)) * kGwPerKw;
}

}  // namespace chokepoint::models
