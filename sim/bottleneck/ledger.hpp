#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

class LossCurve;

/// How finely the ledger looks.
struct LedgerOptions {
  int slots_per_month = 3;        ///< each month is judged in so many equal parts
  std::size_t lots_per_slot = 8;  ///< paths walked in each part
  std::uint64_t seed = 1;         ///< decides between conditions met at the same time
  bool through_bursts = true;     ///< look through bursts of jobs; else each job is its gate's
};

/// A constraint's part of a period. Cause dates say when the capacity was short whose effect fell
/// into the period; kNever when the share is 0.
struct LedgerShare {
  ConstraintId constraint = 0;
  double share = 0;
  Tick cause_from = kNever;
  Tick cause_to = kNever;
  Tick effect_from = kNever;  ///< within the period
  Tick effect_to = kNever;
};

/// What of a constraint's part of a period one gate has.
struct GateShare {
  ConstraintId constraint = 0;
  GateId gate = kNoGate;
  double share = 0;
};

/// One calendar month as the sink saw it. Amounts are in the sink's unit. While the backlog grows,
/// its shares are those of what makes it grow; in a month in which it does not, what is missing
/// was lost earlier and stays with what it was lost to.
struct MonthLedger {
  int month = 0;  ///< index since the month of the start
  int year = 0;   ///< in which it lies
  Tick from = 0;
  Tick to = 0;             ///< exclusive; the last month ends at the horizon
  double demand = 0;       ///< wanted at its end, cumulative
  double online = 0;       ///< delivered by its end, cumulative
  double lost = 0;         ///< integral of demand minus online, in unit-years
  double fell_behind = 0;  ///< by how much the backlog grew in it; 0 when it did not
  bool growing = false;    ///< by more than 2 % of what was newly wanted; always where all is
  bool shortfall = true;   ///< false: what was wanted came; then all of it is `demand`'s
  double weight = 0;       ///< with which its shares count in its year
  std::vector<LedgerShare> shares;  ///< largest first; sums to 1; empty when nothing was lost
  /// The unit-years lost in it, by the names under which what was missing had been lost; largest
  /// first; sums to 1; empty when nothing was lost.
  std::vector<LedgerShare> unmet;
  /// What decided when the lots of this month came, whatever had been missing before; the same as
  /// `shares` while the backlog grows. Empty without a shortfall.
  std::vector<LedgerShare> deciding;
};

/// One calendar year. Each part counts in it by how much the backlog grew, so that what is still
/// missing from an earlier cause is not laid at the door of whoever merely keeps pace. A year in
/// which the backlog hardly grew is shared out by the amounts missing in each month.
struct YearLedger {
  int year = 0;
  double demand = 0;  ///< at its end, cumulative
  double online = 0;  ///< at its end, cumulative
  double added = 0;
  double lost = 0;                  ///< unit-years
  std::vector<LedgerShare> shares;  ///< largest first; sums to 1; empty when nothing was lost
  std::vector<LedgerShare> unmet;   ///< those of the unit-years lost, as in a month
  /// The constraint with the largest share; the id of "demand" without a shortfall.
  ConstraintId label = 0;
  /// The second one, when it has at least a quarter.
  std::optional<ConstraintId> runner_up;
};

/// A stretch of effect dates [from, to) in which a constraint binds, and its cause dates.
struct Interval {
  ConstraintId constraint = 0;
  Tick from = 0;
  Tick to = 0;
  Tick cause_from = 0;
  Tick cause_to = 0;
};

/// What one lot's critical path is made of, in the sink's unit.
struct PathWork {
  std::vector<double> by_constraint;  ///< work of gates, initial stock and limits passed
  double total = 0;                   ///< equals what has reached the sink, to within a lot
  /// Where it ends: a decision, an order, an outage, or else `initial_stock`; of a pool's sources
  /// that of the last.
  ConstraintId begun_by = 0;
};

/// The causal ledger: which constraint decided, at each time, when the sink got its next lot.
///
/// Every lot at the sink has a critical path: its last enabler, that one's last enabler and so on.
/// Along it, work is counted in units of the sink, not in time. A gate counts where one of its
/// jobs waited for the one before; a job that waited for its material only passes, like a lead.
/// The months come from the path read in effect time, the clock with the leads behind it removed:
/// each instant belongs to the path of the next lot that arrived.
class Ledger {
 public:
  /// The trace must outlive the ledger and must have been enabled.
  Ledger(const Trace& trace, const Timeline& timeline, Tick horizon, LedgerOptions options = {});

