#include "sim/flow/slot_pool.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace chokepoint {

SlotPool::SlotPool(Flow& flow, std::int64_t slots, ConstraintId constraint, double sink_per_lot)
    : flow_(flow),
      slots_(flow.relief.amount(flow.trace.name(constraint), flow.now(), slots, 1)),
      fresh_(slots_),
      constraint_(constraint),
      sink_per_lot_(sink_per_lot) {
  ensure(slots > 0, "a limit on work in progress lets at least one lot through");
}

std::int64_t SlotPool::taken() const {
  return slots_ - fresh_ - static_cast<std::int64_t>(freed_.size());
}

void SlotPool::occupy(std::int64_t lots) {
  ensure(lots >= 0 && fresh_ == slots_, "what is under way on day 0 was so before anything else");
  occupied_ = lots;
  fresh_ -= lots;
}

EventId SlotPool::take() {
  ensure(available(), "a slot is taken only when one is free");
  if (fresh_ > 0) {
    --fresh_;
    return kWorldStart;
  }
  const Freed freed = freed_.front();
  freed_.pop_front();
  // A slot that has been waiting held nobody up; only one freed just now can have.
  if (freed.at < flow_.now())
    return freed.event;
  // What was under way on day 0 held slots: so much less is let through before they count.
  const auto lots = static_cast<double>(slots_ - occupied_);
  return flow_.trace.follow(EventKind::cap, constraint_, freed.at, freed.at, freed.event,
                            EnablerClass::slot, lots, lots * sink_per_lot_);
}

void SlotPool::give(EventId freed_by) {
  ensure(taken() > 0, "only a slot in use is given back");
  if (fresh_ < 0) {
    ++fresh_;  // there are too many under way: nobody may start for it
    return;
  }
  freed_.push_back({freed_by, flow_.now()});
  for (Listener* listener : listeners_)
    listener->stirred();
}

}  // namespace chokepoint
