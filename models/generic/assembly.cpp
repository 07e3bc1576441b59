#include "models/generic/assembly.hpp"

#include <cmath>

#include "models/generic/network.hpp"
#include "models/generic/wiring.hpp"
#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"

namespace chokepoint::models {

std::vector<AssemblyPart::Amount> AssemblyPart::read_amounts(Reader& reader, std::string_view key,
                                                             std::string_view unit,
                                                             std::string_view help) {
  std::vector<Amount> amounts;
  for (const NamedNumber& entry : reader.table_or_empty(key, unit, help)) {
    const double whole = std::round(entry.value);
    reader.require(std::abs(entry.value - whole) < 1e-9 && whole >= 1, {key},
                   "expected whole amounts of at least 1 " + std::string(unit) + ", found " +
                       shortest(entry.value) + " " + std::string(unit) + " of '" + entry.name +
                       "'");
    reader.declare_name("store", entry.name);
    amounts.push_back({entry.name, std::max<std::int64_t>(1, nearest_whole(entry.value))});
  }
  return amounts;
}

PartPtr AssemblyPart::read(Reader& reader) {
  std::shared_ptr<AssemblyPart> part(new AssemblyPart(reader.name(), "assembly"));
  part->inputs_ = read_amounts(reader, "inputs", "lot", "what a lot is made of, by store");
  part->pays_ = read_amounts(reader, "pays", "usd", "what a lot costs, by store of money");
  part->outputs_ = read_amounts(reader, "outputs", "lot", "what a lot gives, by store");
  part->label_ = read_label(reader, part->name());
  part->pace_.rate = reader.exogenous_or("rate", "lot/day", "0 lot/day", "capacity of its own");
  part->own_gate_ = reader.has("rate") && !reader.is_describing();
  part->shared_gate_ = reader.reference_or_none("gate", "part", "gate it shares with others");
  part->work_ = reader.number_or("work", "lot", "1 lot", "what a lot asks of that gate",
                                 Bounds::more_than(0));
  part->lead_ = read_lead(reader);
  part->wip_ = read_wip(reader);
  part->outages_ = read_outages(reader, part->name());
  reader.require(!part->own_gate_ || part->shared_gate_.empty(), {"gate", "rate"},
                 "expected a rate of its own or a gate to share, not both");
  reader.require(!part->inputs_.empty() || !part->pays_.empty(), {"inputs", "pays"},
                 "expected at least one input");
  reader.require(!part->outputs_.empty(), {"outputs"}, "expected at least one output");
  reader.require(part->outages_.empty() || part->own_gate_, {"outages", "rate"},
                 "expected a rate: only a gate of its own can stand still");
  return part;
}

PartPtr AssemblyPart::read_line(Reader& reader) {
  std::shared_ptr<AssemblyPart> part(new AssemblyPart(reader.name(), "line"));
  part->inputs_ = {{reader.mention("from", "store", "store it takes from"), 1}};
  part->outputs_ = {{reader.mention("to", "store", "store it fills"), 1}};
  part->label_ = part->name();
  part->lead_ = read_lead(reader);
  part->wip_ = read_wip(reader);
  return part;
}

std::optional<AssemblyPart::AtOnce> AssemblyPart::at_once() const {
  if (lead_.random || lead_.fixed != Duration{} || own_gate_ || !shared_gate_.empty() || wip_)
    return std::nullopt;
  AtOnce part{name(), inputs_, outputs_};
  part.takes.insert(part.takes.end(), pays_.begin(), pays_.end());
  return part;
}

void AssemblyPart::define(Wiring& wiring) const {
  wiring.part(name(), kind_);
  if (own_gate_)
    wiring.has_rate(name());
}

void AssemblyPart::connect(Wiring& wiring) const {
  for (const Amount& input : inputs_)
    wiring.takes(name(), input.store, static_cast<double>(input.amount), "lot");
  for (const Amount& price : pays_)
    wiring.takes(name(), price.store, static_cast<double>(price.amount), "usd");
  for (const Amount& output : outputs_)
    wiring.makes(name(), output.store, static_cast<double>(output.amount), "lot");
  if (!shared_gate_.empty())
    wiring.uses(name(), shared_gate_, work_);
  if (wip_)
    wiring.limit(name(), wip_->until);
}

void AssemblyPart::prepare(Network& network) const {
  if (own_gate_)
    pace_.add_gate(network, name(), label_);
  if (wip_)
    network.limit(name(), wip_->until, wip_->slots);
}

void AssemblyPart::build(Network& network) const {
  Station::Spec spec{.name = name(),
                     .sink_per_lot = network.worth(name()),
                     .lead = lead_,
                     .timeline = &network.timeline(),
                     .takes_slot = network.slots_from(name()),
                     .gives_slot = network.slots_until(name()),
                     .constraint = network.flow().trace.constraint(name() + "_lead")};
  for (const Amount& input : inputs_)
    spec.inputs.push_back({&network.store(input.store), input.amount, EnablerClass::material});
  for (const Amount& price : pays_)
    spec.inputs.push_back({&network.store(price.store), price.amount, EnablerClass::money});
  for (const Amount& output : outputs_)
    spec.outputs.push_back(
        {&network.store(output.store), output.amount, network.source_number(name())});
  if (own_gate_) {
    spec.gate = &network.gate(name());
    for (const GateOutage& outage : outages_)
      network.add_outage(*spec.gate, outage.label, outage.from, outage.to);
  } else if (!shared_gate_.empty()) {
    spec.gate = &network.gate(shared_gate_);
    spec.feed = &network.shared_feed(shared_gate_);
    spec.units = work_;
    spec.sink_per_lot = network.worth(shared_gate_) * work_;
  }
  network.add_station(std::move(spec));
}

void AssemblyPart::state(ProcessModel& model, Network& network) const {
  const Duration lead = shortest_lead(lead_);
  ProcessModel::Process process{.name = name(), .flows = {}};
  const auto take = [&](const Amount& input) {
    const ProcessModel::StockId store = model.stock(input.store);
    process.flows.push_back({store, -static_cast<double>(input.amount)});
    model.edit(store).in_hand += static_cast<double>(input.amount);
  };
  for (const Amount& input : inputs_)
    take(input);
  for (const Amount& price : pays_)
    take(price);
  for (const Amount& output : outputs_)
    process.flows.push_back({model.stock(output.store), static_cast<double>(output.amount), lead});
  if (own_gate_) {
    const PaceStatement pace{.pace = pace_,
                             .part = name(),
                             .constraint = label_,
                             .drawn_by = name(),
                             .outages = network.standstills(name(), outages_)};
    pace.add_to(model, network.flow().random);
    pace.use(model, process, 1);
  } else if (!shared_gate_.empty()) {
    process.uses.push_back({model.capacity(shared_gate_), work_});
  }
  if (wip_)
    state_limit(model, name(), *wip_, process);
  state_slots(model, network, name(), process, lead);
  model.add(std::move(process));
}

}  // namespace chokepoint::models
