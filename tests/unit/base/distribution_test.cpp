#include "sim/base/distribution.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "sim/base/portable_math.hpp"

namespace chokepoint {
namespace {

TEST(Distribution, QuantilesAreExact) {
  EXPECT_EQ(Distribution::constant(7).quantile(0.9), 7.0);
  EXPECT_EQ(Distribution::uniform(2, 6).quantile(0.25), 3.0);
  EXPECT_EQ(Distribution::triangular(0, 2, 4).quantile(0.125), 1.0);
  EXPECT_EQ(Distribution::triangular(0, 2, 4).quantile(0.875), 3.0);
  EXPECT_EQ(Distribution::triangular(1, 1, 1).quantile(0.3), 1.0);
  EXPECT_EQ(Distribution::normal(10, 2).quantile(0.5), 10.0);
  EXPECT_EQ(Distribution::normal(0, 1).quantile(0.975), 1.95996398454);
  EXPECT_EQ(Distribution::normal(0, 1).quantile(1e-9), -5.99780701501);
  EXPECT_EQ(Distribution::lognormal(12, 0.4).quantile(0.5), 12.0);
  EXPECT_EQ(Distribution::lognormal(1, 1).quantile(0.8413447460685429), 2.71828182846);
  EXPECT_EQ(Distribution::exponential(3).quantile(0.5), 2.07944154168);
}

TEST(Distribution, ChoiceTakesValuesByWeight) {
  const Distribution choice = Distribution::choice({10, 20, 30}, {1, 2, 1});
  EXPECT_EQ(choice.quantile(0.2), 10.0);
  EXPECT_EQ(choice.quantile(0.3), 20.0);
  EXPECT_EQ(choice.quantile(0.7), 20.0);
  EXPECT_EQ(choice.quantile(0.8), 30.0);
  EXPECT_EQ(choice.mean(), 20.0);
  EXPECT_EQ(Distribution::choice({1, 2}).quantile(0.6), 2.0);
}

TEST(Distribution, MeansAreExactWithoutTruncation) {
  EXPECT_EQ(Distribution::uniform(2, 6).mean(), 4.0);
  EXPECT_EQ(Distribution::triangular(0, 3, 6).mean(), 3.0);
  EXPECT_EQ(Distribution::exponential(3).mean(), 3.0);
  EXPECT_EQ(Distribution::lognormal(1, 1).mean(), 1.6487212707);
}

TEST(Distribution, TruncationIsConditioningAndNotClamping) {
  const Distribution half = Distribution::uniform(0, 10).truncated(5, 100);
  EXPECT_EQ(half.median(), 7.5);
  EXPECT_EQ(half.min(), 5.0);
  EXPECT_EQ(half.max(), 10.0);
  EXPECT_EQ(half.mean(), 7.5);
  // The positive half of a normal: its median is the upper quartile of the whole.
  EXPECT_EQ(Distribution::normal(0, 1).truncated(0, 50).median(), 0.674489750196);
  const Distribution twice = Distribution::uniform(0, 10).truncated(2, 9).truncated(1, 4);
  EXPECT_EQ(twice.median(), 3.0);
  EXPECT_EQ(Distribution::choice({1, 2, 3}).truncated(2, 9).quantile(0.4), 2.0);
}

TEST(Distribution, StaysInsideItsTruncation) {
  const Distribution cut = Distribution::lognormal(12, 0.4).truncated(11.9, 12.1);
  for (const double u : {1e-12, 0.3, 0.7, 1 - 1e-12}) {
    EXPECT_GE(cut.quantile(u), 11.9);
    EXPECT_LE(cut.quantile(u), 12.1);
  }
}

TEST(Distribution, RefusesWhatIsNoDistribution) {
  const double nan = std::nan("");
  EXPECT_THROW(static_cast<void>(Distribution::constant(nan)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::uniform(2, 1)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::uniform(nan, 1)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::triangular(0, 5, 4)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::normal(0, -1)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::lognormal(0, 1)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::exponential(0)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::choice({})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::choice({1, 2}, {1})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::choice({1, 2}, {0, 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::uniform(0, 1).truncated(2, 3)),
               std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Distribution::normal(0, 1).truncated(50, 60)),
               std::invalid_argument);
}

TEST(Distribution, SaysWhatItIs) {
  EXPECT_EQ(Distribution::lognormal(12, 0.4).text(), "lognormal(12, 0.4)");
  EXPECT_EQ(Distribution::uniform(3, 5).truncated(3.5, 4).text(), "uniform(3, 5) in [3.5, 4]");
  EXPECT_EQ(Distribution::choice({1, 2}, {1, 3}).text(), "choice(1, 2; shares 0.25, 0.75)");
}

TEST(PortableMath, AgreesWithTheLibraryToTheLastDigits) {
  for (double x = -700.0; x < 700.0; x += 0.37) {
    ASSERT_NEAR(portable_exp(x) / std::exp(x), 1.0, 1e-15) << x;
  }
  for (double x = 1e-300; x < 1e300; x *= 1.7) {
    ASSERT_NEAR(portable_log(x), std::log(x), 1e-15 * std::abs(std::log(x))) << x;
  }
  for (double x = 0.9; x < 1.1; x += 1.3e-3) {
    ASSERT_NEAR(portable_log(x), std::log(x), 1e-15 * std::abs(std::log(x))) << x;
  }
  for (double u = 1e-6; u < 1.0; u += 1e-3) {
    ASSERT_NEAR(std::erfc(-normal_quantile(u) / std::sqrt(2.0)) / 2.0, u, 1e-14) << u;
  }
  EXPECT_NEAR(portable_pow(2.0, 0.5), std::sqrt(2.0), 1e-15);
  EXPECT_NEAR(portable_pow(0.85, 12.0), std::pow(0.85, 12.0), 1e-15);
}

TEST(PortableMath, KnowsItsEdges) {
  EXPECT_EQ(portable_exp(0.0), 1.0);
  EXPECT_EQ(portable_exp(1000.0), HUGE_VAL);
  EXPECT_EQ(portable_exp(-1000.0), 0.0);
  EXPECT_TRUE(std::isnan(portable_exp(std::nan(""))));
  EXPECT_EQ(portable_log(1.0), 0.0);
  EXPECT_EQ(portable_log(0.0), -HUGE_VAL);
  EXPECT_TRUE(std::isnan(portable_log(-1.0)));
  EXPECT_EQ(portable_pow(0.0, 2.0), 0.0);
  EXPECT_EQ(portable_pow(0.0, 0.0), 1.0);
}

TEST(RoundSignificant, RoundsToTheDecimalGrid) {
  EXPECT_EQ(round_significant(1.2345678901234567), 1.23456789012);
  EXPECT_EQ(round_significant(-123456.7, 3), -123000.0);
  EXPECT_EQ(round_significant(0.1 + 0.2), 0.3);
  EXPECT_EQ(round_significant(0.0), 0.0);
  EXPECT_EQ(round_significant(1e-300, 2), 1e-300);
}

TEST(PortableMath, NearestWholeIsWhatTheLibraryRoundsTo) {
  const double just_below_half = std::nextafter(0.5, 0.0);
  for (const double value : {0.0, 0.5, 1.5, 2.5, -0.5, -1.5, just_below_half, -just_below_half,
                             0.49, 1e15 + 0.5, -1e15 - 0.5, 4503599627370497.5, 9007199254740992.0})
    EXPECT_EQ(nearest_whole(value), std::llround(value)) << value;
  for (int i = -100000; i <= 100000; ++i) {
    const double value = i * 0.37;
    ASSERT_EQ(nearest_whole(value), std::llround(value)) << value;
  }
}

}  // namespace
}  // namespace chokepoint
