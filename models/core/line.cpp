#include "models/core/line.hpp"

#include <algorithm>

#include "models/core/relieved.hpp"
#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

Line::Finishing::Finishing(Line& line_in, CommodityId of, Flow& flow, const std::string& name)
    : line(line_in), commodity(of), gate(flow, name) {
  gate.set_feed(*this);
}

bool Line::Finishing::next(Gate&, Job& job) {
  if (queue.empty())
    return false;
  const Waiting waiting = queue.front();
  queue.pop_front();
  const Lot& lot = line.lots_[waiting.lot];
  job.owner = this;
  job.tag = waiting.lot;
  job.units = static_cast<double>(lot.quantity);
  job.sink = line.worth(line.market_.journal.at(lot.order), lot.quantity);
  job.conditions.add(waiting.from, EnablerClass::material);
  return true;
}

void Line::Finishing::served(std::uint64_t tag, EventId event) {
  line.ship(static_cast<std::uint32_t>(tag), event);
}

Line::Line(Market& market, Firm& owner, LineSpec spec)
    : market_(market),
      owner_(owner),
      spec_(std::move(spec)),
      gate_(market.flow, spec_.name),
      cycle_stream_(market.flow.random.stream(spec_.name, "cycle_time")),
      paces_(spec_.keeps_pace_months) {
  if (spec_.random_cycle)
    cycle_.emplace(spec_.cycle_minutes);
  gate_.set_feed(*this);
  owner_.own(gate_);
  owner_.offer(spec_.commodity);
  if (spec_.rule == AllocationRule::highest_bidder)
    owner_.ask_for_bids();
  market_.lines.push_back(this);
}

void Line::add_input(Input input) {
  input.store->listen(*this);
  inputs_.push_back(input);
}

void Line::set_customer_inputs(std::function<std::vector<Input>*(const Order&)> inputs) {
  customer_inputs_ = std::move(inputs);
}

void Line::on_shipped(std::function<void(OrderId, std::int64_t, EventId)> shipped) {
  shipped_ = std::move(shipped);
}

Gate& Line::add_finishing(CommodityId commodity, const std::string& name) {
  finishing_.push_back(std::make_unique<Finishing>(*this, commodity, market_.flow, name));
  owner_.own(finishing_.back()->gate);
  owner_.offer(commodity);
  return finishing_.back()->gate;
}

void Line::set_cycle(CommodityId commodity, Distribution minutes) {
  other_cycles_.emplace_back(commodity, Cycle(std::move(minutes)));
}

const Line::Cycle* Line::cycle_of(CommodityId commodity) const {
  for (const auto& [of, cycle] : other_cycles_) {
    if (of == commodity)
      return &cycle;
  }
  return cycle_ ? &*cycle_ : nullptr;
}

Gate& Line::add_steady_gate() {
  steady_ = std::make_unique<Gate>(market_.flow, spec_.name + ".steady");
  steady_->set_feed(*this);
  owner_.own(*steady_);
  return *steady_;
}

void Line::stirred() {
  const bool busy = !gate_.idle() && (!steady_ || !steady_->idle());
  if (will_look_ || busy || (books_[0].empty() && books_[1].empty()))
    return;
  will_look_ = true;
  market_.flow.simulation.at(market_.flow.now(), Priority::planning, action<&Line::look>(this));
}

void Line::look(std::uint64_t) {
  will_look_ = false;
  poke();
}

void Line::poke() {
  gate_.poke();
  if (steady_)
    steady_->poke();
}

double Line::worth(const Order& order, std::int64_t quantity) const {
  // Work for others counts as the compute that could have been made in its place.
  const double per_unit =
      order.terms.sink_per_unit > 0 ? order.terms.sink_per_unit : sink_per_unit_;
  return per_unit * static_cast<double>(quantity);
}

void Line::served(std::uint64_t tag, EventId event) {
  const auto lot = static_cast<std::uint32_t>(tag);
  market_.flow.trace.note(event, lots_[lot].order);
  in_work_ -= lots_[lot].quantity;
  if (is_steady(market_.journal.at(lots_[lot].order)))
    steady_in_work_ -= lots_[lot].quantity;
  const CommodityId commodity = market_.journal.at(lots_[lot].order).terms.commodity;
  for (const auto& finishing : finishing_) {
    if (finishing->commodity != commodity)
      continue;
    finishing->queue.push_back({lot, event});
    finishing->gate.poke();
    return;
  }
  ship(lot, event);
}

Tick Line::arrival_of(const Lot& lot, const Order& order) const {
  const Tick now = market_.flow.now();
  const Cycle* const cycle = cycle_of(order.terms.commodity);
  if (cycle == nullptr)
    return market_.timeline.after(now, spec_.cycle);
  double minutes = cycle->median;
  if (!cycle->minutes.is_constant()) {
    const std::uint64_t index = order.draw + static_cast<std::uint64_t>(lot.first);
    minutes = cycle->minutes.quantile(cycle_stream_.uniform(index));
  }
  return now + static_cast<Tick>(nearest_whole(std::max(0.0, minutes)));
}

