#pragma once

#include <span>

#include "sim/flow/relief.hpp"

namespace chokepoint {

/// What is asked of a world to change amounts of whole units, and by what part they change then.
struct WholeStep {
  double by = 0;      ///< 0.1: a tenth more is asked for
  double change = 0;  ///< of all of them together; 0: none of them can have less
};

/// The step by which amounts of whole units change when a tenth more (or less) is wanted: that
/// tenth to the nearest unit, or one unit of the largest of them where a tenth rounds away. What
/// does not come in whole units changes by exactly `by`: then `amounts` is empty.
[[nodiscard]] WholeStep whole_step(std::span<const WholeAmount> amounts, double by);

}  // namespace chokepoint
