#pragma once

namespace chokepoint::models {

/// Growth per year of the willingness to pay when a share `unserved` in [0, 1] of it is not met: of
/// `growth` that part of `drag` is lost.
[[nodiscard]] double served_growth(double growth, double drag, double unserved);

/// The rent of compute as a multiple of its long-run level: the unserved share above or below what
/// is usual moves it, by at most `most` a quarter in either direction.
///
/// `unserved` and `usual` are shares of the wish; the result stays within [low, high].
[[nodiscard]] double next_rent(double rent, double unserved, double usual, double gain, double most,
                               double low, double high);

}  // namespace chokepoint::models
