#include "models/generic/source.hpp"

#include <algorithm>

#include "models/generic/network.hpp"
#include "models/generic/wiring.hpp"

namespace chokepoint::models {

SourcePart::SourcePart(Reader& reader, std::string kind, std::string unit)
    : Part(reader.name()), kind_(std::move(kind)), unit_(std::move(unit)) {
  to_ = reader.mention("to", "store", "store that it fills");
  label_ = read_label(reader, name());
  pace_ = Pace::read(reader, unit_ + "/day", "every");
  batch_ = reader.count_or("batch", 1, "units that come at once", Bounds::at_least(1));
  most_ = reader.count_or("most", Store::kUnlimited, "deliveries after which it stops",
                          Bounds::at_least(1));
  pace_.require_bearable(reader, "every", static_cast<double>(most_));
  lead_ = read_lead(reader);
  wip_ = read_wip(reader);
  outages_ = read_outages(reader, name());
}

PartPtr SourcePart::read(Reader& reader) {
  return PartPtr(new SourcePart(reader, "source", "lot"));
}

PartPtr SourcePart::read_budget(Reader& reader) {
  return PartPtr(new SourcePart(reader, "budget", "usd"));
}

void SourcePart::define(Wiring& wiring) const {
  wiring.part(name(), kind_);
  if (!pace_.drawn)
    wiring.has_rate(name());
}

void SourcePart::connect(Wiring& wiring) const {
  wiring.makes(name(), to_, static_cast<double>(batch_), unit_, pace_.weight());
  if (wip_)
    wiring.limit(name(), wip_->until);
}

void SourcePart::prepare(Network& network) const {
  Gate& gate = pace_.add_gate(network, name(), label_);
  if (kind_ == "budget")
    network.flow().trace.declare(gate.constraint(0), Nature::money);
  if (wip_)
    network.limit(name(), wip_->until, wip_->slots);
}

void SourcePart::build(Network& network) const {
  Gate& gate = network.gate(name());
  Station::Spec spec{.name = name(),
                     .outputs = {{&network.store(to_), batch_, network.source_number(name())}},
                     .gate = &gate,
                     .sink_per_lot = network.worth(name()),
                     .lead = lead_,
                     .timeline = &network.timeline(),
                     .takes_slot = network.slots_from(name()),
                     .gives_slot = network.slots_until(name()),
                     .constraint = network.flow().trace.constraint(name() + "_lead")};
  if (most_ != Store::kUnlimited) {
    const Flow& flow = network.flow();
    const std::string most = name() + "_most";
    spec.most_lots = flow.relief.amount(most, flow.now(), most_, 1);
    spec.most_constraint = flow.trace.constraint(most);
    flow.trace.declare(spec.most_constraint, kind_ == "budget" ? Nature::money : Nature::capacity);
  }
  pace_.set_units(spec, static_cast<double>(batch_));
  network.add_station(std::move(spec));
  for (const GateOutage& outage : outages_)
    network.add_outage(gate, outage.label, outage.from, outage.to);
}

PaceStatement SourcePart::statement(const Network& network) const {
  return {.pace = pace_,
          .part = name(),
          .constraint = label_,
          .drawn_by = name(),
          .outages = network.standstills(name(), outages_),
          .kind = kind_ == "budget" ? EndowmentKind::money : EndowmentKind::capacity};
}

void SourcePart::state(ProcessModel& model, Network& network) const {
  statement(network).add_to(model, network.flow().random);
  const Duration lead = shortest_lead(lead_);
  ProcessModel::Process process{.name = name(), .flows = {}};
  process.flows.push_back({model.stock(to_), static_cast<double>(batch_), lead});
  statement(network).use(model, process, static_cast<double>(batch_));
  if (most_ != Store::kUnlimited) {
    const auto left = model.stock(name() + ".deliveries left");
    model.start_with(left, static_cast<double>(most_), name() + "_most");
    process.flows.push_back({left, -1});
  }
  if (wip_)
    state_limit(model, name(), *wip_, process);
  state_slots(model, network, name(), process, lead);
  model.add(std::move(process));
}

}  // namespace chokepoint::models
