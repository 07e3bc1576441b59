#pragma once

#include "sim/base/time.hpp"

namespace chokepoint::models {

/// How the willingness to pay for AI services grows while it is served (GW of IT load that labs
/// would use at the planning price). Exogenous: what the simulated world does enters only through
/// the unserved share.
struct AiDemandLaw {
  double early_growth = 0;   ///< per year, before the shock
  double growth = 0;         ///< per year, at the reference date
  double fading_years = 1;   ///< the growth rate falls by e in so many years
  double unserved_drag = 0;  ///< part of the growth lost when nothing is served
  Tick reference = 0;        ///< date at which `growth` holds
  Tick shock = 0;            ///< when everybody discovers what the services can do
  Tick shock_length = 1;     ///< the shock spreads evenly over this time
  double shock_factor = 1;   ///< the wish ends up so many times higher

  /// Growth per year at `t` when a share `unserved` in [0, 1] of the wish is not met.
  [[nodiscard]] double growth_per_year(Tick t, double unserved) const;
  /// The factor by which the wish grows from `from` to `to` (short against the fading).
  [[nodiscard]] double factor(Tick from, Tick to, double unserved) const;
};

/// The rent of compute as a multiple of its long-run level: the unserved share above or below what
/// is usual moves it, by at most `most` a quarter in either direction.
///
/// `unserved` and `usual` are shares of the wish; the result stays within [low, high].
[[nodiscard]] double next_rent(double rent, double unserved, double usual, double gain, double most,
                               double low, double high);

}  // namespace chokepoint::models
