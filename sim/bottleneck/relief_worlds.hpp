#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/bottleneck/relief_study.hpp"
#include "sim/bottleneck/whole_step.hpp"

namespace chokepoint {

/// The worlds of one study: runs them, compares them with the base worlds, keeps account of those
/// that fail.
class ReliefWorlds {
 public:
  using Outcomes = std::vector<VariantOutcome>;  ///< by replication
  using Names = std::vector<std::string>;

  /// A world with so much more (or less) of some constraints.
  struct Wanted {
    Names constraints;
    double by = 0;  ///< 0: the addition that was asked for
    bool frozen = false;
    Tick from = 0;
    Tick to = kNever;
    std::string title;  ///< what the constraints are called together; empty: by their names
    /// Whole units of what comes in them, one at least; false: too little for one changes nothing.
    bool whole = true;
    std::optional<Relaxation> also{};  ///< beside them
  };

  /// Runs the base worlds; throws ModelError when one fails.
  ReliefWorlds(const ReliefQuestion& question, const RunVariants& run);

  /// In the time that is asked about.
  [[nodiscard]] Wanted wanted(Names constraints, double by, bool frozen) const;
  /// All of them, in that order; failures are noted.
  std::vector<Outcomes> run(const std::vector<Wanted>& wanted);

  [[nodiscard]] const Outcomes& base() const { return base_; }
  /// What is online in the base worlds, by month.
  [[nodiscard]] std::vector<Estimate> online() const;
  [[nodiscard]] const std::vector<FailedWorld>& failed() const { return failed_; }
  /// Why there is no answer; empty when there is.
  [[nodiscard]] static std::string failure_of(const Outcomes& outcomes);
  /// By month; empty when that world failed.
  [[nodiscard]] std::vector<Estimate> gain(const Outcomes& changed) const;
  /// `change` as `change` gives it; empty also where nothing was changed.
  [[nodiscard]] std::vector<Estimate> elasticity(const Outcomes& changed, double change) const;
  /// By what part of it a constraint changes when a step of `by` is wanted: of several the one that
  /// changes least. 0 when there cannot be less.
  [[nodiscard]] double change(const Names& constraints, double by) const;

 private:
  /// What is asked of a world for such a step of one constraint.
  [[nodiscard]] WholeStep step(const std::string& constraint, double by) const;
  [[nodiscard]] Variant variant(const Wanted& wanted) const;
  void note(const Wanted& wanted, const std::string& reason);

  const ReliefQuestion& ask_;
  const RunVariants& run_;
  Outcomes base_;
  std::vector<FailedWorld> failed_;
};

/// The largest value at a year's end; 0 when there is none above.
[[nodiscard]] double largest(const ReliefQuestion& question, const std::vector<Estimate>& by_month);

/// What matters most, whatever is asked about: so many, without that one.
[[nodiscard]] std::vector<std::string> main_names(const ReliefQuestion& question, std::size_t most,
                                                  std::string_view without = {});

// Parts of a study; each reads the rows of the report and adds its own.
void find_headrooms(const ReliefQuestion& question, ReliefWorlds& worlds, ReliefReport& report);
void find_ties(const ReliefQuestion& question, ReliefWorlds& worlds, ReliefReport& report);
void measure_noise(const ReliefQuestion& question, ReliefWorlds& worlds, ReliefReport& report);
void measure_like_worlds(const ReliefQuestion& question, ReliefWorlds& worlds,
                         ReliefReport& report);
void measure_slopes(const ReliefQuestion& question, ReliefWorlds& worlds, ReliefReport& report);
void add_up(const ReliefQuestion& question, ReliefWorlds& worlds, ReliefReport& report);
/// Response to more and less of some constraints.
[[nodiscard]] ReliefRow relief_row(const ReliefWorlds& worlds,
                                   const std::vector<std::string>& names, double step, bool frozen,
                                   const ReliefWorlds::Outcomes& more,
                                   const ReliefWorlds::Outcomes& less);

}  // namespace chokepoint
