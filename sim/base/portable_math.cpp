#include "sim/base/portable_math.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace chokepoint {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
// ln 2 in two parts: the first has trailing zeros, so that a small integer times it is exact.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;

template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double x) {
  double sum = 0.0;
  for (std::size_t i = N; i-- > 0;)
    sum = sum * x + coefficients[i];
  return sum;
}

// Numerators and denominators of AS 241 (PPND16): centre, flank and far tail.
constexpr std::array<double, 8> kCentreTop = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                              1.9715909503065514427e3, 1.3731693765509461125e4,
                                              4.5921953931549871457e4, 6.7265770927008700853e4,
                                              3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr std::array<double, 8> kCentreBottom = {1.0,
                                                 4.2313330701600911252e1,
                                                 6.8718700749205790830e2,
                                                 5.3941960214247511077e3,
                                                 2.1213794301586595867e4,
                                                 3.9307895800092710610e4,
                                                 2.8729085735721942674e4,
                                                 5.2264952788528545610e3};
constexpr std::array<double, 8> kFlankTop = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                             5.76949722146069140550e0,  3.64784832476320460504e0,
                                             1.27045825245236838258e0,  2.41780725177450611770e-1,
                                             2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array<double, 8> kFlankBottom = {1.0,
                                                2.05319162663775882187e0,
                                                1.67638483018380384940e0,
                                                6.89767334985100004550e-1,
                                                1.48103976427480074590e-1,
                                                1.51986665636164571966e-2,
                                                5.47593808499534494600e-4,
                                                1.05075007164441684324e-9};
constexpr std::array<double, 8> kTailTop = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                            1.78482653991729133580e0,  2.96560571828504891230e-1,
                                            2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                            2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array<double, 8> kTailBottom = {1.0,
                                               5.99832206555887937690e-1,
                                               1.36929880922735805310e-1,
                                               1.48753612908506148525e-2,
                                               7.86869131145613259100e-4,
                                               1.84631831751005468180e-5,
                                               1.42151175831644588870e-7,
                                               2.04426310338993978564e-15};

}  // namespace

namespace {

/// The first terms of exp, 1/n!; beyond, none reaches half a last place for |x| <= ln 2 / 2.
constexpr std::array<double, 14> kInverseFactorials = [] {
  std::array<double, 14> inverse{};
  double factorial = 1.0;
  for (std::size_t n = 0; n < inverse.size(); ++n) {
    factorial *= n > 0 ? static_cast<double>(n) : 1.0;
    inverse[n] = 1.0 / factorial;
  }
  return inverse;
}();

/// 1/3, 1/5, ..., 1/25: what artanh(s) / s is made of, by powers of s^2 and after its 1.
constexpr std::array<double, 12> kInverseOdds = [] {
  std::array<double, 12> inverse{};
  for (std::size_t k = 0; k < inverse.size(); ++k)
    inverse[k] = 1.0 / static_cast<double>(2 * k + 3);
  return inverse;
}();

/// Four terms of a series, from the n-th on, over x^n: in pairs, since a sum in turn would wait for
/// each product.
template <std::size_t N>
double four_terms(const std::array<double, N>& c, std::size_t n, double x, double x2) {
  return (c[n] + c[n + 1] * x) + (c[n + 2] + c[n + 3] * x) * x2;
}

double exp_of(double x) {
  if (!(x < 709.79))
    return x == x ? kInfinity : x;
  if (x < -745.2)
    return 0.0;
  const double halvings = std::floor(x * std::numbers::log2e + 0.5);
  const double rest = (x - halvings * kLn2High) - halvings * kLn2Low;
  const double rest2 = rest * rest;
  const double rest4 = rest2 * rest2;
  const auto& c = kInverseFactorials;
  const double high = four_terms(c, 8, rest, rest2) + (c[12] + c[13] * rest) * rest4;
  const double sum =
      four_terms(c, 0, rest, rest2) + (four_terms(c, 4, rest, rest2) + high * rest4) * rest4;
  return std::ldexp(sum, static_cast<int>(halvings));
}

}  // namespace

double portable_exp(double x) {
  if (x == 0.0)
    return 1.0;
  // Rates and elasticities come back month after month: the last results are kept.
  struct Known {
    double x;
    double result;
  };
  thread_local std::array<Known, 128> known{};
  Known& place = known[std::bit_cast<std::uint64_t>(x) * 0x9e3779b97f4a7c15ULL >> 57U];
  if (place.x != x)
    place = {x, exp_of(x)};
  return place.result;
}

