#pragma once

#include <cstddef>
#include <vector>

#include "sim/record/comparison.hpp"

namespace chokepoint {

/// The months of all seeds on one axis: the calendar, or, where no event comes on the same date in
/// all of them, the months since the first of each, behind eleven months before it.
struct Axis {
  bool since_event = false;
  std::vector<std::size_t> seeds;   ///< that are looked at: all, or those that were struck
  std::vector<std::size_t> events;  ///< the month of its first event in each of these
  /// The months in which any event of any of them begins, as shortages count theirs: of the
  /// calendar, or since the first event; without any, that in which the run begins.
  std::vector<std::size_t> begins;
  std::size_t event = 0;  ///< the first, on the axis
  std::size_t length = 0;

  /// A month of the i-th of the seeds; none before its start and after its end.
  [[nodiscard]] double at(const std::vector<double>& months, std::size_t i, std::size_t on_axis,
                          double otherwise = 0) const {
    const std::size_t month = on_axis + events[i] - event;
    return on_axis + events[i] >= event && month < months.size() ? months[month] : otherwise;
  }
};

/// Of the events that this world has and the base has not.
[[nodiscard]] Axis axis_of(const Comparison& comparison, std::size_t world);

}  // namespace chokepoint
