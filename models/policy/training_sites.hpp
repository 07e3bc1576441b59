#pragma once

namespace chokepoint::models {

/// How a training run finds its place on the sites of a lab.
struct TrainingSites {
  double run_months = 12;   ///< a year's training is made in so long
  double largest_site = 1;  ///< part of the lab's compute that stands on its largest site
  double loss = 0;          ///< part of the work that is lost on several sites
};

/// The part of a run's work that is left of what `share` of a lab's compute does in a year: all of
/// it while the largest site holds the run; then that site alone, or all of them less the loss,
/// whichever does more.
[[nodiscard]] double left_on_sites(const TrainingSites& rule, double share);

}  // namespace chokepoint::models
