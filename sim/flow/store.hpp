#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <vector>

#include "sim/flow/flow.hpp"

namespace chokepoint {

/// Counted things in the order they came. Each token remembers the event that brought it, so that
/// whoever takes the last one knows why it could not have come earlier.
///
/// A *pool* is a store fed by interchangeable sources (power from grid or engines): what is drawn
/// from it is explained by all sources that delivered within the last 30 days, not by the one that
/// happened to deliver last.
class Store {
 public:
  static constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();
  static constexpr Tick kPoolWindow = 30 * kDay;

  Store(Flow& flow, std::string name, std::int64_t initial = 0, std::int64_t capacity = kUnlimited);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::int64_t level() const { return level_; }
  [[nodiscard]] std::int64_t capacity() const { return capacity_; }
  /// What still fits, with room already reserved by work in progress taken off.
  [[nodiscard]] std::int64_t room() const { return capacity_ - level_ - reserved_; }
  void reserve(std::int64_t amount) { reserved_ += amount; }
  void release(std::int64_t amount) { reserved_ -= amount; }

  /// Makes it a pool. Call before anything is put.
  void make_pool(ConstraintId constraint);

  /// Adds `amount` brought by `made_by`, then stirs the listeners. `source` tells a pool's feeders
  /// apart. Throws ModelError when it does not fit.
  void put(std::int64_t amount, EventId made_by, std::uint32_t source = 0);
  /// Takes `amount`, oldest first; the result is the event that explains when it was there.
  /// Throws ModelError when there is less.
  EventId take(std::int64_t amount);
  /// The last event that took something out: what freed a place in a store that was full.
  [[nodiscard]] EventId freed_by() const { return freed_by_; }
  /// True when the store had been full until `freed_by` took something out.
  [[nodiscard]] bool was_full() const { return was_full_; }
  /// Names the event on whose behalf the last take was made (the consumer's start is known later).
  void taken_by(EventId consumer) { freed_by_ = consumer; }

  void listen(Listener& listener) { listeners_.push_back(&listener); }
  void stir();

  [[nodiscard]] std::int64_t total_in() const { return total_in_; }
  [[nodiscard]] std::int64_t total_out() const { return total_out_; }

 private:
  struct Token {
    std::int64_t amount;
    EventId made_by;
  };
  struct Source {
    std::uint32_t id;
    EventId last;
    Tick at;
  };
  EventId pool_event();

  Flow& flow_;
  std::string name_;
  std::int64_t capacity_;
  std::int64_t level_ = 0;
  std::int64_t reserved_ = 0;
  std::int64_t total_in_ = 0;
  std::int64_t total_out_ = 0;
  std::deque<Token> tokens_;
  std::vector<Listener*> listeners_;
  std::vector<Source> sources_;
  ConstraintId pool_constraint_ = 0;
  EventId pool_event_ = kWorldStart;
  EventId freed_by_ = kWorldStart;
  bool is_pool_ = false;
  bool pool_stale_ = true;
  bool was_full_ = false;
};

}  // namespace chokepoint