double portable_log(double x) {
  if (!(x > 0.0))
    return x == 0.0 ? -kInfinity : kNaN;
  if (x == kInfinity)
    return x;
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < std::numbers::sqrt2 / 2) {
    mantissa *= 2.0;
    --exponent;
  }
  // ln m = 2 artanh((m - 1) / (m + 1)), and the argument is below 0.172.
  const double s = (mantissa - 1.0) / (mantissa + 1.0);
  const double s2 = s * s;
  const double s4 = s2 * s2;
  const double s8 = s4 * s4;
  const auto& c = kInverseOdds;
  const double series =
      (four_terms(c, 0, s2, s4) + (four_terms(c, 4, s2, s4) + four_terms(c, 8, s2, s4) * s8) * s8) *
      s2;
  const double log_mantissa = 2.0 * s + 2.0 * s * series;
  return exponent * kLn2High + (log_mantissa + exponent * kLn2Low);
}

double portable_pow(double x, double y) {
  if (y == 0.0 || x == 1.0)
    return 1.0;
  return portable_exp(y * portable_log(x));
}

double normal_quantile(double u) {
  if (!(u > 0.0 && u < 1.0))
    return u == 0.0 ? -kInfinity : (u == 1.0 ? kInfinity : kNaN);
  const double from_middle = u - 0.5;
  if (std::abs(from_middle) <= 0.425) {
    const double r = 0.180625 - from_middle * from_middle;
    return from_middle * polynomial(kCentreTop, r) / polynomial(kCentreBottom, r);
  }
  const double r = std::sqrt(-portable_log(from_middle < 0.0 ? u : 1.0 - u));
  const double size = r <= 5.0 ? polynomial(kFlankTop, r - 1.6) / polynomial(kFlankBottom, r - 1.6)
                               : polynomial(kTailTop, r - 5.0) / polynomial(kTailBottom, r - 5.0);
  return from_middle < 0.0 ? -size : size;
}

namespace {

/// Powers of ten that a double holds exactly.
constexpr std::array<double, 23> kPowersOfTen = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// `size` times ten to the `power`, rounded once; `power` within the table.
double shifted(double size, int power) {
  return power >= 0 ? size * kPowersOfTen[static_cast<std::size_t>(power)]
                    : size / kPowersOfTen[static_cast<std::size_t>(-power)];
}

/// Of a normal number, from its binary exponent: right, or one too small.
int decimal_exponent(double size) {
  const auto biased = static_cast<int>(std::bit_cast<std::uint64_t>(size) >> 52U);
  const double exact = (biased - 1023) * 0.30102999566398120;
  const int towards_zero = static_cast<int>(exact);
  return exact < towards_zero ? towards_zero - 1 : towards_zero;
}

bool in_table(int power) {
  return power >= -22 && power <= 22;
}

/// Shifts the wanted digits in front of the decimal point, rounds and shifts back. Whole numbers
/// below 2^53 and the powers are exact, so each shift rounds once, as reading the decimal text
/// would. Not a number where the one rounding might decide.
double rounded_by_shifting(double value, int digits) {
  if (digits > 12)
    return kNaN;
  const double size = std::abs(value);
  const double top = kPowersOfTen[static_cast<std::size_t>(digits)];
  int power = digits - 1 - decimal_exponent(size);
  if (!in_table(power) || !in_table(power - 1))
    return kNaN;
  double whole = shifted(size, power);
  if (whole >= top)
    whole = shifted(size, --power);
  const auto below = static_cast<double>(static_cast<std::int64_t>(whole));
  const double part = whole - below;
  const bool close_call = std::abs(part - 0.5) < 1e-3 || whole < top / 10 + 1 || whole > top - 1;
  if (close_call)
    return kNaN;
  return std::copysign(shifted(part < 0.5 ? below : below + 1, -power), value);
}

}  // namespace

double round_significant(double value, int digits) {
  if (!std::isfinite(value) || value == 0.0)
    return value;
  if (const double quick = rounded_by_shifting(value, digits); !std::isnan(quick))
    return quick;
  std::array<char, 40> text;
  const char* const end = std::to_chars(text.data(), text.data() + text.size(), value,
                                        std::chars_format::scientific, digits - 1)
                              .ptr;
  double rounded = value;
  std::from_chars(text.data(), end, rounded);
  return rounded;
}

}  // namespace chokepoint
