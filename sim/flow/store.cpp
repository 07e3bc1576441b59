#include "sim/flow/store.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace chokepoint {

Store::Store(Flow& flow, std::string name, std::int64_t initial, std::int64_t capacity)
    : flow_(flow), name_(std::move(name)), capacity_(capacity) {
  ensure(initial >= 0 && initial <= capacity, "a store starts with what it can hold");
  if (initial > 0) {
    tokens_.push_back({initial, kWorldStart});
    level_ = total_in_ = initial;
  }
}

void Store::make_pool(ConstraintId constraint) {
  is_pool_ = true;
  pool_constraint_ = constraint;
}

void Store::put(std::int64_t amount, EventId made_by, std::uint32_t source) {
  ensure(amount >= 0, "nobody delivers a negative amount");
  ensure(amount <= capacity_ - level_, "a delivery fits into its store");
  if (amount == 0) return;
  if (!tokens_.empty() && tokens_.back().made_by == made_by) {
    tokens_.back().amount += amount;
  } else {
    tokens_.push_back({amount, made_by});
  }
  level_ += amount;
  total_in_ += amount;
  was_full_ = false;
  if (is_pool_) {
    pool_stale_ = true;
    const auto known = std::find_if(sources_.begin(), sources_.end(),
                                    [&](const Source& s) { return s.id == source; });
    if (known == sources_.end()) {
      sources_.push_back({source, made_by, flow_.now()});
    } else {
      *known = {source, made_by, flow_.now()};
    }
  }
  stir();
}

EventId Store::take(std::int64_t amount) {
  ensure(amount >= 0 && amount <= level_, "nobody takes more than there is");
  was_full_ = level_ + reserved_ >= capacity_;
  level_ -= amount;
  total_out_ += amount;
  EventId last = kWorldStart;
  while (amount > 0) {
    Token& front = tokens_.front();
    const std::int64_t part = std::min(front.amount, amount);
    last = front.made_by;
    front.amount -= part;
    amount -= part;
    if (front.amount == 0) tokens_.pop_front();
  }
  return is_pool_ && last != kWorldStart ? pool_event() : last;
}

EventId Store::pool_event() {
  if (!pool_stale_) return pool_event_;
  pool_stale_ = false;
  const Tick now = flow_.now();
  std::vector<EventId> recent;
  Tick latest = 0;
  for (const Source& source : sources_) {
    if (now - source.at > kPoolWindow) continue;
    recent.push_back(source.last);
    latest = std::max(latest, source.at);
  }
  if (recent.empty()) {  // drawn from old stock: the last delivery of all explains it
    const auto newest = std::max_element(
        sources_.begin(), sources_.end(),
        [](const Source& a, const Source& b) { return a.at < b.at; });
    recent.push_back(newest->last);
    latest = newest->at;
  }
  pool_event_ = flow_.trace.pool(pool_constraint_, latest, recent);
  return pool_event_;
}

void Store::stir() {
  for (Listener* listener : listeners_) listener->stirred();
}

}  // namespace chokepoint
