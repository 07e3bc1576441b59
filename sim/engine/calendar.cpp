#include "sim/engine/calendar.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace chokepoint {
namespace {

constexpr int kSlotBits = 24;
constexpr std::uint64_t kSlotMask = (std::uint64_t{1} << kSlotBits) - 1;
constexpr std::uint64_t kSequenceMask = (std::uint64_t{1} << (64 - kSlotBits)) - 1;
constexpr std::size_t kArity = 4;
constexpr std::size_t kFewCancelled = 64;

/// A permutation of the 40-bit numbers: products with odd factors and shifted copies can be undone.
std::uint64_t scramble(std::uint64_t sequence, std::uint64_t key) {
  std::uint64_t x = (sequence ^ key) & kSequenceMask;
  for (const std::uint64_t factor : {0x9e3779b97f4a7c15ULL, 0xbf58476d1ce4e5b9ULL}) {
    x = (x * factor) & kSequenceMask;
    x ^= x >> 20;
  }
  return x;
}

}  // namespace

Calendar::Calendar(bool shuffle_ties, std::uint64_t shuffle_seed)
    : shuffle_ties_(shuffle_ties), shuffle_key_(shuffle_seed * 0x94d049bb133111ebULL) {}

std::uint64_t Calendar::next_sequence() {
  std::uint64_t number = ++sequence_;
  if (shuffle_ties_) {
    number = scramble(number, shuffle_key_);
    // Sequence 0 in slot 0 would be the ticket of nothing.
    if (number == 0)
      number = scramble(++sequence_, shuffle_key_);
  }
  ensure(sequence_ < kSequenceMask, "the calendar has run out of sequence numbers");
  return number;
}

std::uint32_t Calendar::free_slot() {
  if (!free_.empty()) {
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }
  ensure(slots_.size() <= kSlotMask, "too many items in the calendar at a time");
  slots_.emplace_back();
  return static_cast<std::uint32_t>(slots_.size() - 1);
}

Calendar::Ticket Calendar::schedule(Tick due, Priority priority, const Action& action) {
  const std::uint32_t slot = free_slot();
  const Ticket ticket = next_sequence() << kSlotBits | slot;
  slots_[slot] = {action, ticket};
  const std::uint64_t rank =
      static_cast<std::uint64_t>(due) << 8 | static_cast<std::uint8_t>(priority);
  heap_.emplace_back();
  sift_up(heap_.size() - 1, Key{rank} << 64 | ticket);
  ++live_;
  return ticket;
}

bool Calendar::cancel(Ticket ticket) {
  const auto slot = static_cast<std::size_t>(ticket & kSlotMask);
  if (ticket == 0 || slot >= slots_.size() || slots_[slot].which != ticket)
    return false;
  slots_[slot].which = 0;
  --live_;
  drop_cancelled_top();
  if (heap_.size() - live_ > kFewCancelled + live_)
    compact();
  return true;
}

Action Calendar::take() {
  const auto slot = static_cast<std::uint32_t>(which(heap_.front()) & kSlotMask);
  const Action action = slots_[slot].action;
  slots_[slot].which = 0;
  --live_;
  drop_top();
  drop_cancelled_top();
  return action;
}

void Calendar::drop_top() {
  free_.push_back(static_cast<std::uint32_t>(which(heap_.front()) & kSlotMask));
  const Key last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty())
    sift_down(0, last);
}

void Calendar::drop_cancelled_top() {
  while (!heap_.empty() && slots_[which(heap_.front()) & kSlotMask].which == 0)
    drop_top();
}

/// Throws out all cancelled items at once, so that they never outnumber the others by much.
void Calendar::compact() {
  std::erase_if(heap_, [this](Key key) {
    const auto slot = static_cast<std::uint32_t>(which(key) & kSlotMask);
    if (slots_[slot].which != 0)
      return false;
    free_.push_back(slot);
    return true;
  });
  // A sorted array is a heap, and keys are unique: the order taken later is the same.
  std::sort(heap_.begin(), heap_.end());
}

void Calendar::sift_up(std::size_t hole, Key key) {
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / kArity;
    if (!(key < heap_[parent]))
      break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = key;
}

std::size_t Calendar::least_child(std::size_t parent, std::size_t size) const {
  const std::size_t first = parent * kArity + 1;
  if (first + kArity <= size) {
    const std::size_t left = first + (heap_[first + 1] < heap_[first] ? 1 : 0);
    const std::size_t right = first + 2 + (heap_[first + 3] < heap_[first + 2] ? 1 : 0);
    return heap_[right] < heap_[left] ? right : left;
  }
  std::size_t least = first;
  for (std::size_t child = first + 1; child < size; ++child) {
    if (heap_[child] < heap_[least])
      least = child;
  }
  return least;
}

/// What was last in the heap mostly belongs near its end: the hole goes all the way down first.
void Calendar::sift_down(std::size_t hole, Key key) {
  const std::size_t size = heap_.size();
  while (hole * kArity + 1 < size) {
    const std::size_t least = least_child(hole, size);
    heap_[hole] = heap_[least];
    hole = least;
  }
  sift_up(hole, key);
}

}  // namespace chokepoint
