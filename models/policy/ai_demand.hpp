#pragma once

namespace chokepoint::models {

/// Growth per year of the willingness to pay when a share `unserved` in [0, 1] of it is not met: of
/// `growth` that part of `drag` is lost.
[[nodiscard]] double served_growth(double growth, double drag, double unserved);

}  // namespace chokepoint::models
