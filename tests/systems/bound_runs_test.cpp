// No run of a system beats its bound.
#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include <gtest/gtest.h>

#include "sim/bound/solver.hpp"
#include "tests/systems/bounded.hpp"
#include "tests/systems/text_file.hpp"

namespace chokepoint::models {
namespace {

/// Of a part of which a stop leaves a part, the plan counts on all.
TEST(Bound, OfPartsOfAPartIsNotBeatenByTheRun) {
  const std::string text =
      "chokepoint: 1\nname: part\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - {name: works, kind: source, rate: 10 lot/day, to: goods}\n"
      "  - {name: buyers, kind: market, rate: 20 lot/day, from: goods}\nevents:\n"
      "  - {name: fire, kind: stop, parts: works, from: 2022-04-11, orders: wait, in_progress: "
      "paused, ";
  const Bounded stopped = Bounded::of_text(text + "lasts: 60 days, people: leave}\n");
  const Bounded half = Bounded::of_text(text + "lasts: 60 days, people: leave, share: 50 %}\n");
  EXPECT_NEAR(stopped.report().dates.front().level.back(), 3050, 1e-6) << "305 days of work";
  EXPECT_NEAR(half.run().back(), 3350, 1);
  for (const Bounded* system : {&stopped, &half})
    EXPECT_GE(system->value() * (1 + 1e-9), system->run_value());
}

/// Scenarios that the tutorials write.
TEST(Bound, OfWhatTutorialsWriteIsNotBeatenByTheRun) {
  std::ifstream page(std::string(CHOKEPOINT_SOURCE_DIR) + "/docs/tutorials/first-scenario.md");
  std::map<std::string, std::string> files;
  std::string name;
  for (std::string line; std::getline(page, line);) {
    const std::string begin = "```yaml ";
    if (line.rfind(begin, 0) == 0)
      name = line.substr(begin.size());
    else if (line == "```")
      name.clear();
    else if (!name.empty())
      files[name] += line + "\n";
  }
  ASSERT_GE(files.size(), 3U);
  const TextFile first(files["first.yaml"]);
  for (const char* overlay : {"", "more-packaging.yaml", "guess.yaml"}) {
    std::vector<std::string> paths{first.path()};
    std::unique_ptr<TextFile> changed;
    if (*overlay != '\0') {
      ASSERT_FALSE(files[overlay].empty()) << overlay;
      changed = std::make_unique<TextFile>(files[overlay]);
      paths.push_back(changed->path());
    }
    const Bounded system = Bounded::of_files(paths, false);
    for (const int decide : {0, system.months() / 2, system.months()})
      EXPECT_GE(system.value(decide) * (1 + 1e-9), system.run_value()) << overlay << decide;
  }
}

/// Every scenario of this folder.
class BoundOfTheSuite : public testing::TestWithParam<std::string> {};

TEST_P(BoundOfTheSuite, IsNotBeatenByTheRun) {
  const Bounded system = Bounded::of(GetParam());
  const BoundReport report = system.report({0, system.months() / 2, system.months()});
  for (const DatedBound& bound : report.dates) {
    EXPECT_GE(bound.value * (1 + 1e-9), system.run_value()) << bound.decide;
    EXPECT_NEAR(bound.sum, bound.value, 1e-6 * bound.value) << bound.decide;
    EXPECT_EQ(forced_beside_the_run(usual_programme(system.model(), bound.decide)),
              std::vector<std::string>{})
        << bound.decide;
  }
  EXPECT_GE(report.dates[0].value * (1 + 1e-9), report.dates[1].value);
  EXPECT_GE(report.envelope.back() * (1 + 1e-9), system.run().back());
}

/// Nothing, where there is no plan.
std::optional<double> value_of(const std::function<PricedPlan()>& solve) {
  try {
    return solve().value;
  } catch (const NoBoundError&) {
    return std::nullopt;
  }
}

/// Whatever is spared on the way from the plan that is there: a limit without a price is worth
/// nothing where there is more of it, and is looked for beside what has a price where there is
/// less.
TEST_P(BoundOfTheSuite, SolvedAgainIsWhatSolvingFromNothingFinds) {
  const Bounded system = Bounded::of(GetParam());
  const LinearProgramme programme = usual_programme(system.model(), 0);
  Solver solver(programme);
  const double value = solver.solve().value;
  for (std::size_t e = 0; e < programme.endowments.size(); ++e) {
    for (const double factor : {1.02, 0.98, 1.5, 0.5}) {
      const LinearProgramme changed = changed_programme(programme, e, factor);
      const auto again = value_of([&] { return solver.solve_with(e, factor); });
      const auto anew = value_of([&] { return Solver(changed).solve(); });
      ASSERT_EQ(again.has_value(), anew.has_value())
          << programme.endowments[e].constraint << " " << factor;
      EXPECT_NEAR(again.value_or(0), anew.value_or(0), 1e-6 * (1 + value))
          << programme.endowments[e].constraint << " " << factor;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Systems, BoundOfTheSuite, testing::ValuesIn(Bounded::names()),
                         [](const auto& name) {
                           std::string text = name.param;
                           std::replace(text.begin(), text.end(), '-', '_');
                           return text;
                         });

}  // namespace
}  // namespace chokepoint::models
