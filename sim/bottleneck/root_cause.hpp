#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/bottleneck/growth_history.hpp"
#include "sim/bottleneck/idle_capacity.hpp"
#include "sim/bottleneck/late_chain.hpp"
#include "sim/bottleneck/lateness.hpp"
#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/root_class.hpp"
#include "sim/bottleneck/root_part.hpp"

namespace chokepoint {

/// When that capacity was short whose effect fell into the month: the middle of its cause dates.
[[nodiscard]] Tick cause_of(const LedgerShare& share);

/// Follows each proximate constraint to the reason why it was no bigger: the dates of the capacity
/// that came next, and where that came late, its own chain.
class RootCauses {
 public:
  /// Told of each month when it has been judged, while no more is on record than it was judged by:
  /// what is asked then is answered as the month was.
  using AtMonth = std::function<void(const RootCauses&, const MonthLedger&)>;

  /// Both must outlive it.
  RootCauses(const Trace& trace, const Ledger& ledger, const AtMonth& at_month = {});

  /// Why that capacity was short at that time. Largest part first; the parts add up to 1.
  [[nodiscard]] std::vector<RootPart> of(Capacity capacity, Tick cause) const;
  /// The same as far as one increment goes, whose dates then tell the same story.
  [[nodiscard]] std::vector<RootPart> of(const Increment& increment, Tick cause) const;
  /// The same over the cause dates of a share of that month, at each gate by its part.
  [[nodiscard]] std::vector<RootPart> of(const MonthLedger& month, const LedgerShare& share) const;
  /// The same of a month's share, by its place in the month; worked out once.
  [[nodiscard]] const std::vector<RootPart>& of_share(std::size_t month, std::size_t share) const {
    return shares_[months_[month] + share];
  }
  /// The same over a year's months, each with its weight in the year.
  [[nodiscard]] std::vector<RootPart> of(const YearLedger& year, ConstraintId constraint) const;

  /// The gates at which that constraint was short in that month, with their parts of it.
  [[nodiscard]] std::vector<GateShare> gates_of(const MonthLedger& month,
                                                ConstraintId constraint) const;
  /// The capacity that came next after that time, with its dates; nullptr when none did.
  [[nodiscard]] const Increment* next_increment(Capacity capacity, Tick cause) const;
  /// That and all that came soon after it, of what can grow.
  [[nodiscard]] GrowthHistory::Increments next_increments(Capacity capacity, Tick cause) const;
  [[nodiscard]] bool has_come(const Increment& increment) const {
    return history_.has_come(increment);
  }
  /// Its dates; `need` is the beginning of the shortage that lasted at `cause`.
  [[nodiscard]] IncrementDates dates(const Increment& increment, Tick cause) const;
  /// What it is when that kept something from being ordered: a decision, unless it is more.
  [[nodiscard]] RootClass held_by(ConstraintId limit) const;
  /// "decision", or "capacity:euv_optics" when it is not that of `asked` itself.
  [[nodiscard]] std::string name(const RootPart& root, ConstraintId asked) const;

 private:
  using Parts = std::vector<RootPart>;

  void find_kinds();
  void find_months(const AtMonth& at_month);
  void add(Parts& parts, Capacity capacity, Tick cause, double weight, int depth) const;
  /// Gives events their part of what they keep from working; the result is what is left of the
  /// weight.
  double add_idle(Parts& parts, ConstraintId constraint, Tick cause, double weight) const;
  void add_increment(Parts& parts, const Increment& increment, Tick cause, double weight,
                     int depth) const;
  void add_none(Parts& parts, Capacity capacity, Tick cause, double weight, int depth) const;
  /// Outages that its chain waited for since it was ordered, with their minutes.
  [[nodiscard]] Parts stood_on_its_way(const Increment& increment) const;
  /// The same of what has not come yet: of makers who let that capacity grow.
  [[nodiscard]] Parts stands_in_its_way(const Increment& increment) const;
  /// Gives those their part of how late it came; the result is what they got of the weight.
  double add_outages(Parts& parts, const Increment& increment, double weight) const;
  /// The condition by which a chain goes on; nullptr at its end.
  [[nodiscard]] const Enabler* critical(EventId id) const;
  void add_chain(Parts& parts, const Increment& increment, double weight, int depth) const;
  /// What held it up on its way; worked out once.
  [[nodiscard]] const std::vector<LatePart>& held_up(const Increment& increment) const;
  void add_decision(Parts& parts, ConstraintId asked, ConstraintId limit, double weight) const;
  /// What it is when nobody could have had more of it.
  [[nodiscard]] RootClass itself(ConstraintId constraint) const;
  [[nodiscard]] bool can_grow(ConstraintId constraint) const;

  const Trace& trace_;
  const Ledger& ledger_;
  GrowthHistory history_;
  IdleCapacity idle_;
  mutable std::unordered_map<const Increment*, std::vector<LatePart>> held_up_;
  std::vector<RootClass> kinds_;     ///< by constraint
  std::vector<Parts> shares_;        ///< of all months' shares, one after the other
  std::vector<std::size_t> months_;  ///< where those of a month begin
};

}  // namespace chokepoint
