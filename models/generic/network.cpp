#include "models/generic/network.hpp"

#include <algorithm>
#include <cmath>

#include "models/generic/limit_loop.hpp"
#include "sim/base/error.hpp"

namespace chokepoint::models {

Network::Network(Flow& flow, const Timeline& timeline, const SupplyGraph& graph)
    : flow_(flow),
      timeline_(timeline),
      graph_(graph),
      worth_(graph.worth()),
      suppliers_(graph.nodes().size()) {
  for (const SupplyEdge& edge : graph.edges())
    ++suppliers_[edge.to];
}

void Network::build(const std::vector<PartPtr>& parts) {
  for (const PartPtr& part : parts)
    part->prepare(*this);
  fill_limits();
  for (const PartPtr& part : parts)
    part->build(*this);
  for (Station& station : stations_)
    station.stirred();
}

double Network::worth(std::string_view part) const {
  const std::size_t node = graph_.find(part);
  return node < worth_.size() ? worth_[node].worth : 0.0;
}

std::uint32_t Network::source_number(std::string_view part) const {
  return static_cast<std::uint32_t>(graph_.find(part));
}

bool Network::has_several_suppliers(std::string_view store) const {
  const std::size_t node = graph_.find(store);
  return node < suppliers_.size() && suppliers_[node] > 1;
}

void Network::add_store(std::string_view name, std::int64_t initial, std::int64_t capacity,
                        bool pool, std::string_view stock) {
  const std::string space = std::string(name) + "_space";
  if (capacity != Store::kUnlimited)
    capacity = flow_.relief.amount(space, flow_.now(), capacity, 1);
  auto made = std::make_unique<Store>(flow_, std::string(name), std::min(initial, capacity),
                                      capacity, stock);
  if (pool || has_several_suppliers(name))
    made->make_pool(flow_.trace.constraint(name));
  made->set_value(worth(name), flow_.trace.constraint(stock), flow_.trace.constraint(space));
  const bool added = stores_.emplace(std::string(name), std::move(made)).second;
  ensure(added, "a store is added once");
}

Store& Network::store(std::string_view name) {
  if (stores_.find(name) == stores_.end())
    add_store(name, 0, Store::kUnlimited, false);
  return *stores_.find(name)->second;
}

Gate& Network::add_gate(std::string_view name, int servers) {
  auto made = std::make_unique<Gate>(flow_, std::string(name), servers);
  const auto [place, added] = gates_.emplace(std::string(name), std::move(made));
  ensure(added, "a gate is added once");
  return *place->second;
}

Gate& Network::gate(std::string_view name) {
  const auto found = gates_.find(name);
  ensure(found != gates_.end(), "a gate that a part names exists");
  return *found->second;
}

RateSchedule& Network::add_schedule(std::string_view part, Gate& gate, std::size_t resource,
                                    const Profile& rate) {
  auto made = std::make_unique<RateSchedule>(flow_, gate, resource, rate);
  return *(schedules_[std::string(part)] = std::move(made));
}

RateSchedule& Network::schedule(std::string_view part) {
  const auto found = schedules_.find(part);
  ensure(found != schedules_.end(), "a part whose rate is watched or raised has a rate");
  return *found->second;
}

FifoFeed& Network::shared_feed(std::string_view gate_name) {
  auto& feed = feeds_[std::string(gate_name)];
  if (!feed) {
    feed = std::make_unique<FifoFeed>();
    gate(gate_name).set_feed(*feed);
  }
  return *feed;
}

Station& Network::add_station(Station::Spec spec) {
  Gate* gate = spec.gate;
  const bool shared = spec.feed != nullptr;
  Station& station = stations_.emplace_back(flow_, std::move(spec));
  if (gate != nullptr && !shared)
    gate->set_feed(station);
  return station;
}

void Network::limit(std::string_view from, std::string_view until, std::int64_t slots) {
  ensure(slots_from(from) == nullptr && slots_until(until) == nullptr,
         "one limit on work in progress begins and ends at a part");
  limits_.push_back(
      {std::string(from), std::string(until),
       SlotPool(flow_, slots, flow_.trace.constraint(std::string(from) + "_slots"), worth(from))});
  limit_from_.emplace(from, &limits_.back().pool);
  limit_until_.emplace(until, &limits_.back().pool);
}

void Network::fill_limits() {
  if (limits_.empty())
    return;
  const LimitLoops loops(graph_);
  for (Limit& limit : limits_) {
    double lots = 0;
    for (const LimitLoop::Stock& stock : loops.between(limit.from, limit.until).stocks) {
      const auto store = stores_.find(stock.store);
      if (store != stores_.end())
        lots += static_cast<double>(store->second->initial()) * stock.lots_per_unit;
    }
    // What does not make a whole lot is delivered together with what starts.
    limit.pool.occupy(static_cast<std::int64_t>(std::floor(lots + 1e-9)));
  }
}

SlotPool* Network::slots_from(std::string_view part) {
  const auto found = limit_from_.find(part);
  return found == limit_from_.end() ? nullptr : found->second;
}

SlotPool* Network::slots_until(std::string_view part) {
  const auto found = limit_until_.find(part);
  return found == limit_until_.end() ? nullptr : found->second;
}

void Network::add_outage(Gate& gate, std::string_view label, Tick from, Tick to) {
  const Tick horizon = flow_.simulation.horizon();
  if (from > horizon || to <= from)
    return;
  to = from + flow_.relief.span(label, from, to - from);
  outages_.push_back({&gate, flow_.trace.constraint(label)});
  const std::uint64_t index = outages_.size() - 1;
  flow_.simulation.at(from, Priority::outage, action<&Network::stop>(this, index));
  if (to <= horizon)
    flow_.simulation.at(to, Priority::outage, action<&Network::resume>(this, index));
}

void Network::await(const Disruption& event) {
  for (const std::string& part : event.parts) {
    const auto [known, fresh] = struck_by_name_.try_emplace(part, struck_.size());
    if (fresh)
      struck_.push_back({StruckGate(gate(part)), {}});
    struck_[known->second].stops.push_back(&event);
    for (const Tick tick : event.changes()) {
      if (tick <= flow_.simulation.horizon())
        flow_.simulation.at(tick, Priority::outage, action<&Network::strike>(this, known->second));
    }
  }
}

std::vector<GateOutage> Network::standstills(std::string_view part,
                                             std::vector<GateOutage> outages) const {
  const auto known = struck_by_name_.find(part);
  if (known == struck_by_name_.end())
    return outages;
  for (const Disruption* stop : struck_[known->second].stops) {
    for (std::size_t i = 0; i < stop->steps.size(); ++i) {
      const bool last = i + 1 == stop->steps.size();
      if (stop->steps[i].left <= 0)
        outages.push_back(
            {{stop->steps[i].from, last ? kNever : stop->steps[i + 1].from}, stop->name});
    }
  }
  return outages;
}

void Network::strike(std::uint64_t index) {
  Struck& struck = struck_[index];
  const Tick now = flow_.now();
  double left = 1;
  const Disruption* holds = nullptr;
  for (const Disruption* stop : struck.stops) {
    const double part = stop->left(now);
    if (holds == nullptr && part < 1)
      holds = stop;
    left *= part;
  }
  struck.gate.leave(left, holds == nullptr ? 0 : flow_.trace.constraint(holds->name));
}

void Network::stop(std::uint64_t outage) {
  outages_[outage].gate->stop(outages_[outage].label);
}

void Network::resume(std::uint64_t outage) {
  outages_[outage].gate->resume(outages_[outage].label);
}

}  // namespace chokepoint::models
