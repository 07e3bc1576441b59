#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/bottleneck/estimate.hpp"
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

/// What is asked.
struct ReliefQuestion {
  struct Constraint {
    std::string name;
    double share = 0;       ///< the ledger's largest share in a year
    bool extensive = true;  ///< an amount; else a time
  };
  std::vector<Constraint> constraints;
  std::vector<std::string> extensive;  ///< all amounts of the world, for scaling them together
  double step = 0.02;
  Tick from = 0;
  Tick to = kNever;
  /// Instead of the step: exactly this much more of the only constraint, and nothing less of it.
  std::optional<Relaxation> addition;
  bool frozen = false;   ///< frozen worlds beside the responsive ones
  bool headroom = true;  ///< search for where each one stops binding
  bool together = true;  ///< run the worlds in which everything extensive is scaled
  /// Windows [from, to) to relax the main constraints in, one at a time; empty: none.
  std::vector<std::pair<Tick, Tick>> windows;
  std::size_t most_windowed = 3;       ///< how many constraints are run window by window
  std::vector<std::size_t> year_ends;  ///< months at whose end years end
};

/// Response of cumulative output to one constraint, or to several relaxed together.
struct ReliefRow {
  std::vector<std::string> constraints;
  bool frozen = false;
  double share = 0;
  bool extensive = true;
  std::vector<Estimate> e_plus;   ///< by month: relaxed by the step
  std::vector<Estimate> e_minus;  ///< by month: tightened by the step
  std::vector<Estimate> gain;     ///< by month: more online, in the sink's unit
  std::string failure_plus;       ///< why the relaxed world has no answer
  std::string failure_minus;
  /// Relaxation from which on it no longer binds at the year end where it counts most; infinite
  /// beyond three times the amount; none when it does not bind alone.
  std::optional<double> headroom;
};

/// More online at each year's end, from relaxing a constraint in one window only.
struct ReliefWindow {
  std::string constraint;
  Tick from = 0;
  Tick to = 0;
  std::vector<Estimate> gain;  ///< by year end
};

struct ReliefReport {
  std::vector<Estimate> output;  ///< of the base worlds, by month
  std::vector<ReliefRow> rows;   ///< as asked, frozen ones after the responsive one of that name
  std::vector<ReliefRow> ties;   ///< constraints that bind only together
  std::vector<ReliefWindow> windows;
  /// By month: the most that relaxing or tightening one of them by 0.01 % moves the output. Smaller
  /// differences are the world's own restlessness, not the constraint's.
  std::vector<double> noise;
  /// By month: the sum of central elasticities of the extensive constraints that were run, and what
  /// scaling everything extensive at once gives; of frozen worlds when these were asked for.
  std::vector<double> sum;
  std::vector<double> together;
};

/// From this elasticity on a constraint binds.
inline constexpr double kBindingElasticity = 0.20;

/// Runs the worlds that the question needs and compares them. Throws ModelError when the base world
/// has no output.
[[nodiscard]] ReliefReport study_relief(const ReliefQuestion& question, const RunVariants& run);

}  // namespace chokepoint
