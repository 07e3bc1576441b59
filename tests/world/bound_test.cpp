// No run of the baseline beats what was possible, whenever everybody began to decide.
#include <algorithm>

#include <gtest/gtest.h>

#include "sim/bound/solver.hpp"
#include "tests/systems/bounded.hpp"

namespace chokepoint::models {
namespace {

Bounded baseline(bool deterministic, std::uint64_t seed = 1) {
  return Bounded::of_file(std::string(CHOKEPOINT_SOURCE_DIR) + "/scenarios/baseline.yaml",
                          deterministic, seed);
}

TEST(BaselineBound, IsNotBeatenByTheRunAndFallsWithTheDateOfDecision) {
  const Bounded system = baseline(true);
  double before = 0;
  for (const int decide : {0, 24, 48, 96, system.months()}) {
    const LinearProgramme programme = write_programme(system.model(), decide);
    Solver solver(programme);
    const PricedPlan plan = solver.solve();
    EXPECT_GE(plan.value, system.run_value()) << decide;
    for (std::size_t t = 0; t < plan.level.size(); ++t)
      EXPECT_GE(plan.level[t] + 1e-6, system.run()[t]) << decide << ", month " << t;
    if (decide > 0) {
      EXPECT_LE(plan.value, before * (1 + 1e-9)) << decide;
    }
    before = plan.value;
    double sum = 0;
    for (const std::vector<double>& rent : solver.rents()) {
      for (const double part : rent)
        sum += part;
    }
    EXPECT_NEAR(sum, plan.value, 1e-6 * plan.value) << decide;
  }
}

TEST(BaselineBound, HasThePricesThatSolvingAgainFinds) {
  const BoundReport report = baseline(true).report();
  const DatedBound& bound = report.dates.front();
  double agreeing = 0;
  for (const ConstraintRent& rent : bound.rents) {
    const double price = rent.rent / bound.value;
    EXPECT_LE(rent.e_plus.value_or(price), price + 1e-6) << rent.constraint;
    EXPECT_GE(rent.e_minus.value_or(price), price - 1e-6) << rent.constraint;
    if (!rent.e_plus || !rent.e_minus || *rent.e_minus - *rent.e_plus > 1e-9)
      continue;
    EXPECT_NEAR(*rent.e_plus, price, 1e-6) << rent.constraint;
    agreeing += price;
  }
  EXPECT_GT(agreeing, 0) << "not all is tied";
}

TEST(BaselineBound, IsNotBeatenByOtherDraws) {
  for (std::uint64_t seed = 2; seed <= 4; ++seed) {
    const Bounded system = baseline(false, seed);
    EXPECT_GE(system.value(0), system.run_value()) << seed;
    EXPECT_GE(system.value(system.months()), system.run_value()) << seed;
  }
}

/// Events that tell firms what to decide, or hold back a run alone.
class BoundWithEvents : public testing::TestWithParam<const char*> {};

TEST_P(BoundWithEvents, IsNotBeatenByTheRun) {
  const std::string folder = std::string(CHOKEPOINT_SOURCE_DIR) + "/scenarios/";
  const Bounded system = Bounded::of_files(
      {folder + "baseline.yaml", folder + "overlays/" + GetParam() + ".yaml"}, true);
  for (const int decide : {0, system.months()}) {
    const LinearProgramme programme = write_programme(system.model(), decide);
    const PricedPlan plan = Solver(programme).solve();
    for (std::size_t t = 0; t < plan.level.size(); ++t)
      EXPECT_GE(plan.level[t] + 1e-6, system.run()[t]) << decide << ", month " << t;
  }
}

INSTANTIATE_TEST_SUITE_P(Overlays, BoundWithEvents,
                         testing::Values("airlift-engineers", "capital-shuts", "emergency-rules",
                                         "export-ban", "hoarding", "korea-samsung-hedge",
                                         "more-arizona", "permit-queue", "stockpile-6-months",
                                         "terafab"),
                         [](const auto& overlay) {
                           std::string text = overlay.param;
                           std::replace(text.begin(), text.end(), '-', '_');
                           return text;
                         });

TEST(BaselineBound, IsTheSameBytesTwice) {
  const Bounded first = baseline(true);
  const Bounded second = baseline(true);
  const LinearProgramme one = write_programme(first.model());
  const LinearProgramme two = write_programme(second.model());
  const PricedPlan a = Solver(one).solve();
  const PricedPlan b = Solver(two).solve();
  EXPECT_EQ(a.value, b.value);
  EXPECT_EQ(a.level, b.level);
}

}  // namespace
}  // namespace chokepoint::models