/// When events strike a part of what a firm has, they strike that part of its lots.
Disruptions::Way Line::way_of(const Lot& lot, const Firm& to, Tick due) {
  std::vector<Fate> fates = fates_from_places(to, due);
  sort_fates(fates);
  const auto quantity = static_cast<double>(lot.quantity);
  double others = 0;
  for (const Fate& fate : fates)
    others += fate.part;
  // Each rank keeps account of the units that it has met beyond whole lots.
  for (std::size_t rank = 0; rank + 1 < fates.size(); ++rank) {
    if (rank == struck_.size())
      struck_.push_back(0);
    struck_[rank] += fates[rank].part / others * quantity;
    if (struck_[rank] >= quantity / 2) {
      struck_[rank] -= quantity;
      return fates[rank].way;
    }
    others -= fates[rank].part;
  }
  return fates.back().way;
}

void Line::stand_at(const Places& places, const PlacedCapacity& rooms) {
  places_ = &places;
  rooms_ = &rooms;
}

/// Lots come from where the capacity works.
std::vector<Fate> Line::fates_from_places(const Firm& to, Tick due) const {
  const Tick now = market_.flow.now();
  LotWay way{.out_of = owner_.region(), .into = to.region(), .begun = now, .due = due};
  const Places& places = places_ != nullptr ? *places_ : owner_.places();
  const auto part_at = [this](std::size_t place) {
    return rooms_ != nullptr ? rooms_->part(place) : owner_.part_at(place);
  };
  if (!owner_.is_exposed())
    return fates_of(market_.disruptions, {}, way);
  std::vector<double> parts;
  double works = 0;
  for (std::size_t place = 0; place < places.count(); ++place) {
    parts.push_back(part_at(place) * places.left(place, now));
    works += parts.back();
  }
  std::vector<Fate> fates;
  for (std::size_t place = 0; place < places.count(); ++place) {
    const double part = works > 0 ? parts[place] / works : part_at(place);
    if (part <= 0)
      continue;
    way.out_of = places.region(place);
    for (const Fate& fate : fates_of(market_.disruptions, places.stops(place), way))
      fates.push_back({part * fate.part, fate.way});
  }
  return fates;
}

/// The way takes as long as ever; for the rest of the time goods stood still on it.
EventId Line::record_hold(const Disruptions::Way& way, Tick until, EventId made) {
  Trace& trace = market_.flow.trace;
  const Tick now = market_.flow.now();
  EventId before = made;
  if (way.since > now) {
    before = trace.follow(EventKind::lead, spec_.lead_constraint, now, way.since, made,
                          EnablerClass::material);
  }
  Conditions conditions;
  conditions.add(before, EnablerClass::material);
  return trace.outage(trace.constraint(way.held->name), std::max(now, way.since), until,
                      conditions);
}

void Line::ship(std::uint32_t lot, EventId event) {
  const Lot shipped = lots_[lot];
  vacant_.push_back(lot);
  made_ += shipped.quantity;
  if (shipped_)
    shipped_(shipped.order, shipped.quantity, event);
  const Order& order = market_.journal.at(shipped.order);
  const Tick now = market_.flow.now();
  Tick due = shortened(market_.flow, spec_.lead_constraint, arrival_of(shipped, order));
  const FirmId to = order.terms.consignee == kNoFirm ? order.buyer : order.terms.consignee;
  EventId arrival = event;
  Tick left = now;  // when it is on its way without a stop from then on
  if (!market_.disruptions.empty()) {
    const Disruptions::Way way = way_of(shipped, market_.firm(to), due);
    if (way.arrives == kNever)
      return;  // it stands still for ever, and its buyer goes on waiting
    if (way.lost) {
      market_.post.send(market_.firm(to), DeliveryLost{shipped.order, shipped.quantity},
                        std::max(now, way.arrives) - now);
      return;
    }
    if (way.held != nullptr && way.arrives > due) {
      left = std::max(now, way.since) + way.arrives - due;
      arrival = record_hold(way, left, event);
    }
    due = std::max(now, way.arrives);
  }
  if (due > left) {
    arrival = market_.flow.trace.follow(EventKind::lead, spec_.lead_constraint, left, due, arrival,
                                        EnablerClass::material, 0, worth(order, shipped.quantity));
  }
  if (due > now)
    market_.flow.trace.note(arrival, shipped.order);
  market_.post.send(market_.firm(to), Delivery{shipped.order, shipped.quantity, arrival},
                    due - now);
}

}  // namespace chokepoint::models
