#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/sensitivity/morris.hpp"

namespace chokepoint {

/// What a box asks of one factor.
struct BoxLimit {
  std::size_t factor = 0;
  /// Of a number: the least and the greatest value inside, where the box ends on that side.
  std::optional<double> low;
  std::optional<double> high;
  /// Of a factor with levels: those inside, ascending.
  std::vector<double> levels;
  /// Probability that as many hits fall into the box when this limit has nothing to do with them
  /// (binomial; optimistic, since the limit was looked for).
  double chance = 1.0;
};

/// A box of inputs in which an outcome is frequent.
struct DiscoveredBox {
  std::vector<BoxLimit> limits;  ///< by factor; the others may have any value
  std::size_t points = 0;        ///< of the sample
  std::size_t hits = 0;          ///< points of the sample with the outcome
  std::size_t points_inside = 0;
  std::size_t hits_inside = 0;
  /// Share of 99 shuffles of the outcomes, and this one, in which a box as good was found.
  double chance = 1.0;

  /// Part of the points inside that have the outcome.
  [[nodiscard]] double density() const;
  /// Part of the points with the outcome that are inside.
  [[nodiscard]] double coverage() const;
};

/// Which ranges of the factors make an outcome happen: the box of the patient rule induction method
/// (Friedman and Fisher, Statistics and Computing 9, 1999) with the best harmonic mean of density
/// and coverage. It peels off a tenth of the points at one end of one factor, or one level,
/// wherever that gains most density per point lost, down to a twentieth of the sample, and then
/// gives up limits that chance explains (above 5 %). Factors with `has_levels` are sets, not
/// ranges.
///
/// Nothing when all points or none have the outcome, when there are less than 20 of them, or when
/// no box is better than all of the sample. Throws std::invalid_argument when sizes do not match.
[[nodiscard]] std::optional<DiscoveredBox> discover_box(const Rows& rows,
                                                        const std::vector<bool>& outcome,
                                                        const std::vector<bool>& has_levels,
                                                        const RandomSource& random);

}  // namespace chokepoint
