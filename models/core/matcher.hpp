#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "models/core/firm.hpp"
#include "sim/flow/store.hpp"

namespace chokepoint::models {

/// Joins counted things as they become available: takes the same amount from every input, after a
/// lead hands it on.
///
/// Amounts are as large as the scarcest input allows, in lots of `smallest` to `largest`. The input
/// whose last unit came last is the critical one of its lot.
class Matcher final : public Listener {
 public:
  struct Input {
    Store* store;
    EnablerClass how = EnablerClass::material;
  };
  struct Spec {
    std::string name;  ///< of its random stream
    std::vector<Input> inputs;
    std::int64_t smallest = 1;
    std::int64_t largest = Store::kUnlimited;
    ConstraintId constraint = 0;  ///< recorded for the lead
    bool has_lead = false;
    Distribution lead_minutes = Distribution::constant(0);  ///< drawn per lot
    double sink_per_unit = 0;
    /// Called before the stores are looked at: whose level depends on others' books is put right.
    std::function<void()> before;
    /// Called when a lot is taken from the stores.
    std::function<void(std::int64_t amount)> started;
    /// Called when the lead is over.
    std::function<void(std::int64_t amount, EventId event)> delivered;
  };

  Matcher(Market& market, Spec spec);

  /// Matches when all that arrives at this tick is there, in whatever order it comes.
  void stirred() override;
  /// From now on lots are at least this large.
  void set_smallest(std::int64_t amount);
  /// Units taken and not yet handed on.
  [[nodiscard]] std::int64_t under_way() const { return under_way_; }

 private:
  struct Lot {
    std::int64_t amount;
    EventId event;
  };
  /// What could be matched now.
  [[nodiscard]] std::int64_t matchable() const;
  void match_all(std::uint64_t);
  void match(std::int64_t amount);
  /// Names a lot by when it was matched, so that one lot more does not shift what others draw.
  std::uint64_t draw_index();
  void arrived(std::uint64_t place);

  Market& market_;
  Spec spec_;
  Stream lead_stream_;
  std::vector<Lot> lots_;              ///< slab of lots under way
  std::vector<std::uint32_t> vacant_;  ///< free places in it
  std::uint64_t drawn_ = 0;            ///< lots before this one at the same tick
  Tick drawn_at_ = kNever;
  std::int64_t under_way_ = 0;
  std::uint32_t number_ = 0;  ///< in the order of making
  bool matching_ = false;     ///< or about to, at the end of this tick
};

}  // namespace chokepoint::models
