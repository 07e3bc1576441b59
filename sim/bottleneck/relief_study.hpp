#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/bottleneck/estimate.hpp"
#include "sim/bottleneck/headroom.hpp"
#include "sim/flow/relief.hpp"

namespace chokepoint {

/// Another world of the same scenario: same random numbers, some constraints relaxed.
struct Variant {
  std::vector<Relaxation> relaxed;
  bool frozen = false;  ///< the base world's orders and expansions again, and no others
};

/// What came of it.
struct VariantOutcome {
  std::vector<double> output;  ///< online at the end of each month, in the sink's unit
  std::string failure;         ///< why there is no output; empty when all is well
};

/// Runs variants in all replications: outcomes[variant][replication].
using RunVariants =
    std::function<std::vector<std::vector<VariantOutcome>>(std::span<const Variant>)>;

/// What a constraint is in a sum over all that is extensive.
enum class ReliefGroup { works, decisions, first_stock, outsiders };
inline constexpr ReliefGroup kReliefGroups[] = {ReliefGroup::works, ReliefGroup::decisions,
                                                ReliefGroup::first_stock, ReliefGroup::outsiders};
/// "works", "decisions", "first stock", "outsiders".
[[nodiscard]] std::string_view text(ReliefGroup group);

/// What is asked.
struct ReliefQuestion {
  struct Constraint {
    std::string name;
    double share = 0;       ///< the ledger's largest share in a year, also as a root cause
    bool extensive = true;  ///< an amount; else a time
    ReliefGroup group = ReliefGroup::works;
    std::vector<WholeAmount> wholes{};  ///< the amount, where it comes in whole units
  };
  std::vector<Constraint> constraints;
  std::vector<Constraint> extensive;  ///< all amounts of the world, for scaling them together
  /// What is changed a little to see what that moves: the main constraints of the world, amounts
  /// and times, whatever is asked about. Empty: those of `extensive`.
  std::vector<std::string> main;
  /// What is online on day 0: an amount, too, though nobody holds it under a name. Part of the
  /// first stock, and each per cent of it is one per cent more of that, whatever else comes.
  double online_at_start = 0;
  double step = 0.02;
  Tick from = 0;
  Tick to = kNever;
  /// Instead of the step: exactly this much more of the only constraint, and nothing less of it.
  std::optional<Relaxation> addition;
  bool frozen = false;   ///< frozen worlds beside the responsive ones
  bool headroom = true;  ///< search for where each one stops binding
  bool together = true;  ///< run the worlds in which everything extensive is scaled
  bool noise = true;     ///< measure what a change that says nothing moves
  /// Windows [from, to) to relax the main constraints in, one at a time; empty: none.
  std::vector<std::pair<Tick, Tick>> windows;
  std::size_t most_windowed = 4;       ///< how many constraints are run window by window
  std::vector<std::size_t> year_ends;  ///< months at whose end years end
};

/// Response of cumulative output to one constraint, or to several relaxed together.
struct ReliefRow {
  std::vector<std::string> constraints;
  bool frozen = false;
  double share = 0;
  bool extensive = true;
  ReliefGroup group = ReliefGroup::works;
  std::vector<Estimate> e_plus;   ///< by month: relaxed by the step
  std::vector<Estimate> e_minus;  ///< by month: tightened by the step
  std::vector<Estimate> gain;     ///< by month: more online, in the sink's unit
  /// The same for a fifth of the step, in frozen worlds: where it differs, neither is a slope.
  std::vector<Estimate> fine_plus;
  std::vector<Estimate> fine_minus;
  /// Of an addition, where each is run once: what it brings in the mean of pairs of worlds, one
  /// with it and one without, in which a main constraint differs by 1 % or less; by month. Single
  /// worlds that react differ from each other by more than a small addition brings.
  std::vector<Estimate> like_gain;
  std::size_t like_worlds = 0;  ///< so many pairs
  /// By what part of it the amount was changed: the step, unless it comes in whole units. 0: there
  /// can be no less, and e- is empty.
  double change_plus = 0;
  double change_minus = 0;
  std::string failure_plus;  ///< why the relaxed world has no answer
  std::string failure_minus;
  [[nodiscard]] bool failed() const { return !failure_plus.empty() || !failure_minus.empty(); }
  /// Of a set that binds only together: the months, ends of years, at which it does.
  std::vector<std::size_t> tied;
  /// Relaxation from which on it no longer binds at the year end where it counts most; none when it
  /// does not bind alone, or comes in steps.
  std::optional<Headroom> headroom;
  /// That year end; none when it was not looked for.
  std::optional<std::size_t> headroom_month;
};

/// More online at each year's end, from relaxing a constraint in one window only.
struct ReliefWindow {
  std::string constraint;
  Tick from = 0;
  Tick to = 0;
  std::vector<Estimate> gain;  ///< by year end; empty when that world failed
  std::string failure;         ///< why it did
};

/// A world that was to be run and has no answer.
struct FailedWorld {
  std::string constraints;  ///< names, or "all amounts", "all works"
  double by = 0;            ///< 0.1: a tenth more; 0: the addition that was asked for
  bool frozen = false;
  Tick from = 0;
  Tick to = kNever;
  std::string reason;
  friend bool operator==(const FailedWorld&, const FailedWorld&) = default;
};

/// By month: what relaxing or tightening a main constraint by 0.01 % or less moves the output of
/// such worlds by at most, 19 times in 20. Smaller differences are their own restlessness, not the
/// constraint's. It is that of one draw of the random numbers: what another draw would bring, only
/// replications tell.
struct ReliefNoise {
  bool frozen = false;
  std::vector<double> by_month;
  std::size_t worlds = 0;  ///< so many it was judged from
};

/// By month: central elasticities of the extensive constraints of a group, added up, and what
/// scaling them all at once gives.
struct ReliefSum {
  std::vector<double> parts;
  std::vector<double> together;      ///< empty when that world failed or was not run
  std::vector<std::string> missing;  ///< constraints whose worlds failed: not in the sum
};

struct ReliefReport {
  std::vector<Estimate> output;  ///< of the base worlds, by month
  std::vector<ReliefRow> rows;   ///< as asked, frozen ones after the responsive one of that name
  std::vector<ReliefRow> ties;   ///< constraints that bind only together
  std::vector<ReliefWindow> windows;
  std::vector<ReliefNoise> noise;  ///< of each kind of worlds that rows are of
  /// By month: the part of what is online that was so at the start; in `sum` and in its group.
  std::vector<double> online_at_start;
  std::optional<ReliefSum> sum;  ///< of all; of frozen worlds when these were asked for
  std::vector<std::pair<ReliefGroup, ReliefSum>> groups;  ///< those that hold anything
  std::vector<FailedWorld> failed;                        ///< every world that has no answer

