#include "models/generic/expansion.hpp"

#include "models/core/growth_record.hpp"
#include "models/generic/network.hpp"
#include "models/generic/wiring.hpp"

namespace chokepoint::models {

namespace {

/// One expansion under way in one world.
class Project {
 public:
  struct Spec {
    std::string name;
    std::string gate;
    double exceeds;
    Duration decision;
    Duration build;
    double add;
    Duration usual_decision;
    Duration usual_build;
    Duration funding;
  };
  Project(Network& network, Spec spec) : network_(network), spec_(std::move(spec)) {
    network_.flow().trace.declare_expandable(constraint());
  }

  void demand_is(double per_day) {
    wanted_ = per_day;
    if (built_)
      tell_need();
    if (known_ || per_day <= spec_.exceeds)
      return;
    known_ = true;
    Flow& flow = network_.flow();
    const Tick now = flow.now();
    const ConstraintId decision = flow.trace.constraint(spec_.name + "_decision");
    flow.trace.declare(decision, Nature::decision);
    const EventId need =
        flow.trace.exogenous(EventKind::order, flow.trace.constraint("demand"), now, now);
    const Timeline& dates = network_.timeline();
    const Tick funded = dates.after(now, spec_.funding);
    decided_at_ = dates.after(funded, spec_.decision);
    decided_ =
        flow.trace.follow(EventKind::plan, decision, now, decided_at_, need, EnablerClass::order);
    flow.trace.need({now, constraint(), decision, true, gate()});
    increment_ =
        flow.trace.ordered({.constraint = constraint(),
                            .held_by = decision,
                            .amount = spec_.add,
                            .known = now,
                            .funded = funded,
                            .ordered = decided_at_,
                            .usual_decision = dates.after(funded, spec_.usual_decision) - funded,
                            .usual_lead = dates.after(decided_at_, spec_.usual_build) - decided_at_,
                            .gate = gate()});
    const Tick due = dates.after(decided_at_, spec_.build);
    if (flow.tells)
      tell_order(dates, spec_.name, spec_.gate, spec_.add, 0, due);
    if (due <= flow.simulation.horizon())
      flow.simulation.at(due, Priority::capacity, action<&Project::built>(this));
  }

  void built(std::uint64_t) {
    Flow& flow = network_.flow();
    const EventId arrival =
        flow.trace.follow(EventKind::lead, flow.trace.constraint(spec_.name + "_build"),
                          decided_at_, flow.now(), decided_, EnablerClass::order);
    flow.trace.arrived(increment_, flow.now(), arrival);
    built_ = true;
    tell_need();
    network_.schedule(spec_.gate).add(spec_.add, arrival);
  }

 private:
  /// Of what there is with the addition; where that does not do, no more can be had.
  void tell_need() {
    Flow& flow = network_.flow();
    const bool is_short = wanted_ > spec_.exceeds + spec_.add;
    flow.trace.need({flow.now(), constraint(), constraint(), is_short, gate()});
  }
  /// Of the gate that it raises.
  [[nodiscard]] ConstraintId constraint() { return network_.gate(spec_.gate).constraint(0); }

  [[nodiscard]] GateId gate() { return network_.gate(spec_.gate).id(); }

  Network& network_;
  Spec spec_;
  std::uint32_t increment_ = 0;
  double wanted_ = 0;  ///< a day
  bool known_ = false;
  bool built_ = false;
  Tick decided_at_ = 0;
  EventId decided_ = kWorldStart;
};

}  // namespace

ExpansionPart::ExpansionPart(Reader& reader) : Part(reader.name()) {
  gate_ = reader.reference("gate", "part", "part whose rate it raises");
  market_ = reader.reference("market", "part", "market that it watches");
  exceeds_ = reader.number("exceeds", "lot/day", "demand from which on it is needed");
  decision_ = reader.duration_or("decision", "0 days", "from the need to the order");
  build_ = reader.duration_or("build", "0 days", "from the order to the capacity");
  usual_decision_ = reader.duration_or("usual_decision", "0 days", "what a decision usually takes");
  usual_build_ = reader.duration_or("usual_build", "0 days",
                                    "what building usually takes; without it, as long as it does");
  if (!reader.has("usual_build"))
    usual_build_ = build_;
  foresight_ = reader.duration_or("foresight", "0 days", "how long before the demand it is known");
  funding_ = reader.duration_or("funding", "0 days", "from knowing of the need to the money");
  add_ = reader.number("add", "lot/day", "capacity that it adds");
}

PartPtr ExpansionPart::read(Reader& reader) {
  return PartPtr(new ExpansionPart(reader));
}

void ExpansionPart::connect(Wiring& wiring) const {
  wiring.needs_rate(name(), gate_);
  wiring.needs_rate(name(), market_);
}

void ExpansionPart::build(Network& network) const {
  auto project = std::make_shared<Project>(
      network, Project::Spec{name(), gate_, exceeds_, decision_, build_, add_, usual_decision_,
                             usual_build_, funding_});
  network.keep(project);
  network.schedule(market_).watch(
      [project = project.get()](double per_day) { project->demand_is(per_day); },
      network.timeline().after(0, foresight_));
}

void ExpansionPart::state(ProcessModel& model, Network& network) const {
  // Who knows everything needs no time to notice and to decide.
  ProcessModel::Capacity& capacity = model.edit_capacity(model.capacity(gate_));
  GrowthRule& growth = capacity.path.growth;
  const bool first = growth.option == 0;
  growth.option += add_;
  growth.most = model.every_month(growth.option);
  if (first || network.timeline().after(0, build_) < network.timeline().after(0, growth.lead))
    growth.lead = build_;
  if (!first)
    return;
  const MonthGrid& grid = model.grid();
  for (int month = 0; month < grid.months(); ++month)
    capacity.path.worth.push_back(static_cast<double>(grid.minutes(month)) /
                                  static_cast<double>(kDay));
  const RateSchedule& schedule = network.schedule(gate_);
  capacity.path.seen_as_brought = true;
  capacity.reading = model.reading([&schedule] { return schedule.brought(); });
}

}  // namespace chokepoint::models
