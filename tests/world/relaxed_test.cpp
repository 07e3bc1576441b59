// Whatever is relaxed or tightened, the world goes on: a firm that cannot pay orders less.

#include <cstdlib>

#include <gtest/gtest.h>

#include "models/counterfactual.hpp"
#include "sim/worlds/runner.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

/// Everything that anybody holds, that much more of it and less.
void expect_worlds_to_run(const SampleOptions& sampling, const std::vector<double>& steps) {
  const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"}, sampling);
  const Counterfactual worlds(plan.document, sampling, 1, usual_workers());
  std::vector<Variant> variants;
  for (const BaseFacts::Constraint& constraint : worlds.base().constraints) {
    if (!constraint.amount && !constraint.time)
      continue;
    for (const double step : steps) {
      variants.push_back({.relaxed = {Relaxation::by(constraint.name, 1 + step)}});
      variants.push_back({.relaxed = {Relaxation::by(constraint.name, 1 - step)}});
    }
  }
  ASSERT_GT(variants.size(), 50 * steps.size());
  const auto outcomes = worlds.run(variants);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const Relaxation& relaxed = variants[i].relaxed.front();
    EXPECT_EQ(outcomes[i].front().failure, "")
        << relaxed.constraint << " times " << relaxed.steps.front().factor;
  }
}

/// With CHOKEPOINT_LONG in the environment smaller and larger steps too, and three draws.
bool is_long() {
  return std::getenv("CHOKEPOINT_LONG") != nullptr;
}

TEST(ARelaxedBaseline, Runs) {
  const std::vector<double> steps =
      is_long() ? std::vector<double>{0.01, 0.02, 0.05, 0.1, 0.2} : std::vector<double>{0.1};
  expect_worlds_to_run({.deterministic = true}, steps);
  for (std::uint64_t seed = 1; is_long() && seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    expect_worlds_to_run({.seed = seed}, steps);
  }
}

}  // namespace
}  // namespace chokepoint::models
