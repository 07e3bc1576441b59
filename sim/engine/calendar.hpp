#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/engine/action.hpp"

namespace chokepoint {

/// Everything that is due, in the order (tick, priority, sequence of scheduling).
///
/// A four-way heap of 16-byte keys over a slab of actions: scheduling and taking allocate nothing
/// once the slab has grown to the number of items in transit.
class Calendar {
 public:
  /// Names an item until it is taken or cancelled; 0 names none.
  using Ticket = std::uint64_t;

  /// With `shuffle_ties`, items due at the same tick with the same priority come in an order drawn
  /// from `shuffle_seed` instead of the order of scheduling.
  explicit Calendar(bool shuffle_ties = false, std::uint64_t shuffle_seed = 0);

  /// `due` from 0 to 2^55 - 1; at most 2^24 items at a time (ModelError beyond).
  Ticket schedule(Tick due, Priority priority, const Action& action);
  /// Takes the item out; false when it is no longer there.
  bool cancel(Ticket ticket);

  [[nodiscard]] bool empty() const { return live_ == 0; }
  [[nodiscard]] std::size_t size() const { return live_; }

  /// The date and rank of the next item. The calendar must not be empty.
  [[nodiscard]] Tick next_due() const { return static_cast<Tick>(heap_.front().when >> 8); }
  [[nodiscard]] Priority next_priority() const {
    return static_cast<Priority>(heap_.front().when & 0xff);
  }
  /// Takes the next item. The calendar must not be empty.
  Action take();

 private:
  struct Key {
    std::uint64_t when;   ///< tick and priority
    std::uint64_t which;  ///< sequence and slot
    friend bool operator<(const Key& a, const Key& b) {
      return a.when < b.when || (a.when == b.when && a.which < b.which);
    }
  };
  struct Slot {
    Action action;
    std::uint64_t which = 0;  ///< of the item that lives here; 0 when cancelled or free
  };

  [[nodiscard]] std::uint64_t next_sequence();
  [[nodiscard]] std::uint32_t free_slot();
  void sift_up(std::size_t hole, Key key);
  void sift_down(std::size_t hole, Key key);
  void drop_top();
  void drop_cancelled_top();
  void compact();

  std::vector<Key> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::size_t live_ = 0;
  std::uint64_t sequence_ = 0;
  bool shuffle_ties_;
  std::uint64_t shuffle_key_;
};

}  // namespace chokepoint
