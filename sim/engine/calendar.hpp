#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/engine/action.hpp"

namespace chokepoint {

/// Everything that is due, in the order (tick, priority, sequence of scheduling).
///
/// A shelf for each span of about a day, on which items lie unsorted, and a desk: the items of the
/// span that is being worked on, sorted when they are taken off their shelf. What is scheduled for
/// that span later, mostly for the present tick, joins a queue on the desk if it is due after the
/// last one in it, else a small heap. Scheduling and taking allocate next to nothing
/// once slab and shelves have grown to the number of items in transit.
class Calendar {
 public:
  /// Names an item until it is taken or cancelled; 0 names none.
  using Ticket = std::uint64_t;
  /// Tick and priority in one number, by which items are ordered first.
  using Rank = std::uint64_t;
  /// The rank of nothing.
  static constexpr Rank kNoRank = std::numeric_limits<Rank>::max();

  /// With `shuffle_ties`, items due at the same tick with the same priority come in an order drawn
  /// from `shuffle_seed` instead of the order of scheduling.
  explicit Calendar(bool shuffle_ties = false, std::uint64_t shuffle_seed = 0);

  /// `due` from 0 to 2^55 - 1; at most 2^24 items at a time (ModelError beyond).
  Ticket schedule(Tick due, Priority priority, const Action& action) {
    // In parts, which travel in registers: an action just made in memory is slow to copy.
    return schedule(due, priority, action.call, action.object, action.argument);
  }
  /// Takes the item out; false when it is no longer there.
  bool cancel(Ticket ticket);

  [[nodiscard]] bool empty() const { return live_ == 0; }
  [[nodiscard]] std::size_t size() const { return live_; }

  /// The rank of the next item; kNoRank when there is none.
  [[nodiscard]] Rank next_rank() {
    fill_desk();
    return when(next_);
  }
  [[nodiscard]] static Tick tick_of(Rank rank) { return static_cast<Tick>(rank >> 8); }
  /// The date and priority of the next item. The calendar must not be empty.
  [[nodiscard]] Tick next_due() { return tick_of(next_rank()); }
  [[nodiscard]] Priority next_priority() { return static_cast<Priority>(next_rank() & 0xff); }
  /// Takes the next item. The calendar must not be empty.
  Action take();

 private:
  /// Rank in the upper half; sequence and slot in the lower. One wide number, so that comparing
  /// needs no branch that a processor would guess wrongly.
  __extension__ using Key = unsigned __int128;
  static constexpr Key kNoKey = ~Key{0};

  static Rank when(Key key) { return static_cast<Rank>(key >> 64); }
  static std::uint64_t which(Key key) { return static_cast<std::uint64_t>(key); }

  /// Where an item lies: the number of a shelf, or one of these.
  using Place = std::uint32_t;
  static constexpr Place kShelves = 1024;
  static constexpr Place kStore = kShelves;  ///< the last list: too far ahead for a shelf
  static constexpr Place kSorted = kShelves + 1;
  static constexpr Place kQueue = kShelves + 2;
  static constexpr Place kHeap = kShelves + 3;

  /// What is known of an item but its action; never on two lines of the processor's cache.
  struct alignas(32) Slot {
    Rank rank = 0;
    std::uint64_t which = 0;     ///< of the item that lives here; 0 when cancelled or free
    std::uint32_t position = 0;  ///< on its shelf
    Place place = 0;
  };

  void fill_desk() {
    while (when(next_) == kNoRank && live_ != 0)
      open_next_shelf();
  }
  Ticket schedule(Tick due, Priority priority, void (*call)(void*, std::uint64_t), void* object,
                  std::uint64_t argument);
  [[nodiscard]] std::uint64_t next_sequence();
  [[nodiscard]] std::uint32_t free_slot();
  [[nodiscard]] Place put_on_desk(Key key);
  void put_away(std::uint32_t slot);
  void take_off_shelf(std::uint32_t slot);
  [[nodiscard]] std::uint64_t next_shelf() const;
  void open_next_shelf();
  void sort_store();
  void remove_next();
  void find_next();
  [[nodiscard]] std::size_t least_child(std::size_t parent, std::size_t size) const;
  void sift_up(std::size_t hole, Key key);
  void sift_down(std::size_t hole, Key key);
  void compact_heap();

  std::vector<Slot> slots_;
  std::vector<Action> actions_;  ///< by slot
  std::vector<std::uint32_t> free_;
  std::array<std::vector<std::uint32_t>, kShelves + 1> shelves_;  ///< slots; the store is the last
  std::array<std::uint64_t, kShelves / 64> filled_{};  ///< a bit for each shelf that is not empty
  std::uint64_t span_ = 0;  ///< the one on the desk; shelves are for the kShelves - 1 after it
  std::uint64_t store_from_ = kNoRank;  ///< no item in the store is due in an earlier span
  std::vector<Key> sorted_;  ///< on the desk, next one last; below all a guard that is never due
  std::vector<Key> queue_;   ///< on the desk, from queue_first_ on: scheduled since, in order
  std::vector<Key> heap_;    ///< on the desk: scheduled since, whatever the order
  std::size_t queue_first_ = 0;
  Key next_ = kNoKey;  ///< the least on the desk, never of a cancelled item
  std::size_t cancelled_in_heap_ = 0;
  std::size_t live_ = 0;
  std::uint64_t sequence_ = 0;
  bool shuffle_ties_;
  std::uint64_t shuffle_key_;
};

}  // namespace chokepoint
