#include "sim/engine/calendar.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "sim/base/error.hpp"

namespace chokepoint {
namespace {

constexpr int kSlotBits = 24;
constexpr std::uint64_t kSlotMask = (std::uint64_t{1} << kSlotBits) - 1;
constexpr std::uint64_t kSequenceMask = (std::uint64_t{1} << (64 - kSlotBits)) - 1;
constexpr std::size_t kOnShelf = 16;  ///< room for so many from the start
constexpr std::size_t kArity = 4;
constexpr std::size_t kFewCancelled = 64;
constexpr std::size_t kLongQueue = 1024;

/// 1,024 minutes, the power of two next to a day.
std::uint64_t span_of(Calendar::Rank rank) {
  return rank >> (8 + 10);
}

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
    : sorted_{kNoKey},
      shuffle_ties_(shuffle_ties),
      shuffle_key_(shuffle_seed * 0x94d049bb133111ebULL) {}

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
  actions_.emplace_back();
  return static_cast<std::uint32_t>(slots_.size() - 1);
}

Calendar::Ticket Calendar::schedule(Tick due, Priority priority, void (*call)(void*, std::uint64_t),
                                    void* object, std::uint64_t argument) {
  const std::uint32_t slot = free_slot();
  const Ticket ticket = next_sequence() << kSlotBits | slot;
  const Rank rank = static_cast<Rank>(due) << 8 | static_cast<std::uint8_t>(priority);
  actions_[slot] = {call, object, argument};
  slots_[slot].rank = rank;
  slots_[slot].which = ticket;
  ++live_;
  if (span_of(rank) > span_) {
    put_away(slot);
    return ticket;
  }
  const Key key = Key{rank} << 64 | ticket;
  slots_[slot].place = put_on_desk(key);
  next_ = std::min(next_, key);
  return ticket;
}

Calendar::Place Calendar::put_on_desk(Key key) {
  if (queue_.empty() || queue_.back() < key) {
    queue_.push_back(key);
    return kQueue;
  }
  heap_.emplace_back();
  sift_up(heap_.size() - 1, key);
  return kHeap;
}

/// Puts an item that is not due on the desk's span on its shelf, or into the store.
void Calendar::put_away(std::uint32_t slot) {
  Slot& item = slots_[slot];
  const std::uint64_t span = span_of(item.rank);
  if (span - span_ < kShelves) {
    item.place = static_cast<Place>(span % kShelves);
    filled_[item.place / 64] |= std::uint64_t{1} << (item.place % 64);
  } else {
    item.place = kStore;
    store_from_ = std::min(store_from_, span);
  }
  std::vector<std::uint32_t>& shelf = shelves_[item.place];
  if (shelf.capacity() == 0)
    shelf.reserve(kOnShelf);
  item.position = static_cast<std::uint32_t>(shelf.size());
  shelf.push_back(slot);
}

/// The last on the shelf takes the item's position.
void Calendar::take_off_shelf(std::uint32_t slot) {
  const Slot& item = slots_[slot];
  std::vector<std::uint32_t>& shelf = shelves_[item.place];
  shelf[item.position] = shelf.back();
  slots_[shelf.back()].position = item.position;
  shelf.pop_back();
  if (item.place != kStore && shelf.empty())
    filled_[item.place / 64] &= ~(std::uint64_t{1} << (item.place % 64));
}

bool Calendar::cancel(Ticket ticket) {
  const auto slot = static_cast<std::uint32_t>(ticket & kSlotMask);
  if (ticket == 0 || slot >= slots_.size() || slots_[slot].which != ticket)
    return false;
  slots_[slot].which = 0;
  --live_;
  if (slots_[slot].place <= kStore) {
    take_off_shelf(slot);
    free_.push_back(slot);
    return true;
  }
  // On the desk it lies until its turn comes.
  if (slots_[slot].place == kHeap)
    ++cancelled_in_heap_;
  if (which(next_) == ticket) {
    remove_next();
    find_next();
  }
  if (2 * cancelled_in_heap_ > kFewCancelled + heap_.size())
    compact_heap();
  return true;
}

Action Calendar::take() {
  fill_desk();
  const std::uint64_t slot = which(next_) & kSlotMask;
  const Action action = actions_[slot];
  remove_next();
  slots_[slot].which = 0;
  --live_;
  find_next();
  return action;
}

/// The first on the desk that is not cancelled; what is cancelled before it goes.
void Calendar::find_next() {
  for (;;) {
    next_ = sorted_.back();
    if (!queue_.empty() && queue_[queue_first_] < next_)
      next_ = queue_[queue_first_];
    if (!heap_.empty() && heap_.front() < next_)
      next_ = heap_.front();
    if (next_ == kNoKey)
      return;
    const std::uint64_t slot = which(next_) & kSlotMask;
    if (slots_[slot].which != 0) {
      __builtin_prefetch(actions_[slot].object);  // its turn comes after what was taken is done
      return;
    }
    remove_next();
  }
}

void Calendar::remove_next() {
  const auto slot = static_cast<std::uint32_t>(which(next_) & kSlotMask);
  free_.push_back(slot);
  if (slots_[slot].place == kSorted) {
    sorted_.pop_back();
    return;
  }
  if (slots_[slot].place == kQueue) {
    ++queue_first_;
    // What is taken goes when nothing is left, or when it is more than half of a long queue.
    const bool long_half = queue_first_ >= kLongQueue && 2 * queue_first_ >= queue_.size();
    if (long_half || queue_first_ == queue_.size()) {
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(queue_first_));
      queue_first_ = 0;
    }
    return;
  }
  if (slots_[slot].which == 0)
    --cancelled_in_heap_;
  const Key last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty())
    sift_down(0, last);
}

