#pragma once

#include "sim/base/time.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint::models {

/// When something stands still.
struct OutageDates {
  Tick from = 0;
  Tick to = 0;  ///< the first minute after it

  /// The keys `from` and `to`. An outage begins within the run and lasts for a while.
  static OutageDates read(Reader& reader);
};

}  // namespace chokepoint::models
