#include "models/actors/maker.hpp"

#include <algorithm>
#include <utility>

#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"

namespace chokepoint::models {

Maker::Maker(Market& market, Firm& firm, Setup setup)
    : setup_(std::move(setup)),
      line_(market, firm, setup_.line),
      expansion_(market, line_.gate(),
                 line_.gate().add_resource(setup_.constraint, per_minute(setup_.per_month)),
                 setup_.lead),
      record_(market, firm, "", setup_.unit),
      trend_(std::max(0.0, setup_.per_month - setup_.others_per_month)),
      market_(market) {
  expansion_.stand_at(firm);
  for (const UnderWay& more : setup_.under_way)
    expansion_.inherited(more.per_month, more.due);
}

LinePeriod Maker::close() {
  const LinePeriod period = record_.close(line_);
  const Tick now = market_.flow.now();
  if (now > last_) {
    trend_.observe(period.made_per_month);
    idle_months_ = count_idle(setup_.expansion.rule.faith, idle_months_, period.utilisation,
                              static_cast<double>(now - last_) / kMinutesPerMonth);
  }
  last_ = now;
  return period;
}

ExpansionChoice Maker::choose(double heard, double others) {
  // Idle lines are a reason to doubt customers only where there were customers.
  if (heard <= 0 && line_.asked() == 0)
    idle_months_ = 0;
  const double lead = setup_.expansion.rule.lead_months;
  return choose_expansion(setup_.expansion.rule, {.heard = heard + others,
                                                  .trend = trend_.project(lead) + others,
                                                  .backlog = static_cast<double>(line_.backlog()),
                                                  .standing = expansion_.counted(),
                                                  .under_way = expansion_.under_way(),
                                                  .idle_months = idle_months_});
}

ConstraintId Maker::reason(ExpansionLimit limit, ConstraintId demand) const {
  switch (limit) {
    case ExpansionLimit::orders:
      return setup_.believed_less;
    case ExpansionLimit::growth:
      return setup_.grew_slowly;
    case ExpansionLimit::demand:
      break;
  }
  return demand;
}

MakerFirm::MakerFirm(Market& market, FirmSpec spec, Maker::Setup setup)
    : Firm(market, std::move(spec)),
      commodity_(setup.line.commodity),
      demand_(market.flow.trace.constraint(kLeadTime)),
      months_between_(static_cast<double>(spec.months_between)),
      maker_(market, *this, std::move(setup)) {}

void MakerFirm::grow(double part_with_parts) {
  maker_.close();
  const ExpansionChoice choice = maker_.choose(heard(commodity_, maker_.lead()));
  const double start = crew_change(choice.per_month * months_between_, part_with_parts);
  maker_.expansion().planned(choice.announced, maker_.reason(choice.limit, demand_));
  if (start <= 0)
    return;
  maker_.expansion().start(start, maker_.lead(), decide(maker_.reason(choice.limit, demand_)));
  booked();
}

void MakerFirm::receive_order(OrderId order) {
  answer(order, maker_.line().book(order));
}

void MakerFirm::order_cancelled(OrderId order, std::int64_t quantity) {
  maker_.line().cancelled(order, quantity);
}

void MakerFirm::state(ProcessModel& model) const {
  const Maker::Setup& setup = maker_.setup();
  double under_way = 0;
  for (const Maker::UnderWay& more : setup.under_way)
    under_way += more.per_month;
  const auto capacity = state_capacity(
      model, name(), setup.constraint, setup.per_month,
      {.per_planning = grown_over(setup.expansion.rule.max_growth_per_year, months_between_),
       .option = under_way,
       .lead = setup.expansion.lead},
      [this] { return maker_.expansion().standing(); });
  const std::string goods = market_.commodity(commodity_).name;
  model.add({.name = goods + " of " + name(),
             .flows = {{goods_of(model, name(), goods), 1, shortest_of(setup.line.cycle_minutes)}},
             .uses = {{capacity, 1}}});
}

}  // namespace chokepoint::models
