#pragma once

#include <cstddef>
#include <utility>
#include <vector>

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
    double lot = 0;          ///< mean size of the latest lots
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

/// The stretches of the months of a run. In none of a year does supply fall short when the backlog
/// was never above a month of the year's demand at the end of one and grew by at most 2 % of that
/// demand from the year's beginning to its end: what comes in lots is now a little behind, now not.
/// A year in which it grew once by more than half a month of demand, and by no third of that at any
/// other time, was short then, though all came later.
[[nodiscard]] std::vector<LossCurve::Stretch> month_stretches(const Trace& trace,
                                                              const Timeline& timeline,
                                                              Tick horizon);

/// How the backlog moved within a stretch of time, against what it was at its beginning.
class BacklogWithin {
 public:
  BacklogWithin(const Trace& trace, Tick from, Tick to);

  /// More than two lots are wanted at once: within less than a month it says little.
  [[nodiscard]] bool wanted_in_steps() const { return largest_step_ > 2 * lot_; }
  /// At some time it was larger by more than a lot, and than 2 % of what was newly wanted.
  [[nodiscard]] bool grew() const;
  [[nodiscard]] double lot() const { return lot_; }  ///< the largest
  /// When it ceased to grow, to a lot; the stretch's end when it did not, when nobody said what is
  /// wanted, or when that comes in steps.
  [[nodiscard]] Tick growth_end() const;

 private:
  Tick from_;
  Tick to_;
  double largest_step_ = 0;
  double wanted_ = 0;
  double lot_ = 0;   ///< the largest
  double most_ = 0;  ///< the largest backlog
  std::vector<std::pair<Tick, double>> path_;
};

}  // namespace chokepoint