  [[nodiscard]] std::span<const MonthLedger> months() const { return months_; }
  [[nodiscard]] std::span<const YearLedger> years() const { return years_; }
  [[nodiscard]] std::span<const MonthLedger> months_of(const YearLedger& year) const;
  /// A part of a month: as finely as the ledger looks.
  struct Slot {
    Tick from = 0;
    Tick to = 0;
    int month = 0;
    double fell_behind = 0;  ///< growth of the backlog in it
    double lost = 0;         ///< integral of the backlog, in unit-years
    double missing = 0;      ///< backlog at its end
    Tick met_until = 0;      ///< the last time at or before its end at which nothing was missing
    std::vector<LedgerShare> shares;  ///< largest first; sums to 1
    std::vector<GateShare> gates{};   ///< those of them that gates have
  };
  [[nodiscard]] std::span<const Slot> slots() const { return slots_; }
  [[nodiscard]] Tick horizon() const { return horizon_; }
  /// Binding intervals: a share of the new shortage, smoothed over months, of 0.35 begins one, less
  /// than 0.20 ends it; a month in which the backlog did not grow has none. Its ends are the first
  /// and last time within it at which the constraint decided while the backlog grew.
  [[nodiscard]] std::vector<Interval> intervals() const;
  /// Runs of slots in which a constraint has at least half, unsmoothed.
  [[nodiscard]] std::vector<Interval> spans() const;

  /// Names of constraints, "demand", "unexplained" and "initial_stock" always among them.
  [[nodiscard]] const std::string& name(ConstraintId id) const { return names_[id]; }
  /// Throws ModelError when no constraint has that name.
  [[nodiscard]] ConstraintId id(std::string_view name) const;
  [[nodiscard]] std::size_t constraint_count() const { return names_.size(); }

  /// One critical path of that sink lot, back to the start. Ties are decided by `salt`.
  [[nodiscard]] PathWork path_work(std::size_t lot, std::uint64_t salt = 0) const;
  /// The events of that path, last first; of a pool only its first source.
  [[nodiscard]] std::vector<EventId> path(std::size_t lot, std::uint64_t salt = 0) const;
  /// Part of what had reached the sink by `at` that each constraint's capacity decided: mean over
  /// up to `lots` lots of the last `window` before. This estimates the elasticity of cumulative
  /// output; where conditions were met together it lies between the one-sided values.
  [[nodiscard]] std::vector<double> elasticities(Tick at, std::size_t lots = 32,
                                                 Tick window = 30 * kDay) const;
  /// The smallest and largest work of one constraint over all critical paths of that lot: its
  /// effect when it is relaxed and when it is tightened.
  struct Bounds {
    double relax;
    double tighten;
  };
  [[nodiscard]] Bounds bounds(std::size_t lot, ConstraintId constraint) const;

 private:
  void make_slots();
  void add_slot(LossCurve& loss, Tick from, Tick to, int month);
  void judge_slots();
  /// Gives outages their part of slots in which others delivered: what was delivered only later,
  /// and would have been then.
  void name_outages();
  void make_months();
  void make_years();
  /// Where lots stopped coming: what the sink's next lot waited for before then and still does at
  /// the end of the run; where nobody said, the outage, else the job, that was under way for
  /// longest; nullptr when there is none.
  [[nodiscard]] const OpenActivity* never_ended(Tick before) const;
  /// When the last lot came, after which none could have; kNever when more were on their way.
  [[nodiscard]] Tick nothing_more_from() const;
  /// A lot that came when it was wanted lost nothing: while the backlog grows, it grows by the
  /// others, and demand is named only where there are none.
  void leave_out_demand(std::vector<LedgerShare>& shares) const;
  /// Nothing was short: what little was lost is the demand's own; no shares when nothing was.
  [[nodiscard]] std::vector<LedgerShare> demand_alone(double lost, Tick from, Tick to) const;
  [[nodiscard]] std::vector<LedgerShare> year_shares(std::span<MonthLedger> months,
                                                     double demand_added) const;
  [[nodiscard]] std::vector<double> smoothed(ConstraintId constraint) const;
  /// Whether the backlog grew in it, for its whole or for a time.
  [[nodiscard]] bool falls_behind(const Slot& slot) const;
  /// Smoothing reaches into neighbouring months: takes the ends back to where it decided, and
  /// finds the cause dates; false when it did so nowhere in it.
  bool trim(Interval& interval) const;
  /// From when to when a constraint with a share of a slot decided in it, lot by lot.
  [[nodiscard]] std::pair<Tick, Tick> decided(const Slot& slot, const LedgerShare& share) const;

  const Trace& trace_;
  const Timeline& timeline_;
  Tick horizon_;
  LedgerOptions options_;
  std::vector<std::string> names_;
  ConstraintId demand_ = 0;
  ConstraintId unexplained_ = 0;
  ConstraintId initial_stock_ = 0;
  std::vector<Slot> slots_;
  std::vector<MonthLedger> months_;
  std::vector<YearLedger> years_;
};

}  // namespace chokepoint
