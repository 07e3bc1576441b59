#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "sim/flow/flow.hpp"

namespace chokepoint {

/// Counted things in the order they came. Each token remembers the event that brought it, so that
/// whoever takes the last one knows why it could not have come earlier.
///
/// A *pool* is a store fed by interchangeable sources (power from grid or engines): what is drawn
/// from it the moment it comes is explained by all sources that delivered within the last 30 days,
/// not by the one that happened to deliver last.
///
/// A store with a capacity also remembers, place by place, who made room.
class Store {
 public:
  static constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();
  static constexpr Tick kPoolWindow = 30 * kDay;

  /// What it begins with is relaxed under the name `stock`.
  Store(Flow& flow, std::string name, std::int64_t initial = 0, std::int64_t capacity = kUnlimited,
        std::string_view stock = kInitialStock);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::int64_t level() const { return level_; }
  [[nodiscard]] std::int64_t capacity() const { return capacity_; }
  [[nodiscard]] bool bounded() const { return capacity_ != kUnlimited; }
  [[nodiscard]] std::int64_t initial() const { return initial_; }
  /// The names under which its initial stock and its capacity are recorded; see set_value.
  [[nodiscard]] ConstraintId stock_constraint() const { return stock_constraint_; }
  [[nodiscard]] ConstraintId space_constraint() const { return space_constraint_; }
  /// What still fits, with room already reserved by work in progress taken off.
  [[nodiscard]] std::int64_t room() const { return capacity_ - level_ - reserved_; }

  /// Makes it a pool. Call before anything is put.
  void make_pool(ConstraintId constraint);
  /// What one unit is worth at the sink, and the names under which initial stock and the capacity
  /// are recorded when they lie on a critical path. Without it they are not recorded.
  void set_value(double sink_per_unit, ConstraintId stock, ConstraintId space);

  /// Keeps room for a delivery to come; the result is the event that made the last of it.
  EventId reserve(std::int64_t amount);
  /// Adds `amount` brought by `made_by`, then stirs the listeners. `source` tells a pool's feeders
  /// apart. Throws ModelError when it does not fit.
  void put(std::int64_t amount, EventId made_by, std::uint32_t source = 0);
  /// The same for a delivery whose room was reserved.
  void put_reserved(std::int64_t amount, EventId made_by, std::uint32_t source = 0);
  /// Takes `amount`, oldest first; the result is the event that explains when it was there.
  /// Throws ModelError when there is less.
  EventId take(std::int64_t amount);
  /// Names the event on whose behalf the last take was made: it made the room.
  void taken_by(EventId consumer);

  void listen(Listener& listener) { listeners_.push_back(&listener); }
  void stir();

  [[nodiscard]] std::int64_t total_in() const { return total_in_; }
  [[nodiscard]] std::int64_t total_out() const { return total_out_; }
  /// The integral of the level up to now, in units times minutes.
  [[nodiscard]] std::int64_t level_minutes() const;
  /// Minutes that the units taken so far had waited, added up.
  [[nodiscard]] std::int64_t waited_minutes() const { return waited_minutes_; }

 private:
  struct Token {
    std::int64_t amount;
    EventId made_by;
    Tick at;
  };
  struct Source {
    std::uint32_t id;
    EventId last;
    Tick at;
  };

  EventId explain(const Token& last, std::int64_t taken_before);
  EventId pool_event(Tick arrived);
  void changed(std::int64_t by);

  // What every delivery and every take looks at comes first, close together.
  Flow& flow_;
  std::int64_t initial_;
  std::int64_t capacity_;
  std::int64_t level_ = 0;
  std::int64_t level_minutes_ = 0;
  Tick changed_at_ = 0;
  std::int64_t total_in_ = 0;
  std::int64_t total_out_ = 0;
  std::int64_t reserved_ = 0;
  std::int64_t waited_minutes_ = 0;
  double sink_per_unit_ = 0;
  bool is_pool_ = false;
  bool pool_stale_ = true;
  std::vector<Listener*> listeners_;
  std::deque<Token> tokens_;
  std::deque<Token> rooms_;  ///< free places in the order in which they became free
  std::vector<Source> sources_;
  std::vector<EventId> recent_;  ///< scratch of pool_event
  ConstraintId stock_constraint_ = 0;
  ConstraintId space_constraint_ = 0;
  ConstraintId pool_constraint_ = 0;
  EventId pool_event_ = kWorldStart;
  std::string name_;
};

}  // namespace chokepoint
