#include "sim/flow/store.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace chokepoint {

namespace {

/// Takes `amount` off the front of a queue of tokens; the result is the last one touched, with what
/// is left of it.
template <class Queue>
auto take_front(Queue& queue, std::int64_t amount) {
  auto last = queue.front();
  while (amount > 0) {
    auto& front = queue.front();
    const std::int64_t part = std::min(front.amount, amount);
    front.amount -= part;
    amount -= part;
    last = front;
    if (front.amount == 0)
      queue.pop_front();
  }
  return last;
}

}  // namespace

Store::Store(Flow& flow, std::string name, std::int64_t initial, std::int64_t capacity,
             std::string_view stock)
    : flow_(flow),
      initial_(std::min(capacity, flow.relief.amount(stock, flow.now(), initial))),
      capacity_(capacity),
      name_(std::move(name)) {
  ensure(initial >= 0 && initial <= capacity, "a store starts with what it can hold");
  flow.stores.push_back(this);
  if (initial_ > 0) {
    tokens_.push_back({initial_, kWorldStart, 0});
    level_ = total_in_ = initial_;
  }
  if (bounded() && capacity > initial_)
    rooms_.push_back({capacity - initial_, kWorldStart, 0});
}

void Store::make_pool(ConstraintId constraint) {
  is_pool_ = true;
  pool_constraint_ = constraint;
}

void Store::set_value(double sink_per_unit, ConstraintId stock, ConstraintId space) {
  sink_per_unit_ = sink_per_unit;
  stock_constraint_ = stock;
  space_constraint_ = space;
}

void Store::changed(std::int64_t by) {
  const Tick now = flow_.now();
  level_minutes_ += level_ * (now - changed_at_);
  changed_at_ = now;
  level_ += by;
}

std::int64_t Store::level_minutes() const {
  return level_minutes_ + level_ * (flow_.now() - changed_at_);
}

EventId Store::reserve(std::int64_t amount) {
  if (!bounded() || amount == 0)
    return kWorldStart;
  ensure(amount <= room(), "room is reserved only when it is there");
  reserved_ += amount;
  const Token freed = take_front(rooms_, amount);
  // Room that has been waiting held nobody up; only room made just now can have.
  if (freed.made_by == kWorldStart || freed.at < flow_.now() || sink_per_unit_ <= 0)
    return freed.made_by;
  // What was in stock on day 0 took places then: so much less is let through before it counts.
  const auto places = static_cast<double>(capacity_ - initial_);
  // Whoever took several at once made room that is not needed yet.
  const double counted = places - static_cast<double>(freed.amount);
  return flow_.trace.follow(EventKind::cap, space_constraint_, freed.at, freed.at, freed.made_by,
                            EnablerClass::slot, places, counted * sink_per_unit_);
}

void Store::put(std::int64_t amount, EventId made_by, std::uint32_t source) {
  ensure(amount >= 0, "nobody delivers a negative amount");
  ensure(amount <= room(), "a delivery fits into its store");
  reserve(amount);
  put_reserved(amount, made_by, source);
}

void Store::put_reserved(std::int64_t amount, EventId made_by, std::uint32_t source) {
  if (amount == 0)
    return;
  if (bounded())
    reserved_ -= amount;
  const Tick now = flow_.now();
  if (!tokens_.empty() && tokens_.back().made_by == made_by && tokens_.back().at == now) {
    tokens_.back().amount += amount;
  } else {
    tokens_.push_back({amount, made_by, now});
  }
  changed(amount);
  total_in_ += amount;
  if (is_pool_) {
    pool_stale_ = true;
    const auto known = std::find_if(sources_.begin(), sources_.end(),
                                    [&](const Source& s) { return s.id == source; });
    if (known == sources_.end()) {
      sources_.push_back({source, made_by, now});
    } else {
      *known = {source, made_by, now};
    }
  }
  stir();
}

EventId Store::take(std::int64_t amount) {
  ensure(amount >= 0 && amount <= level_, "nobody takes more than there is");
  if (amount == 0)
    return kWorldStart;
  const Tick now = flow_.now();
  changed(-amount);
  Token last{};
  for (std::int64_t left = amount; left > 0;) {
    Token& front = tokens_.front();
    const std::int64_t part = std::min(front.amount, left);
    waited_minutes_ += part * (now - front.at);
    last = front;
    front.amount -= part;
    left -= part;
    if (front.amount == 0)
      tokens_.pop_front();
  }
  const std::int64_t taken_before = total_out_;
  total_out_ += amount;
  if (bounded())
    rooms_.push_back({amount, last.made_by, now});
  return explain(last, taken_before);
}

EventId Store::explain(const Token& last, std::int64_t taken_before) {
  // What had been waiting here held nobody up; only what came just now can have.
  if (last.at < flow_.now())
    return last.made_by;
  if (last.made_by == kWorldStart) {
    if (sink_per_unit_ <= 0 || taken_before == 0)
      return kWorldStart;
    const auto before = static_cast<double>(taken_before);
    return flow_.trace.follow(EventKind::stock, stock_constraint_, 0, 0, kWorldStart,
                              EnablerClass::material, before, before * sink_per_unit_);
  }
  const EventId arrival = is_pool_ ? pool_event(last.at) : last.made_by;
  if (initial_ == 0 || sink_per_unit_ <= 0)
    return arrival;
  const auto all = static_cast<double>(initial_);
  return flow_.trace.follow(EventKind::stock, stock_constraint_, last.at, last.at, arrival,
                            EnablerClass::material, all, all * sink_per_unit_);
}

EventId Store::pool_event(Tick arrived) {
  if (!pool_stale_)
    return pool_event_;
  pool_stale_ = false;
  recent_.clear();
  for (const Source& source : sources_) {
    if (arrived - source.at <= kPoolWindow)
      recent_.push_back(source.last);
  }
  pool_event_ = flow_.trace.pool(pool_constraint_, arrived, recent_);
  return pool_event_;
}

void Store::taken_by(EventId consumer) {
  if (!rooms_.empty())
    rooms_.back().made_by = consumer;
}

void Store::stir() {
  for (Listener* listener : listeners_)
    listener->stirred();
}

}  // namespace chokepoint
