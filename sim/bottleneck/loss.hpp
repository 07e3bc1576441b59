#pragma once

#include <cstddef>

#include "sim/base/time.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

/// A year of 365.25 days, for unit-years.
inline constexpr double kYearMinutes = 365.25 * 1440.0;

/// Follows demand and what came of it through time, stretch by stretch.
class LossCurve {
 public:
  struct Stretch {
    double demand = 0;       ///< at its end, cumulative
    double online = 0;       ///< at its end, cumulative
    double lost = 0;         ///< integral of what was wanted and not there, in unit-years
    double fell_behind = 0;  ///< growth of the backlog; 0 when it did not grow
    Tick met_until = 0;      ///< the last time up to its end at which at most a lot was missing
    bool shortfall = true;   ///< whether supply fell short in it
  };

  explicit LossCurve(const Trace& trace);

  /// The stretch from the end of the last one to `to`.
  ///
  /// Supply did not fall short when the backlog at its end is below a month of demand and grew by
  /// at most 2 % of the demand that was added (and by a lot, which comes all at once). Where no
  /// demand was recorded, anything would have been taken: always short.
  Stretch advance(Tick to);

 private:
  void arrive(const SinkLot& lot);

  const Trace& trace_;
  std::size_t next_demand_ = 0;
  std::size_t next_lot_ = 0;
  Tick at_ = 0;
  double demand_ = 0;
  double online_ = 0;
  Tick met_until_ = 0;
  double lot_ = 0;  ///< mean size of the latest lots
};

}  // namespace chokepoint
