#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/base/time.hpp"

namespace chokepoint {

/// A time [from, to) in which a machine worked or stood still broken, without starving or being
/// blocked.
struct ActivePeriod {
  std::size_t machine = 0;
  Tick from = 0;
  Tick to = 0;
};

/// A time in which a machine was the bottleneck: alone (`sole`), or while the bottleneck was
/// passing from one machine to the next.
struct MomentaryBottleneck {
  std::size_t machine = 0;
  Tick from = 0;
  Tick to = 0;
  bool sole = false;
};

/// The active period method of Roser, Nakano and Tanaka, from `from` on: the bottleneck is the
/// machine with the longest active period; at its end, the longest active period of that instant
/// follows. Where one overlaps the next, the bottleneck shifts. Equally long ones count together. A
/// machine's periods do not overlap. Sorted by date, then machine.
[[nodiscard]] std::vector<MomentaryBottleneck> momentary_bottlenecks(
    std::span<const ActivePeriod> periods, Tick from);

}  // namespace chokepoint
