#pragma once

#include <cstdint>

namespace chokepoint {

/// The nearest whole number, halves away from zero: what std::llround gives, without a call. For
/// amounts below 2^53.
[[nodiscard]] inline std::int64_t nearest_whole(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  const double rest = value - static_cast<double>(whole);  // exact
  return whole + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0);
}

/// Elementary functions made of IEEE additions, multiplications, divisions and square roots only.
/// The C library takes other code paths on other processors, which may differ in the last bit;
/// these give the same bits everywhere. Relative error below 1e-15.
[[nodiscard]] double portable_exp(double x);
[[nodiscard]] double portable_log(double x);
/// x to the power y for x >= 0, as exp(y ln x): relative error below (1 + |y ln x|) 1e-15.
[[nodiscard]] double portable_pow(double x, double y);
/// The standard normal quantile of u in (0, 1): Wichura's algorithm AS 241.
[[nodiscard]] double normal_quantile(double u);

/// `value` rounded to `digits` significant decimal digits (1 to 17).
[[nodiscard]] double round_significant(double value, int digits = 12);

}  // namespace chokepoint
