// No run of the world beats what was possible, whenever everybody began to decide.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "sim/base/random.hpp"
#include "sim/bound/solver.hpp"
#include "tests/systems/bounded.hpp"
#include "tests/systems/random_network.hpp"
#include "tests/systems/text_file.hpp"

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
    const LinearProgramme programme = usual_programme(system.model(), decide);
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

/// No plan has less than the run in any month, whenever everybody began to decide.
void expect_not_beaten(const Bounded& system, const std::vector<int>& dates) {
  double before = 0;
  for (const int decide : dates) {
    const LinearProgramme programme = usual_programme(system.model(), decide);
    EXPECT_EQ(forced_beside_the_run(programme), std::vector<std::string>{}) << decide;
    const PricedPlan plan = Solver(programme).solve();
    EXPECT_GE(plan.value, system.run_value()) << decide;
    for (std::size_t t = 0; t < plan.level.size(); ++t)
      EXPECT_GE(plan.level[t] + 1e-6, system.run()[t]) << decide << ", month " << t;
    if (decide > 0) {
      EXPECT_LE(plan.value, before * (1 + 1e-9)) << decide;
    }
    before = plan.value;
  }
}

void expect_not_beaten(const Bounded& system) {
  expect_not_beaten(system, {0, system.months() / 2, system.months()});
}

std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CHOKEPOINT_SOURCE_DIR) + "/" + folder)) {
    if (entry.path().extension() == ".yaml")
      names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Files of `scenarios` that say when they start; the others are facts and sources.
std::vector<std::string> scenarios() {
  std::vector<std::string> names = yaml_files("scenarios");
  std::erase_if(names, [](const std::string& name) {
    std::ifstream file(std::string(CHOKEPOINT_SOURCE_DIR) + "/scenarios/" + name + ".yaml");
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("start:"))
        return false;
    }
    return true;
  });
  return names;
}

/// Every scenario there is, as it is and drawn.
class BoundOfScenarios : public testing::TestWithParam<std::string> {
 protected:
  static Bounded scenario(bool deterministic, std::uint64_t seed) {
    return Bounded::of_file(
        std::string(CHOKEPOINT_SOURCE_DIR) + "/scenarios/" + GetParam() + ".yaml", deterministic,
        seed);
  }
};

TEST_P(BoundOfScenarios, IsNotBeatenByTheRun) {
  expect_not_beaten(scenario(true, 1));
  expect_not_beaten(scenario(false, 2));
}

std::string name_of(const testing::TestParamInfo<std::string>& file) {
  std::string text = file.param;
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, BoundOfScenarios, testing::ValuesIn(scenarios()), name_of);

/// Every overlay there is, whatever it changes: numbers, events, firms of its own.
class BoundWithOverlays : public testing::TestWithParam<std::string> {};

TEST_P(BoundWithOverlays, IsNotBeatenByTheRun) {
  const std::string folder = std::string(CHOKEPOINT_SOURCE_DIR) + "/scenarios/";
  const Bounded system = Bounded::of_files(
      {folder + "baseline.yaml", folder + "overlays/" + GetParam() + ".yaml"}, true);
  // The date between them is asked of the baseline, its draws and the hindcast.
  expect_not_beaten(system, {0, system.months()});
}

INSTANTIATE_TEST_SUITE_P(Overlays, BoundWithOverlays,
                         testing::ValuesIn(yaml_files("scenarios/overlays")), name_of);

