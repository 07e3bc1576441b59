#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/bound/bound_study.hpp"
#include "sim/record/terminal.hpp"

namespace chokepoint {

/// What a study of the perfect-foresight bound was about.
struct BoundHeading {
  std::string scenario;
  std::string scenario_sha256;
  std::uint64_t seed = 0;
  bool deterministic = false;
  Date start{};
  std::string sink_unit = "GW";
  std::string run_headline;
  /// What held the run back most in each year; empty: nothing was unmet.
  std::vector<std::string> run_constraints;
  std::vector<double> run;  ///< what the run had at the sink at the end of each month
  /// A run and the same with money for all that it can use, each by month; of this scenario, then
  /// of other draws of it. Empty: nobody builds.
  struct MoneyPair {
    std::vector<double> run;
    std::vector<double> with_money;
  };
  std::vector<MoneyPair> money{};
  /// From when everybody is free to decide, for each of the report's dates; none: never, so that
  /// capacities and sites are those of the run.
  std::vector<std::optional<Date>> decide;
  std::vector<int> year_ends;               ///< months
  double storage_months = 0;                ///< limit on what is kept; 0: none
  bool storage_trial = false;               ///< and a run may have kept more
  std::vector<std::string> ignored_events;  ///< to which the run keeps and no plan does
};

/// What comes between months in which no constraint binds by itself and so many that are worth
/// naming there.
[[nodiscard]] const char* joint_words(std::size_t members);

/// What is scarce together: less of any one costs, more of it alone brings at most a quarter of
/// that. Which of them has the rent, and binds in the plan, is chance. Empty, or two at least.
[[nodiscard]] std::vector<const ConstraintRent*> tied_rents(const DatedBound& bound);

/// What is said behind their names.
inline constexpr const char* kTiedWords =
    ". Less of any costs, more of one alone brings little or nothing: which of them has the rent "
    "and "
    "binds is chance.";

/// The text of bound.json, rents.csv and paths.csv; equal results give equal bytes.
[[nodiscard]] std::string bound_json(const BoundHeading& heading, const BoundReport& report);
[[nodiscard]] std::string rents_csv(const BoundHeading& heading, const BoundReport& report);
/// What the run and the plan of each date have at the end of each month.
[[nodiscard]] std::string paths_csv(const BoundHeading& heading, const BoundReport& report);

/// What is printed: the plan beside the run, rents, what re-solves say, the value of foresight.
[[nodiscard]] std::string bound_text(const BoundHeading& heading, const BoundReport& report,
                                     const TerminalStyle& style);

/// Numbers that the tables share.
struct ForesightStep {
  std::string from;  ///< "the run", "as it was decided", a date
  std::string to;
  double gain = 0;  ///< unit-years
  /// So much of it, at most, is rounding of months: the bound of `to` is too high by that at most.
  std::optional<double> rounding{};
};
/// From the run over ever earlier dates of decision: the first step is friction, the rest
/// foresight.
[[nodiscard]] std::vector<ForesightStep> foresight_steps(const BoundHeading& heading,
                                                         const BoundReport& report);
/// What money would bring to the run, in unit-years: mean of some draws, with two standard errors.
/// One draw alone says little: whatever changes a run moves all that comes after.
struct MoneyGain {
  double mean = 0;
  double error = 0;
  std::vector<double> draws{};  ///< the scenario's own first
};
/// Nothing where nobody builds.
[[nodiscard]] std::optional<MoneyGain> money_gain(const BoundHeading& heading,
                                                  const BoundReport& report);
/// A value or its error, with no more digits than the error leaves.
[[nodiscard]] std::string to_its_error(double value, double error);
/// Unit-years of the run, counted at the ends of months like the bound's.
[[nodiscard]] double run_value(const BoundHeading& heading, const BoundReport& report);

}  // namespace chokepoint
