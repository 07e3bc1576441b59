#pragma once

#include <cstddef>
#include <string>

#include "sim/record/comparison.hpp"

namespace chokepoint {

/// When another constraint becomes the largest, in the base and in the world, of the first seed;
/// empty where none does. `width` in columns.
[[nodiscard]] std::string switches_text(const Comparison& comparison, std::size_t world, int width);

/// Of what there is less, in the order in which that begins, each followed back to its event.
[[nodiscard]] std::string timeline_text(const Comparison& comparison, std::size_t world, int width);

/// What was lost over the run, and whether and when additions and what is online are back.
[[nodiscard]] std::string recovery_text(const Comparison& comparison, std::size_t world);

}  // namespace chokepoint
