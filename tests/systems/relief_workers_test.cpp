// Counterfactual worlds: run by several workers, with some that break, and of systems with random
// numbers.
#include <algorithm>
#include <array>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/systems/relieved_system.hpp"

namespace chokepoint::models {
namespace {

TEST(CounterfactualWorlds, AreTheSameWhateverTheNumberOfWorkers) {
  const std::vector<Variant> variants = {{},
                                         {.relaxed = {Relaxation::by("a", 1.1)}},
                                         {.relaxed = {Relaxation::by("b", 0.9)}, .frozen = true},
                                         {.relaxed = {Relaxation::by("b", 1.2)}}};
  const auto of = [&](int workers) {
    std::vector<std::vector<double>> outputs;
    for (const auto& outcomes : RelievedSystem("T12", 3, workers).worlds().run(variants)) {
      for (const VariantOutcome& outcome : outcomes)
        outputs.push_back(outcome.output);
    }
    return outputs;
  };
  const auto one = of(1);
  EXPECT_EQ(one.size(), 12U);
  EXPECT_EQ(of(2), one);
  EXPECT_EQ(of(4), one);
}

TEST(AWorldThatARelaxationBreaks, IsReportedAndNotDropped) {
  const auto outcomes = RelievedSystem("T1").worlds().run(
      std::vector<Variant>{{}, {.relaxed = {Relaxation::by("b", -1)}}});
  EXPECT_TRUE(outcomes[0][0].failure.empty());
  EXPECT_THAT(outcomes[1][0].failure, testing::HasSubstr("no less than nothing"));
  ReliefQuestion question{.constraints = {{"b"}}, .step = 0.02};
  question.addition = Relaxation::by("b", -1);
  question.year_ends = {11};
  const RelievedSystem system("T1");
  const ReliefReport report = study_relief(question, system.runner());
  ASSERT_EQ(report.rows.size(), 1U);
  EXPECT_FALSE(report.rows[0].failure_plus.empty());
  EXPECT_TRUE(report.rows[0].gain.empty());
}

using Replications = std::vector<std::vector<VariantOutcome>>;

/// T12 as it is, and with that much more of its scarcer feed.
Replications with_more_of_a(const RelievedSystem& system, double step) {
  return system.worlds().run(
      std::vector<Variant>{{}, {.relaxed = {Relaxation::by("a", 1 + step)}}});
}

/// Standard deviation of a feed's elasticity, base and relaxed worlds drawing the same numbers or
/// not.
double spread(const Replications& outcomes, double step, bool common) {
  const std::size_t count = outcomes[0].size();
  std::vector<double> values;
  for (std::size_t r = 0; r < count; ++r) {
    const double base = outcomes[0][common ? r : (r + 1) % count].output.back();
    values.push_back((outcomes[1][r].output.back() - base) / (step * base));
  }
  double mean = 0;
  for (const double value : values)
    mean += value / static_cast<double>(count);
  double squares = 0;
  for (const double value : values)
    squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(count - 1));
}

TEST(CommonRandomNumbers, LeaveOnlyTheLotsThatAChangeBrings) {
  // The scarcer feed decides, at a rate of 10 a day for four years: L = 14,600 lots on the mean. A
  // relaxed feed draws the same times and goes through them faster, so that it makes just those
  // lots more that the other would have made in the time after the end: a Poisson count of mean
  // h L. The elasticity is that count over h L, with a standard deviation of 1 / sqrt(h L): 0.083
  // for 1 % and 0.037 for 5 %. Streams that share less of their draws than that have more; between
  // independent worlds it is sqrt(2 / L) / h: 1.17 and 0.23.
  constexpr double kLots = 10 * 1461;
  const RelievedSystem system("T12", 64);
  for (const double step : {0.01, 0.05}) {
    const double common = 1 / std::sqrt(step * kLots);
    const double independent = std::sqrt(2 / kLots) / step;
    // A standard deviation from 64 samples is good to a twelfth; this is three of those.
    const Replications outcomes = with_more_of_a(system, step);
    EXPECT_NEAR(spread(outcomes, step, true), common, 0.25 * common) << step;
    EXPECT_NEAR(spread(outcomes, step, false), independent, 0.25 * independent) << step;
    EXPECT_GT(spread(outcomes, step, false), 4 * spread(outcomes, step, true)) << step;
  }
}

TEST(TheScarcerOfTwoRandomFeeds, IsWorthNearlyAllWithinItsInterval) {
  const RelievedSystem system("T12", 24);
  ReliefQuestion question = system.question(0.05);
  question.headroom = false;
  const ReliefReport report = study_relief(question, system.runner());
  const Estimate a = row(report, "a").e_minus.back();
  EXPECT_GT(a.mean, 0.9);
  EXPECT_LT(a.half, 0.1);
  EXPECT_GT(a.half, 0);
}

/// A line of four stations, and what its Markov chain says.
struct Line {
  const char* system;
  std::array<double, 4> elasticities;
};

class ABlockingLine : public testing::TestWithParam<Line> {};

TEST_P(ABlockingLine, GivesTheElasticitiesOfItsMarkovChain) {
  const RelievedSystem system(GetParam().system, 32);
  ReliefQuestion question = system.question(0.05);
  question.headroom = question.together = question.noise = false;
  const ReliefReport report = study_relief(question, system.runner());
  const std::size_t last = report.output.size() - 1;
  const char* const names[] = {"first", "second", "third", "fourth"};
  for (std::size_t i = 0; i < 4; ++i) {
    const ReliefRow& station = row(report, names[i]);
    const double mean = (station.e_plus[last].mean + station.e_minus[last].mean) / 2;
    const double half = (station.e_plus[last].half + station.e_minus[last].half) / 2;
    EXPECT_LT(half, 0.03) << names[i];
    EXPECT_NEAR(mean, GetParam().elasticities[i], half) << names[i];
  }
}

INSTANTIATE_TEST_SUITE_P(Peers, ABlockingLine,
                         testing::Values(Line{"blocking-line", {0.1728, 0.4751, 0.2268, 0.1254}},
                                         Line{"blocking-line-dominant",
                                              {0.0227, 0.0845, 0.8168, 0.0760}}),
                         [](const auto& line) { return line.index == 0 ? "Clear" : "Dominant"; });

}  // namespace
}  // namespace chokepoint::models
