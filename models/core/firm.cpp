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

FirmSpec FirmSpec::read(Reader& reader) {
  FirmSpec spec;
  spec.name = reader.name();
  spec.region = reader.reference("region", "region", "where the firm works");
  spec.planning_day = reader.count_or("planning_day", 1, "day of the month on which it plans",
                                      {.min = 1, .max = 28});
  spec.months_between =
      reader.count_or("plans_every", 1, "months between two plannings", {.min = 1, .max = 12});
  spec.planning_minute = static_cast<std::int64_t>(
      reader
          .number_if_any("planning_minute", "1",
                         "minute of that day; without it one of the first, in the order of names, "
                         "so that no two firms decide at once",
                         {.min = 0, .max = 1439})
          .value_or(-1));
  spec.outages = reader.list_or_empty("outages", "dates between which the firm's site stands still",
                                      OutageDates::read);
  spec.abroad = reader.list_or_empty("abroad",
                                     "capacity outside its region, for events that strike "
                                     "a region",
                                     AbroadSpec::read);
  spec.exports = reader.list_or_empty("export_rules",
                                      "goods that its government forbids it to sell to some "
                                      "regions; without it everybody may buy",
                                      ExportRule::read);
  double at_start = 0;
  double added = 0;
  for (const AbroadSpec& place : spec.abroad) {
    at_start += place.at_start;
    added += place.added;
  }
  reader.declare_name("site", site_name(spec.name, spec.region));
  for (const AbroadSpec& place : spec.abroad)
    reader.declare_name("site", site_name(spec.name, place.region));
  reader.require(at_start <= 1 && added <= 1, {"abroad"},
                 "expected parts that add up to 1 at most");
  const auto patience = reader.duration_if_any("gives_up_after",
                                               "capacity that an event has stopped for so long is "
                                               "given up: it is no longer planned with, and "
                                               "what is added goes elsewhere; never without it");
  if (patience)
    spec.patience = reader.timeline().after(0, *patience);
  return spec;
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
      places_(market.disruptions, spec_.name, spec_.region, spec_.abroad) {
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
