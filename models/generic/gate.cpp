#include "models/generic/gate.hpp"

#include "models/generic/network.hpp"
#include "models/generic/wiring.hpp"

namespace chokepoint::models {

GatePart::GatePart(Reader& reader) : Part(reader.name()) {
  from_ = reader.mention_or_none("from", "store",
                                 "store it takes from; without it, parts share the gate");
  to_ = reader.mention_or_none("to", "store", "store it fills");
  label_ = read_label(reader, name());
  pace_ = Pace::read(reader, "lot/day", "service");
  servers_ = static_cast<int>(
      reader.count_or("servers", 1, "equal servers, each of that pace", Bounds::between(1, 10000)));
  lead_ = read_lead(reader);
  wip_ = read_wip(reader);
  outages_ = read_outages(reader, name());
  reader.require(from_.empty() == to_.empty(), {"from", "to"},
                 "expected both from and to, or neither");
}

PartPtr GatePart::read(Reader& reader) {
  return PartPtr(new GatePart(reader));
}

void GatePart::define(Wiring& wiring) const {
  if (from_.empty()) {
    wiring.shared_gate(name());
  } else {
    wiring.part(name(), "gate");
  }
  if (!pace_.drawn)
    wiring.has_rate(name());
}

void GatePart::connect(Wiring& wiring) const {
  if (from_.empty())
    return;
  wiring.takes(name(), from_, 1, "lot");
  wiring.makes(name(), to_, 1, "lot", pace_.weight());
  if (wip_)
    wiring.limit(name(), wip_->until);
}

void GatePart::prepare(Network& network) const {
  pace_.add_gate(network, name(), label_, servers_);
  if (wip_)
    network.limit(name(), wip_->until, wip_->slots);
}

void GatePart::build(Network& network) const {
  Gate& gate = network.gate(name());
  for (const GateOutage& outage : outages_)
    network.add_outage(gate, outage.label, outage.from, outage.to);
  if (from_.empty())
    return;
  Station::Spec spec{.name = name(),
                     .inputs = {{&network.store(from_), 1}},
                     .outputs = {{&network.store(to_), 1, network.source_number(name())}},
                     .gate = &gate,
                     .sink_per_lot = network.worth(name()),
                     .lead = lead_,
                     .timeline = &network.timeline(),
                     .takes_slot = network.slots_from(name()),
                     .gives_slot = network.slots_until(name()),
                     .constraint = network.flow().trace.constraint(name() + "_lead")};
  pace_.set_units(spec, 1);
  network.add_station(std::move(spec));
}

void GatePart::state(ProcessModel& model, Network& network) const {
  const PaceStatement pace{.pace = pace_,
                           .part = name(),
                           .constraint = label_,
                           .drawn_by = name(),
                           .servers = servers_,
                           .outages = network.standstills(name(), outages_)};
  pace.add_to(model, network.flow().random);
  if (from_.empty())
    return;
  const Duration lead = shortest_lead(lead_);
  ProcessModel::Process process{.name = name(), .flows = {}};
  process.flows.push_back({model.stock(from_), -1});
  process.flows.push_back({model.stock(to_), 1, lead});
  model.edit(model.stock(from_)).in_hand += servers_;
  pace.use(model, process, 1);
  if (wip_)
    state_limit(model, name(), *wip_, process);
  state_slots(model, network, name(), process, lead);
  model.add(std::move(process));
}

}  // namespace chokepoint::models