/// The span of the first shelf that is not empty; kNoRank when all are.
std::uint64_t Calendar::next_shelf() const {
  constexpr std::uint64_t kWords = kShelves / 64;
  const std::uint64_t from = span_ + 1;
  const std::uint64_t first_word = from % kShelves / 64;
  // The word we begin in comes last once more, for its shelves before `from`.
  for (std::uint64_t i = 0; i <= kWords; ++i) {
    std::uint64_t word = filled_[(first_word + i) % kWords];
    const std::uint64_t before = (std::uint64_t{1} << (from % 64)) - 1;
    if (i == 0)
      word &= ~before;
    else if (i == kWords)
      word &= before;
    if (word != 0) {
      const auto bit = static_cast<std::uint64_t>(std::countr_zero(word));
      return from - from % 64 + i * 64 + bit;
    }
  }
  return kNoRank;
}

/// Puts the items of the next span that may have any on the desk, which is empty.
void Calendar::open_next_shelf() {
  const std::uint64_t shelf = next_shelf();
  span_ = std::min(shelf, store_from_);
  if (store_from_ <= shelf)
    sort_store();
  const auto place = static_cast<Place>(span_ % kShelves);
  for (const std::uint32_t slot : shelves_[place]) {
    __builtin_prefetch(&actions_[slot]);
    slots_[slot].place = kSorted;
    sorted_.push_back(Key{slots_[slot].rank} << 64 | slots_[slot].which);
  }
  shelves_[place].clear();
  filled_[place / 64] &= ~(std::uint64_t{1} << (place % 64));
  std::sort(sorted_.begin() + 1, sorted_.end(), [](Key a, Key b) { return b < a; });
  next_ = sorted_.back();
}

/// The desk has come to the first span in the store: what is near enough by now gets a shelf. That
/// happens once in kShelves spans at most.
void Calendar::sort_store() {
  const std::vector<std::uint32_t> store = std::exchange(shelves_[kStore], {});
  store_from_ = kNoRank;
  for (const std::uint32_t slot : store)
    put_away(slot);
}

/// Throws out all cancelled items at once, so that they never outnumber the others by much.
void Calendar::compact_heap() {
  std::erase_if(heap_, [this](Key key) {
    const auto slot = static_cast<std::uint32_t>(which(key) & kSlotMask);
    if (slots_[slot].which != 0)
      return false;
    free_.push_back(slot);
    return true;
  });
  cancelled_in_heap_ = 0;
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
