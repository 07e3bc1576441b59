#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "models/generic/function.hpp"

namespace chokepoint::models {
namespace {

TEST(Functions, IshigamiAtPlacesWhereItIsPlain) {
  // Angles: 0 at x = 1/2, pi/2 at 3/4, pi at 1.
  EXPECT_NEAR(ishigami({0.5, 0.5, 0.9}), 0.0, 1e-12);
  EXPECT_NEAR(ishigami({0.75, 0.5, 0.5}), 1.0, 1e-12);
  EXPECT_NEAR(ishigami({0.5, 0.75, 0.5}), 7.0, 1e-12);
  EXPECT_NEAR(ishigami({0.75, 0.5, 1.0}), 1.0 + 0.1 * std::pow(std::numbers::pi, 4), 1e-12);
  EXPECT_NEAR(ishigami({0.25, 0.25, 0.5}), 6.0, 1e-12);
}

TEST(Functions, SobolGIsOneWhereEveryFactorIsOne) {
  EXPECT_NEAR(sobol_g(std::vector<double>(8, 0.25)), 1.0, 1e-12);
  EXPECT_NEAR(sobol_g(std::vector<double>(8, 0.75)), 1.0, 1e-12);
  std::vector<double> x(8, 0.25);
  x[0] = 0.5;  // a = 0: the factor is 0 there
  EXPECT_NEAR(sobol_g(x), 0.0, 1e-12);
  x[0] = 1.0;
  EXPECT_NEAR(sobol_g(x), 2.0, 1e-12);
  x[0] = 0.25;
  x[1] = 0.5;  // a = 1: a half
  EXPECT_NEAR(sobol_g(x), 0.5, 1e-12);
}

}  // namespace
}  // namespace chokepoint::models
