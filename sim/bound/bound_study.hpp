#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/bound/process_model.hpp"

namespace chokepoint {

/// Months [first, last] in which a constraint makes up so much of what the plan is worth that it
/// binds, by month of effect.
struct BindingMonths {
  int first;
  int last;
};

/// Of what was there at the start, the part of the rent that one stock has.
struct StockRent {
  std::string stock;
  double rent;
};

/// What one constraint is worth to a plan: its rent, in unit-years.
struct ConstraintRent {
  std::string constraint;
  EndowmentKind kind = EndowmentKind::capacity;
  std::vector<double> by_month;  ///< by month of effect
  double rent = 0;
  /// Per cent more of the plan's value for one per cent more of it, and less for one per cent less,
  /// each from a solution with so much more or less; empty where nothing was solved again, and
  /// where the plan is worth nothing, of which there are no per cents.
  std::optional<double> e_plus;
  std::optional<double> e_minus;
  /// The same differences in unit-years by month of effect, for all of it: over the step.
  std::vector<double> more;
  std::vector<double> less;
  bool no_more = false;  ///< with more of it there is no plan at all
  bool no_less = false;  ///< with less of it there is none
  /// By year end of the question: whether the rent of that year holds for small changes only, and
  /// not for those of these two (mark_varying_years; of the first date only).
  std::vector<bool> varies{};
  std::vector<BindingMonths> binds;
  std::vector<StockRent> stocks;  ///< of kind stock: of which, the dearest first
};

/// What one coefficient of a recipe is worth to a plan: what the plan pays for that need, in
/// unit-years.
struct TechnologyRent {
  std::string process;
  std::string of;
  double paid = 0;
  /// Per cent that the plan's value changes by with one per cent more of the need, and with one
  /// per cent less, each below zero where that costs and brings something, and from a solution of
  /// its own; empty where nothing was solved again.
  std::optional<double> e_plus;
  std::optional<double> e_minus;
};

/// Months [first, last] in which no constraint binds, and those that make up so much of the rent
/// there that they are worth naming, the largest first: none where many have a little each, one
/// where it holds for too few months to bind, or all others have little.
struct JointMonths {
  struct Member {
    std::size_t rent;  ///< place in the list of rents
    double share;      ///< of all rents of these months
  };
  int first;
  int last;
  std::vector<Member> members;
};

/// The best plan when everybody is free to decide from one month on.
struct DatedBound {
  int decide = 0;  ///< month; the number of months: nobody ever decides anew
  double value = 0;
  std::vector<double> level;  ///< of the sink at the end of each month
  std::vector<ConstraintRent> rents;
  double sum = 0;  ///< of all rents; the value, when none is missing
  /// The value when goods come a lead after the last minute of the month in which they were begun
  /// instead of after the first, when the capacity of firms counts from the month after it came,
  /// and when what was decided is done at most: what whole months are worth is at most the
  /// difference. Empty where what others take leaves no such plan.
  std::optional<double> rounded_up;
  /// By year end of the question: years in which a rent varies by so much that nothing is said of
  /// what binds (mark_varying_years; of the first date only).
  std::vector<bool> undetermined{};
  std::vector<JointMonths> joint;
  std::vector<TechnologyRent> technologies;  ///< that it pays anything for; of the first date only
};

struct BoundQuestion {
  std::vector<int> decide;     ///< months; the first is the one that is told in full
  std::vector<int> year_ends;  ///< months at whose end the sink is made as full as can be, alone
  double step = 0.02;
  double storage_months = 0;  ///< of what is wanted that may be kept; 0: no such limit
};

struct BoundReport {
  std::vector<DatedBound> dates;  ///< in the order of the question
  std::vector<double> envelope;   ///< by year end
  std::vector<double> years;      ///< length of each month
  double step = 0.02;
};

/// Solves the model for each date, and the first of them again with more and with less of each
/// endowment and for each year's end alone. Throws NoBoundError.
[[nodiscard]] BoundReport study_bound(const ProcessModel& model, const BoundQuestion& question);

}  // namespace chokepoint
