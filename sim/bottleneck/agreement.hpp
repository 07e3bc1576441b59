#pragma once

#include <optional>
#include <string>
#include <vector>

namespace chokepoint {

/// What one method says: for each month the share of each constraint. A month without shares (all
/// zero) says nothing.
struct ShareMatrix {
  std::vector<std::string> constraints;
  std::vector<std::vector<double>> months;  ///< [month][constraint]

  /// The constraint with the largest share of that month, the first of equals; none without shares.
  [[nodiscard]] std::optional<std::size_t> top(std::size_t month) const;
  /// Whether another is nearly as large as the largest of that month.
  [[nodiscard]] bool has_tie(std::size_t month) const;
  /// The same months with the constraints of `names`, in that order; others are dropped.
  [[nodiscard]] ShareMatrix with(const std::vector<std::string>& names) const;
};

/// Shares so near to each other are a tie.
inline constexpr double kNearlyEqual = 0.10;

/// Divides shares by their sum; where all are zero they stay so.
void normalise(std::vector<double>& shares);

/// In how many months two methods name the same largest constraint.
struct SameTop {
  std::size_t months = 0;  ///< that are compared
  double top1 = 0;         ///< part of them with the same largest constraint
  double chance = 0;       ///< the part in which they would name the same by chance
  double kappa = 0;        ///< (top1 - chance) / (1 - chance), Cohen's; 1 when all months agree
};

/// How well two methods agree, over the months in which both say something.
struct Agreement : SameTop {
  /// The constraint that the second names most often, and in which part of the months. Where one
  /// has nearly all, chance is nearly all, and each month that differs costs kappa much.
  std::string usual;
  double usual_part = 0;
  SameTop clear;       ///< of the months in which neither has a tie for its largest
  double overlap = 0;  ///< mean over months of the sum of the smaller shares
  /// Months common to the binding intervals of both, per month in either, over all constraints;
  /// none when neither has an interval.
  std::optional<double> jaccard;
  /// Mean distance between the first months of a constraint's first intervals, in months; none when
  /// no constraint binds in both.
  std::optional<double> onset_months;
};

/// The matrices may have different constraints and lengths; months are compared from the first.
[[nodiscard]] Agreement agreement(const ShareMatrix& p, const ShareMatrix& q);

}  // namespace chokepoint
