#include "models/core/line.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/core/rates.hpp"
#include "models/core/relieved.hpp"
#include "sim/base/error.hpp"

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
      cycle_stream_(market.flow.random.stream(spec_.name, "cycle_time")) {
  gate_.set_feed(*this);
  owner_.own(gate_);
  owner_.offer(spec_.commodity);
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
  other_cycles_.emplace_back(commodity, std::move(minutes));
}

const Distribution* Line::cycle_of(CommodityId commodity) const {
  for (const auto& [of, minutes] : other_cycles_) {
    if (of == commodity)
      return &minutes;
  }
  return spec_.random_cycle ? &spec_.cycle_minutes : nullptr;
}

namespace {

double units_per_month(const Gate& gate) {
  const double speed = gate.speed();
  return std::isfinite(speed) ? per_month(speed) : 0;
}

}  // namespace

Gate& Line::add_steady_gate() {
  steady_ = std::make_unique<Gate>(market_.flow, spec_.name + ".steady");
  steady_->set_feed(*this);
  owner_.own(*steady_);
  return *steady_;
}

double Line::capacity_per_month() const {
  return units_per_month(gate_) + (steady_ ? units_per_month(*steady_) : 0);
}

double Line::capacity_for(const Order& order) const {
  // Steady business is given what it needs, so its part of today is no measure.
  return is_steady(order) ? capacity_per_month() : units_per_month(gate_);
}

std::int64_t Line::ahead_of(const Order& order) const {
  const std::int64_t steady = steady_backlog_ + steady_in_work_;
  return is_steady(order) ? steady : backlog_ + in_work_ - steady;
}

void Line::stirred() {
  const bool busy = !gate_.idle() && (!steady_ || !steady_->idle());
  if (will_look_ || busy || book_.empty())
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

Tick Line::book(OrderId id) {
  const Order& order = market_.journal.at(id);
  const std::int64_t quantity = order.to_start();
  asked_ += quantity;
  if (is_steady(order))
    steady_asked_ += quantity;
  const double capacity = capacity_for(order);
  const double wait_months =
      capacity > 0 ? static_cast<double>(ahead_of(order)) / capacity : spec_.sold_out_months + 1;
  const bool sold_out = spec_.sold_out_months > 0 && wait_months > spec_.sold_out_months;
  if (market_.turns_away(id, sold_out))
    return kNever;
  book_.push_back(id);
  backlog_ += quantity;
  ordered_ += quantity;
  if (is_steady(order)) {
    steady_backlog_ += quantity;
  }
  const double work_months = capacity > 0 ? static_cast<double>(ahead_of(order)) / capacity : 60;
  const Tick begun =
      market_.flow.now() + static_cast<Tick>(std::ceil(work_months * kMinutesPerMonth));
  const Distribution* const drawn = cycle_of(order.terms.commodity);
  const Tick cycle = drawn != nullptr ? static_cast<Tick>(drawn->median())
                                      : market_.timeline.after(begun, spec_.cycle) - begun;
  poke();
  return begun + cycle;
}

void Line::cancelled(OrderId id, std::int64_t quantity) {
  backlog_ -= quantity;
  ordered_ -= quantity;
  if (is_steady(market_.journal.at(id))) {
    steady_backlog_ -= quantity;
    steady_asked_ -= quantity;
  }
  if (market_.journal.at(id).to_start() == 0)
    std::erase(book_, id);
}

std::vector<Line::Input>* Line::inputs_of(const Order& order) {
  return customer_inputs_ ? customer_inputs_(order) : &inputs_;
}

std::int64_t Line::units_on_hand(const std::vector<Input>& inputs) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (const Input& input : inputs) {
    if (input.per_unit <= 0)
      continue;
    // As many as can be taken when what they need is rounded to whole units of the input.
    const double available = (static_cast<double>(input.store->level()) + 0.5) / input.per_unit;
    least = std::min(least, static_cast<std::int64_t>(available - 1e-9));
  }
  return least;
}

std::int64_t Line::lot_size(const Order& order) const {
  const std::int64_t part =
      (order.terms.quantity + spec_.lots_per_order - 1) / spec_.lots_per_order;
  if (spec_.longest_lot_months <= 0 || order.terms.sink_per_unit <= 0)
    return std::max(spec_.smallest_lot, part);
  const auto longest = static_cast<std::int64_t>(capacity_for(order) * spec_.longest_lot_months);
  return std::max({spec_.smallest_lot, std::min(part, longest), std::int64_t{1}});
}

std::int64_t Line::startable(const Order& order) {
  const std::int64_t lot = lot_size(order);
  const std::vector<Input>* inputs = inputs_of(order);
  if (inputs == nullptr)
    return 0;
  const std::int64_t most = std::min({lot, order.to_start(), units_on_hand(*inputs)});
  const std::int64_t least = std::min(spec_.smallest_lot, order.to_start());
  return most >= least ? most : 0;
}