/// Pairs of overlays, drawn: two levers may do together what none does alone. More of them with
/// CHOKEPOINT_NETWORKS.
TEST(BoundWithTwoOverlays, IsNotBeatenByTheRun) {
  const std::string folder = std::string(CHOKEPOINT_SOURCE_DIR) + "/scenarios/";
  const std::vector<std::string> overlays = yaml_files("scenarios/overlays");
  const auto path = [&](const std::string& name) { return folder + "overlays/" + name + ".yaml"; };
  const Stream draws = RandomSource(1).stream("overlays", "pairs");
  int bounded = 0;
  for (std::uint64_t pair = 0; bounded < networks(5); ++pair) {
    ASSERT_LT(pair, 4U * static_cast<unsigned>(networks(5))) << "most pairs fit together";
    const auto drawn = [&](std::uint64_t index) {
      return overlays[static_cast<std::size_t>(draws.uniform(index) *
                                               static_cast<double>(overlays.size()))];
    };
    const std::string first = pair == 0 ? "site-deposits" : drawn(2 * pair);
    const std::string second = pair == 0 ? "capital-shuts" : drawn(2 * pair + 1);
    if (first == second)
      continue;
    SCOPED_TRACE(testing::Message() << first << " and " << second << ", seed " << pair + 1);
    try {
      const Bounded system = Bounded::of_files(
          {folder + "baseline.yaml", path(first), path(second)}, pair % 2 == 1, pair + 1);
      expect_not_beaten(system, {0, system.months()});
      ++bounded;
    } catch (const ScenarioError&) {
      // Both say the same in other ways, or one is of another scenario.
    }
  }
}

/// Rooms that stand and lack tool sets are no help to anybody.
TEST(BoundOfFewToolSets, IsNotBeatenByTheRun) {
  const TextFile few(
      "source: bookkeeping\n"
      "actors:\n"
      "  - {name: fab_tool_makers, capacity: 16 set/month}\n"
      "  - {name: other_fabs, tool_sets: 0 set/month}\n");
  const Bounded system = Bounded::of_files(
      {std::string(CHOKEPOINT_SOURCE_DIR) + "/scenarios/baseline.yaml", few.path()}, true);
  expect_not_beaten(system);
  EXPECT_LT(system.run_value(), baseline(true).run_value());
}

/// A stop at home holds a firm that has capacity nowhere else.
TEST(BoundWithStops, HasNothingFromFirmsThatStandStill) {
  const std::string folder = std::string(CHOKEPOINT_SOURCE_DIR) + "/scenarios/";
  const Bounded free = baseline(true);
  const Bounded stopped =
      Bounded::of_files({folder + "baseline.yaml", folder + "overlays/taiwan-stop.yaml"}, true);
  const int from = 66;  // 2027-07
  const auto work_of = [](const Bounded& system, const std::string& name, int month) {
    for (const ProcessModel::Capacity& capacity : system.model().capacities()) {
      if (capacity.name == name)
        return capacity.path.worth[static_cast<std::size_t>(month)];
    }
    ADD_FAILURE() << "no capacity of " << name;
    return 0.0;
  };
  EXPECT_EQ(work_of(stopped, "tsmc_packaging", from - 1),
            work_of(free, "tsmc_packaging", from - 1));
  EXPECT_EQ(work_of(stopped, "tsmc_packaging", from), 0);
  EXPECT_EQ(work_of(stopped, "amkor", from), work_of(free, "amkor", from)) << "in Korea";
  EXPECT_LT(stopped.value(stopped.months()), free.value(free.months()));
}

Bounded hindcast(bool deterministic, std::uint64_t seed = 1) {
  return Bounded::of_file(std::string(CHOKEPOINT_SOURCE_DIR) + "/scenarios/hindcast.yaml",
                          deterministic, seed);
}

TEST(HindcastBound, IsNotBeatenByTheRun) {
  expect_not_beaten(hindcast(true));
  for (std::uint64_t seed = 2; seed <= 6; ++seed)
    expect_not_beaten(hindcast(false, seed));
}

TEST(HindcastBound, CanBeSolvedAgainFromEveryDateOfDecision) {
  const Bounded system = hindcast(true);
  for (const int decide : {0, 24, 48, system.months() - 1}) {
    const BoundReport report = system.report({decide});
    const DatedBound& bound = report.dates.front();
    EXPECT_NEAR(bound.sum, bound.value, 1e-6 * bound.value) << decide;
    EXPECT_GE(report.envelope.back() + 1e-6, system.run().back()) << decide;
    for (const ConstraintRent& rent : bound.rents) {
      const double price = rent.rent / bound.value;
      EXPECT_LE(rent.e_plus.value_or(price), price + 1e-6) << decide << " " << rent.constraint;
      EXPECT_GE(rent.e_minus.value_or(price), price - 1e-6) << decide << " " << rent.constraint;
    }
  }
}

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
