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
  /// The same months with the constraints of `names`, in that order; others are dropped.
  [[nodiscard]] ShareMatrix with(const std::vector<std::string>& names) const;
};

/// Divides shares by their sum; where all are zero they stay so.
void normalise(std::vector<double>& shares);

/// How well two methods agree, over the months in which both say something.
struct Agreement {
  std::size_t months = 0;
  double top1 = 0;     ///< part of the months with the same largest constraint
  double kappa = 0;    ///< the same beyond chance (Cohen); 1 when all months agree
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
