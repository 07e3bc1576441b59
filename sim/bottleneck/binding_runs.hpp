#pragma once

#include <span>
#include <vector>

namespace chokepoint {

/// Months [first, last] in which something binds.
struct MonthRun {
  int first;
  int last;
};

/// A share by month, each the mean of five months around it (fewer at the ends).
[[nodiscard]] std::vector<double> smoothed_months(std::span<const double> shares);

inline constexpr double kBindsFrom = 0.35;  ///< a smoothed share, at which something binds

/// Runs of months that begin at that share and end below 0.20; gaps of up to two
/// months are closed, and what is then shorter than three months is dropped.
[[nodiscard]] std::vector<MonthRun> binding_runs(std::span<const double> smoothed);

}  // namespace chokepoint
