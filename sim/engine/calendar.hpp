#pragma once

#include <cstddef>
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
  [[nodiscard]] Tick next_due() const { return static_cast<Tick>(when(heap_.front()) >> 8); }
  [[nodiscard]] Priority next_priority() const {
    return static_cast<Priority>(when(heap_.front()) & 0xff);
  }
  /// Takes the next item. The calendar must not be empty.
  Action take();

 private:
  /// Tick and priority in the upper half; sequence and slot in the lower. One wide number, so that
  /// the comparisons in the heap need no branch that a processor would guess wrongly.
  __extension__ using Key = unsigned __int128;

  static std::uint64_t when(Key key) { return static_cast<std::uint64_t>(key >> 64); }
  static std::uint64_t which(Key key) { return static_cast<std::uint64_t>(key); }
  struct Slot {
    Action action;
    std::uint64_t which = 0;  ///< of the item that lives here; 0 when cancelled or free
  };

  [[nodiscard]] std::size_t least_child(std::size_t parent, std::size_t size) const;
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
