#include "models/core/firm.hpp"

#include "sim/base/hash.hpp"

namespace chokepoint::models {

ProcessModel::CapacityId Firm::state_capacity(ProcessModel& model, const std::string& capacity,
                                              ConstraintId constraint, double per_month,
                                              GrowthRule growth, ProcessModel::Reading read) const {
  const ProcessModel::CapacityId id = model.capacity(capacity);
  ProcessModel::Capacity& stated = model.edit_capacity(id);
  stated.constraint = market_.flow.trace.name(constraint);
  growth.months_between = static_cast<int>(spec_.months_between);
  stated.path = {
      .initial = per_month, .worth = months_of_work(model.grid()), .growth = std::move(growth)};
  stated.reading = model.reading(std::move(read));
  return id;
}

Firm::Firm(Market& market, FirmSpec spec)
    : MessageActor<Message>(spec.name, market.post),
      market_(market),
      spec_(std::move(spec)),
      id_(market.enter(*this)),
      minute_(spec_.planning_minute < 0 ? market.planning_minute() : spec_.planning_minute),
      account_(market.accounts.open(name())),
      order_stream_(market.flow.random.stream(name(), "orders")),
      name_key_(fnv1a(name())),
      places_(market.disruptions, spec_.name, spec_.region, spec_.abroad),
      sales_(market.journal) {
  market.own_outages = market.own_outages || !spec_.outages.empty();
}

Tick Firm::next_planning() {
  const Tick day = (spec_.planning_day - 1) * kDay;
  planned_for_ = months_to_planning();
  const auto every = static_cast<int>(planned_for_);
  int month = timeline().month_index(now());
  if (timeline().month_begin(month) + day <= now())
    ++month;
  month += (every - month % every) % every;
  // Each firm at a minute of its own: no two decide at once, so none depends on who was asked
  // first.
  return timeline().month_begin(month) + day + minute_;
}

void Firm::run() {
  const bool frozen = market_.replayed != nullptr;
  if (now() == 0 && !frozen)
    plan();
  Tick planning = frozen ? simulation().horizon() : next_planning();
  for (;;) {
    const auto message = receive_until(planning);
    acted_ = false;
    if (message) {
      mail_.assign(1, *message);
      open_mail();
      if (!frozen && months_to_planning() < planned_for_)
        planning = next_planning();
    } else if (frozen) {
      return;
    } else {
      plan();
      outage_ = kWorldStart;
      planning = next_planning();
    }
    count_wakeup();
  }
}

bool Firm::attend() {
  if (months_to_planning() < planned_for_)
    return false;
  acted_ = false;
  mail_.clear();
  open_mail();
  count_wakeup();
  return true;
}

void Firm::count_wakeup() {
  ++wakeups_;
  if (!acted_)
    ++idle_wakeups_;
}

EventId Firm::record_decision(ConstraintId reason) {
  Trace& trace = market_.flow.trace;
  if (outage_ == kWorldStart) {
    const bool told = trace.enabled() && market_.may_stand_still();
    const std::optional<Outage> held = told ? outage_of_suppliers() : std::nullopt;
    if (!held)
      return trace.exogenous(EventKind::plan, reason, now(), now());
    Conditions before;
    before.add(trace.exogenous(EventKind::plan, reason, held->since, held->since),
               EnablerClass::planned);
    const EventId stood = trace.outage(held->name, held->since, now(), before);
    return trace.follow(EventKind::plan, reason, now(), now(), stood, EnablerClass::outage);
  }
  return trace.follow(EventKind::plan, reason, trace.event(outage_).end, now(), outage_,
                      EnablerClass::outage);
}

EventId Firm::decide(ConstraintId reason) {
  for (Decision& decision : decisions_) {
    if (decision.reason != reason)
      continue;
    if (decision.tick != now()) {
      decision.tick = now();
      decision.event = record_decision(reason);
    }
    return decision.event;
  }
  decisions_.push_back({reason, now(), record_decision(reason)});
  return decisions_.back().event;
}

}  // namespace chokepoint::models
