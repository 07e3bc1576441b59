#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace chokepoint {

/// Storage for messages by slot number. Messages never move while they are stored, and slots are
/// linked into lists (inboxes) in place, so nothing is copied on the way.
template <class Message, class Receiver>
class MessageSlab {
 public:
  /// A message and whom it goes to. It is the object of its own arrival in the calendar, which has
  /// it fetched in time; never on two lines of the cache unless it is longer than one.
  struct alignas(std::min<std::size_t>(64, std::bit_ceil(sizeof(Message) + 12))) Entry {
    Message message{};
    Receiver* to = nullptr;
    std::uint32_t next = 0;

    void arrive(std::uint64_t slot) { to->deliver(static_cast<std::uint32_t>(slot)); }
  };

  /// A list of stored messages in order of arrival.
  struct List {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::size_t size = 0;
  };

  /// Stores the message, or the alternative of a variant, where it stays.
  template <class Stored>
  [[nodiscard]] std::uint32_t store(Stored&& message) {
    if (free_.empty())
      grow();
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    entry(slot).message = std::forward<Stored>(message);
    return slot;
  }
  [[nodiscard]] Entry& entry(std::uint32_t slot) {
    return (*chunks_[slot / kChunk])[slot % kChunk];
  }
  [[nodiscard]] const Message& at(std::uint32_t slot) { return entry(slot).message; }
  void release(std::uint32_t slot) { free_.push_back(slot); }

  void append(List& list, std::uint32_t slot) {
    (list.size == 0 ? list.first : entry(list.last).next) = slot;
    list.last = slot;
    ++list.size;
  }
  /// The list must not be empty.
  [[nodiscard]] Message take_first(List& list) {
    const std::uint32_t slot = list.first;
    list.first = entry(slot).next;
    --list.size;
    Message message = std::move(entry(slot).message);
    release(slot);
    return message;
  }
  /// Calls `see` with every message that is stored, in the order of slots.
  template <class F>
  void for_each(F see) const {
    std::vector<bool> vacant(chunks_.size() * kChunk, false);
    for (const std::uint32_t slot : free_)
      vacant[slot] = true;
    for (std::size_t slot = 0; slot < vacant.size(); ++slot) {
      if (!vacant[slot])
        see((*chunks_[slot / kChunk])[slot % kChunk].message);
    }
  }
  [[nodiscard]] std::size_t size() const { return chunks_.size() * kChunk - free_.size(); }

 private:
  static constexpr std::size_t kChunk = 256;

  void grow() {
    const auto base = static_cast<std::uint32_t>(chunks_.size() * kChunk);
    chunks_.push_back(std::make_unique<std::array<Entry, kChunk>>());
    free_.reserve(chunks_.size() * kChunk);
    for (auto i = static_cast<std::uint32_t>(kChunk); i-- > 0;)
      free_.push_back(base + i);
  }

  std::vector<std::unique_ptr<std::array<Entry, kChunk>>> chunks_;
  std::vector<std::uint32_t> free_;
};

}  // namespace chokepoint