  /// Whether any world was asked for with decisions replayed.
  [[nodiscard]] bool has_frozen() const {
    return std::any_of(rows.begin(), rows.end(), [](const ReliefRow& row) { return row.frozen; });
  }
  /// Whether that gain says nothing: it is smaller than what a tiny change moves in such worlds,
  /// or its interval reaches over zero.
  [[nodiscard]] bool within_noise(bool frozen, const Estimate& gain, std::size_t month) const;
  /// Whether that e+ (or e-) is no slope: what it rests on is within the noise, or a fifth of the
  /// step gives another one by more than 0.1 and half of the smaller. Then output has steps, or
  /// another constraint takes over within the step.
  [[nodiscard]] bool is_no_slope(const ReliefRow& row, bool plus, std::size_t month) const;
};

/// "a + b": how constraints are named together.
[[nodiscard]] std::string joined(const std::vector<std::string>& names);

/// From this elasticity on a constraint binds.
inline constexpr double kBindingElasticity = 0.20;
/// From this response on constraints are the bottleneck, alone or together.
inline constexpr double kMainElasticity = 0.50;

/// How many replications make e+ and e- of every constraint certain to 0.05 at the ends of years
/// (or what an addition brings to a twentieth), by a pilot that `run` runs.
[[nodiscard]] int pilot_replications(const ReliefQuestion& question, const RunVariants& run);

/// Runs the worlds that the question needs and compares them. Throws ModelError when the base world
/// has no output.
[[nodiscard]] ReliefReport study_relief(const ReliefQuestion& question, const RunVariants& run);

}  // namespace chokepoint
