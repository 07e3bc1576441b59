#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/base/random.hpp"

namespace chokepoint {

/// A table of numbers, row by row.
using Rows = std::vector<std::vector<double>>;

/// Morris' screening design in the unit cube: for each trajectory a random start and then one step
/// per factor, in random order, so that neighbouring rows differ in one factor. Levels are the
/// middles of `levels` equal parts of (0, 1), since a factor without bounds has no value at 0 and
/// 1; a step goes half of the levels up or down. Has `trajectories` times (`factors` + 1) rows.
/// Throws std::invalid_argument unless `levels` is even and at least 2.
///
/// M. D. Morris, Factorial Sampling Plans for Preliminary Computational Experiments, Technometrics
/// 33 (1991).
[[nodiscard]] Rows morris_design(std::size_t factors, std::size_t trajectories, int levels,
                                 const RandomSource& random);

/// How far a step of morris_design goes.
inline constexpr double kMorrisStep = 0.5;

/// What the steps of one factor did to an output: the change per whole range of the factor.
struct ElementaryEffects {
  double mean = 0.0;           ///< of the effects, with their sign
  double mean_absolute = 0.0;  ///< how much the factor matters at all: Campolongo's mu*
  /// Of mean_absolute: its standard deviation over the trajectories by the square root of their
  /// number.
  double standard_error = 0.0;
  /// Standard deviation of the effects: large when the effect depends on where the others are.
  double deviation = 0.0;
};

/// Elementary effects of each factor from the rows of a Morris design and the output of each row.
/// Which factor a step moved, and whether up or down, is read from the rows; a step that moved
/// nothing, because two levels have the same value, is an effect of 0. Throws std::invalid_argument
/// when the rows are no trajectories of one-factor steps, or when there are less than two of them.
[[nodiscard]] std::vector<ElementaryEffects> elementary_effects(const Rows& rows,
                                                                std::span<const double> outputs);

}  // namespace chokepoint
