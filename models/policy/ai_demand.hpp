#pragma once

namespace chokepoint::models {

/// What moderates demand: the same answers take less compute, and so are cheaper.
struct Moderators {
  double cheaper = 0;     ///< a year: -ln of the compute that answers of the same quality take
  double elasticity = 1;  ///< of what is bought with respect to that price
  double nines = 0;  ///< a year: orders of magnitude of compute for answers that can be relied on
  double need_them = 0;  ///< part of what is bought for which they are wanted
};

/// What they add to the growth per year of the compute that is wanted: cheaper answers save compute
/// and sell more of themselves, reliable ones take more.
[[nodiscard]] double moderated(const Moderators& by);

/// Growth per year of the willingness to pay when a share `unserved` in [0, 1] of it is not met: of
/// `growth` that part of `drag` is lost.
[[nodiscard]] double served_growth(double growth, double drag, double unserved);

}  // namespace chokepoint::models
