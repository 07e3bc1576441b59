#include "models/generic/expansion.hpp"

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
  };
  Project(Network& network, Spec spec) : network_(network), spec_(std::move(spec)) {}

  void demand_is(double per_day) {
    if (known_ || per_day <= spec_.exceeds)
      return;
    known_ = true;
    Flow& flow = network_.flow();
    const Tick now = flow.now();
    const EventId need =
        flow.trace.exogenous(EventKind::order, flow.trace.constraint("demand"), now, now);
    decided_at_ = network_.timeline().after(now, spec_.decision);
    decided_ = flow.trace.follow(EventKind::plan, flow.trace.constraint(spec_.name + "_decision"),
                                 now, decided_at_, need, EnablerClass::order);
    const Tick due = network_.timeline().after(decided_at_, spec_.build);
    if (due <= flow.simulation.horizon())
      flow.simulation.at(due, Priority::capacity, action<&Project::built>(this));
  }

  void built(std::uint64_t) {
    Flow& flow = network_.flow();
    const EventId arrival =
        flow.trace.follow(EventKind::lead, flow.trace.constraint(spec_.name + "_build"),
                          decided_at_, flow.now(), decided_, EnablerClass::planned);
    network_.schedule(spec_.gate).add(spec_.add, arrival);
  }

 private:
  Network& network_;
  Spec spec_;
  bool known_ = false;
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
      network, Project::Spec{name(), gate_, exceeds_, decision_, build_, add_});
  network.keep(project);
  network.schedule(market_).watch(
      [project = project.get()](double per_day) { project->demand_is(per_day); });
}

}  // namespace chokepoint::models
