#include "models/generic/market.hpp"

#include "models/core/statement.hpp"
#include "models/generic/network.hpp"
#include "models/generic/wiring.hpp"

namespace chokepoint::models {

namespace {

/// A station without outputs whose lots have reached the sink.
Station::Spec sink_spec(Network& network, const std::string& name, const std::string& from) {
  Trace& trace = network.flow().trace;
  const Flow& flow = network.flow();
  Station::Spec spec{.name = name,
                     .inputs = {{&network.store(from), 1}},
                     .sink_per_lot = 1,
                     .gives_slot = network.slots_until(name),
                     .constraint = trace.constraint(name)};
  spec.delivered = [&trace, &flow](EventId event, std::int64_t) {
    trace.reached_sink(flow.now(), 1, event);
  };
  return spec;
}

/// Lots leave for the sink, together with what else each takes.
void state_sale(ProcessModel& model, Network& network, const std::string& name,
                const std::string& from, std::vector<ProcessModel::Flow> flows) {
  const ProcessModel::StockId sink = model.stock(kSink);
  if (model.sinks().empty())
    model.count(sink);
  ProcessModel::Process sale{.name = name, .flows = std::move(flows)};
  sale.flows.push_back({model.stock(from), -1});
  sale.flows.push_back({sink, 1});
  state_slots(model, network, name, sale, Duration{});
  model.add(std::move(sale));
}

}  // namespace

MarketPart::MarketPart(Reader& reader) : Part(reader.name()) {
  from_ = reader.mention("from", "store", "store it takes from");
  label_ = reader.name_or("label", "demand", "the constraint's name in the results");
  if (label_ != "demand")
    refuse_reserved(reader, "label", label_);
  pace_ = Pace::read(reader, "lot/day", "every");
  pace_.require_bearable(reader, "every", static_cast<double>(Store::kUnlimited));
}

PartPtr MarketPart::read(Reader& reader) {
  return PartPtr(new MarketPart(reader));
}

void MarketPart::define(Wiring& wiring) const {
  wiring.part(name(), "market", true);
  if (!pace_.drawn)
    wiring.has_rate(name());
}

void MarketPart::connect(Wiring& wiring) const {
  wiring.takes(name(), from_, 1, "lot");
}

void MarketPart::prepare(Network& network) const {
  Gate& gate = pace_.add_gate(network, name(), label_);
  network.flow().trace.declare(gate.constraint(0), Nature::demand);
}

void MarketPart::build(Network& network) const {
  const std::string wanted = name() + ".wanted";
  Trace& trace = network.flow().trace;
  const Flow& flow = network.flow();
  trace.demand(0, 0);  // it is known how much is wanted, even if that is nothing
  Station::Spec demand{.name = wanted,
                       .outputs = {{&network.store(wanted), 1}},
                       .gate = &network.gate(name()),
                       .sink_per_lot = 1};
  pace_.set_units(demand, 1);
  demand.delivered = [&trace, &flow](EventId, std::int64_t) { trace.demand(flow.now(), 1); };
  network.add_station(std::move(demand));
  Station::Spec sale = sink_spec(network, name(), from_);
  sale.inputs.push_back({&network.store(wanted), 1, EnablerClass::order});
  network.add_station(std::move(sale));
}

void MarketPart::state(ProcessModel& model, Network& network) const {
  const std::string wanted = name() + ".wanted";
  const PaceStatement pace{.pace = pace_,
                           .part = name(),
                           .constraint = label_,
                           .drawn_by = wanted,
                           .kind = EndowmentKind::demand};
  const ProcessModel::StockId orders = model.stock(wanted);
  pace.add_to(model, network.flow().random);
  ProcessModel::Process wish{.name = wanted, .flows = {{orders, 1}}};
  pace.use(model, wish, 1);
  model.add(std::move(wish));
  state_sale(model, network, name(), from_, {{orders, -1}});
}

SinkPart::SinkPart(Reader& reader) : Part(reader.name()) {
  from_ = reader.mention("from", "store", "store it takes from");
}

PartPtr SinkPart::read(Reader& reader) {
  return PartPtr(new SinkPart(reader));
}

void SinkPart::define(Wiring& wiring) const {
  wiring.part(name(), "sink", true);
}

void SinkPart::connect(Wiring& wiring) const {
  wiring.takes(name(), from_, 1, "lot");
}

void SinkPart::build(Network& network) const {
  network.add_station(sink_spec(network, name(), from_));
}

void SinkPart::state(ProcessModel& model, Network& network) const {
  state_sale(model, network, name(), from_, {});
}

}  // namespace chokepoint::models
