#pragma once

#include <vector>

#include "sim/bottleneck/ledger.hpp"

namespace chokepoint {

/// What is asked why it was no bigger: a constraint at one gate, or with kNoGate at all of them.
/// What another's gate gets is nothing to who waits at this one.
struct Capacity {
  ConstraintId constraint = 0;
  GateId gate = kNoGate;
};

/// When each capacity was short, what its planners knew, and what more of it came; all of it as it
/// stood on record at a time, which only moves on.
class GrowthHistory {
 public:
  using Increments = std::vector<const Increment*>;

  /// Both must outlive it. Nothing is on record yet.
  GrowthHistory(const Trace& trace, const Ledger& ledger);

  /// From now on it knows of shortages up to `short_to`, and what was ordered and came before
  /// `seen`.
  void advance(Tick short_to, Tick seen);

  /// Since when it had been short without a longer break: on critical paths, and of a gate with
  /// jobs that waited for it.
  [[nodiscard]] Tick short_since(Capacity capacity, Tick cause) const;
  /// What came of it, in that order.
  [[nodiscard]] const Increments& increments(Capacity capacity) const;
  /// What came next after that time in answer to the shortage that lasted then: the first, and all
  /// that came soon after it. What was ordered when the shortage was long over answers another one.
  [[nodiscard]] Increments next_to(Capacity capacity, Tick cause) const;
  /// When it came; what has not come yet, when it is to come.
  [[nodiscard]] Tick arrival(const Increment& increment) const;
  [[nodiscard]] Tick seen() const { return seen_; }
  [[nodiscard]] bool has_come(const Increment& increment) const {
    return increment.arrived < seen_;
  }
  /// What brought it; kWorldStart of what has not come yet.
  [[nodiscard]] EventId because(const Increment& increment) const;
  /// Itself when it has come; else the last one of that constraint that has; itself when none has.
  [[nodiscard]] const Increment& last_to_come(const Increment& increment) const;
  /// What its planner last knew by then; nullptr when nothing.
  [[nodiscard]] const NeedStep* last_need(Capacity capacity, Tick cause) const;
  /// Whether somebody may decide on more of it.
  [[nodiscard]] bool expandable(Capacity capacity) const;

 private:
  struct Busy {
    Tick effect_to;
    Tick from;  ///< cause dates
    Tick to;
  };
  /// What there is of a constraint at one gate; kNoGate has all of it. A constraint has few gates.
  template <class T>
  struct AtGate {
    GateId gate = kNoGate;
    std::vector<T> list;
  };

  template <class T>
  static const std::vector<T>* find(const std::vector<AtGate<T>>& lists, GateId gate);
  template <class T>
  static std::vector<T>& made(std::vector<AtGate<T>>& lists, GateId gate);
  template <class T>
  static void add_to_its_gates(std::vector<AtGate<T>>& lists, GateId gate, const T& value);

  /// The shortage that lasted at that time; nullptr when the ledger knows of none.
  [[nodiscard]] const Busy* shortage_at(Capacity capacity, Tick cause) const;

  /// What a constraint got, and what its planners knew.
  struct Growth {
    bool read = false;
    std::vector<AtGate<const Increment*>> increments;
    Increments common;  ///< of all its gates alike
    std::vector<AtGate<NeedStep>> needs;
  };
  /// Sorted out when it is first asked for: most constraints never are.
  [[nodiscard]] const Growth& growth(ConstraintId constraint) const;
  void read(ConstraintId constraint, Growth& growth) const;
  void find_increments();
  void add_busy(const Ledger::Slot& slot);
  void add_busy(Capacity capacity, const Ledger::Slot& slot, const LedgerShare& share);

  const Trace& trace_;
  const Ledger& ledger_;
  Tick seen_ = 0;
  std::size_t next_slot_ = 0;
  std::vector<std::uint32_t> first_;    ///< by constraint, and one more: its first in `ordered_`
  Increments ordered_;                  ///< by constraint, then as they were ordered
  mutable std::vector<Growth> growth_;  ///< by constraint
  std::vector<std::vector<AtGate<Busy>>> busy_;  ///< by constraint
};

}  // namespace chokepoint
