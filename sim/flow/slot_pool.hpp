#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "sim/flow/flow.hpp"

namespace chokepoint {

/// A limit on how many lots may be on their way at once (kanban, order limit). Each lot holds one
/// slot from its start until the last place it passes gives it back. Slots are used in the order
/// in which they became free, those never used first.
class SlotPool {
 public:
  /// `constraint` names the limit; `sink_per_lot` is what a lot is worth in the sink's unit.
  SlotPool(Flow& flow, std::int64_t slots, ConstraintId constraint, double sink_per_lot);

  [[nodiscard]] bool available() const { return fresh_ > 0 || !freed_.empty(); }
  [[nodiscard]] std::int64_t slots() const { return slots_; }
  /// Before anything starts: so many lots are on their way already, each with a slot, perhaps more
  /// than there are slots. They give them back like the others.
  void occupy(std::int64_t lots);
  [[nodiscard]] ConstraintId constraint() const { return constraint_; }
  /// Slots in use now.
  [[nodiscard]] std::int64_t taken() const;
  /// Takes a slot; the result is the event that freed it. Throws ModelError when none is free.
  EventId take();
  void give(EventId freed_by);
  void listen(Listener& listener) { listeners_.push_back(&listener); }

 private:
  struct Freed {
    EventId event;
    Tick at;
  };

  Flow& flow_;
  std::int64_t slots_;
  std::int64_t occupied_ = 0;  ///< on day 0
  std::int64_t fresh_;         ///< never used; below 0: so many too many are in use
  ConstraintId constraint_;
  double sink_per_lot_;
  std::deque<Freed> freed_;
  std::vector<Listener*> listeners_;
};

}  // namespace chokepoint