void Line::list_candidates(bool steady) {
  candidates_.clear();
  // Unless customers consign theirs, all orders draw on the same inputs.
  const std::int64_t common = customer_inputs_ ? 0 : units_on_hand(inputs_);
  if (!customer_inputs_ && common < 1)
    return;
  for (const OrderId id : book_) {
    const Order& order = market_.journal.at(id);
    if (is_steady(order) != steady)
      continue;
    // Of equal candidates the first is served, so what cannot be better need not be looked at.
    const bool by_stability = spec_.rule == AllocationRule::stable_first;
    if (by_stability && !order.terms.stable && !candidates_.empty())
      continue;
    const std::vector<Input>* const inputs = inputs_of(order);
    const std::int64_t on_hand = !customer_inputs_   ? common
                                 : inputs != nullptr ? units_on_hand(*inputs)
                                                     : 0;
    // As much as `startable` asks for, without its division.
    if (on_hand < std::max<std::int64_t>(1, std::min(spec_.smallest_lot, order.to_start())))
      continue;
    candidates_.push_back(
        {order.placed, id, order.terms.firm, order.terms.stable, order.terms.price_usd,
         static_cast<double>(order.started) / static_cast<double>(order.terms.quantity)});
    const bool best = spec_.rule == AllocationRule::fifo || (by_stability && order.terms.stable);
    if (best)
      break;
  }
}

bool Line::next(Gate& gate, Job& job) {
  list_candidates(&gate == steady_.get());
  if (candidates_.empty())
    return false;
  const OrderId chosen = candidates_[choose(spec_.rule, candidates_)].order;
  const auto position = std::find(book_.begin(), book_.end(), chosen);
  begin(static_cast<std::size_t>(position - book_.begin()), startable(market_.journal.at(chosen)),
        job);
  return true;
}

void Line::begin(std::size_t position, std::int64_t quantity, Job& job) {
  const OrderId id = book_[position];
  const Order& order = market_.journal.at(id);
  job.conditions.add(order.decided, EnablerClass::order);
  for (const Input& input : *inputs_of(order)) {
    const auto amount =
        static_cast<std::int64_t>(std::llround(static_cast<double>(quantity) * input.per_unit));
    job.conditions.add(input.store->take(std::min(amount, input.store->level())), input.how);
  }
  if (order.terms.sink_per_unit > 0)
    sink_per_unit_ = order.terms.sink_per_unit;
  std::uint32_t lot = 0;
  if (vacant_.empty()) {
    lot = static_cast<std::uint32_t>(lots_.size());
    lots_.push_back({});
  } else {
    lot = vacant_.back();
    vacant_.pop_back();
  }
  lots_[lot] = {id, quantity, order.started};
  job.owner = this;
  job.tag = lot;
  job.units = static_cast<double>(quantity);
  job.sink = worth(order, quantity);
  backlog_ -= quantity;
  in_work_ += quantity;
  if (is_steady(order)) {
    steady_backlog_ -= quantity;
    steady_in_work_ += quantity;
  }
  market_.journal.begin(id, quantity);
  if (order.to_start() == 0)
    book_.erase(book_.begin() + static_cast<std::ptrdiff_t>(position));
}

double Line::worth(const Order& order, std::int64_t quantity) const {
  // Work for others counts as the compute that could have been made in its place.
  const double per_unit =
      order.terms.sink_per_unit > 0 ? order.terms.sink_per_unit : sink_per_unit_;
  return per_unit * static_cast<double>(quantity);
}

void Line::served(std::uint64_t tag, EventId event) {
  const auto lot = static_cast<std::uint32_t>(tag);
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

void Line::ship(std::uint32_t lot, EventId event) {
  const Lot shipped = lots_[lot];
  vacant_.push_back(lot);
  made_ += shipped.quantity;
  if (shipped_)
    shipped_(shipped.order, shipped.quantity, event);
  const Order& order = market_.journal.at(shipped.order);
  const Tick now = market_.flow.now();
  Tick due = market_.timeline.after(now, spec_.cycle);
  if (const Distribution* cycle = cycle_of(order.terms.commodity)) {
    const double drawn = cycle->quantile(
        cycle_stream_.uniform(order.draw + static_cast<std::uint64_t>(shipped.first)));
    due = now + static_cast<Tick>(std::llround(std::max(0.0, drawn)));
  }
  due = shortened(market_.flow, spec_.lead_constraint, due);
  EventId arrival = event;
  if (due > now) {
    arrival = market_.flow.trace.follow(EventKind::lead, spec_.lead_constraint, now, due, event,
                                        EnablerClass::material, 0, worth(order, shipped.quantity));
  }
  const FirmId to = order.terms.consignee == kNoFirm ? order.buyer : order.terms.consignee;
  market_.post.send(market_.firm(to), Delivery{shipped.order, shipped.quantity, arrival},
                    due - now);
}

}  // namespace chokepoint::models
