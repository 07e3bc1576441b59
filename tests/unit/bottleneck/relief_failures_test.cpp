// What a comparison of worlds says when some of them fail.
#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "sim/bottleneck/path.hpp"
#include "sim/bottleneck/relief_study.hpp"
#include "sim/bottleneck/whole_step.hpp"
#include "tests/unit/bottleneck/relief_formulas.hpp"

namespace chokepoint {
namespace {

/// As `least_of`, but every world with `broken` in it fails.
RunVariants least_without(const std::map<std::string, double>& amounts, const std::string& broken) {
  return [run = least_of(amounts), broken](std::span<const Variant> variants) {
    auto outcomes = run(variants);
    for (std::size_t i = 0; i < variants.size(); ++i) {
      for (const Relaxation& relaxed : variants[i].relaxed) {
        if (relaxed.constraint == broken)
          outcomes[i][0] = {.output = {}, .failure = "it broke"};
      }
    }
    return outcomes;
  };
}

TEST(AReliefStudy, NamesEveryWorldThatFails) {
  ReliefQuestion question = about({"a", "b"});
  question.windows = {{0, 10}, {10, 20}};
  const ReliefReport report = study_relief(question, least_without({{"a", 100}, {"b", 90}}, "a"));
  std::vector<std::string> names;
  for (const FailedWorld& world : report.failed) {
    EXPECT_EQ(world.reason, "it broke");
    names.push_back(world.constraints + (world.by > 0 ? "+" : "-") + std::to_string(world.from));
  }
  // More and less of it, nudged twice up and down, in two windows, and with all others, up and
  // down.
  EXPECT_THAT(names, testing::UnorderedElementsAre("a+0", "a-0", "a+0", "a-0", "a+0", "a-0", "a+0",
                                                   "a+10", "all amounts+0", "all amounts-0",
                                                   "all works+0", "all works-0"));
  EXPECT_EQ(report.sum->missing, std::vector<std::string>{"a"});
  EXPECT_NEAR(report.sum->parts[0], 1, 1e-9);
  EXPECT_TRUE(report.sum->together.empty());
  ASSERT_EQ(report.windows.size(), 4U);
  for (const ReliefWindow& window : report.windows)
    EXPECT_EQ(window.gain.empty(), window.constraint == "a");
}

TEST(AReliefStudy, NamesRungsOfAHeadroomThatFail) {
  const auto run = [](std::span<const Variant> variants) {
    auto outcomes = least_of({{"a", 100}, {"b", 155}})(variants);
    for (std::size_t i = 0; i < variants.size(); ++i) {
      if (!variants[i].relaxed.empty() && variants[i].relaxed[0].steps[0].factor > 3)
        outcomes[i][0] = {.output = {}, .failure = "too much"};
    }
    return outcomes;
  };
  const ReliefReport report = study_relief(about({"a"}), run);
  EXPECT_NEAR(report.rows[0].headroom.value().by, 0.55, 1e-6);
  ASSERT_FALSE(report.failed.empty());
  for (const FailedWorld& world : report.failed) {
    EXPECT_EQ(world.constraints, "a");
    EXPECT_GT(world.by, 2);
  }
}

TEST(AReliefStudy, KeepsARowForAWorldThatFails) {
  const auto run = [](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      const bool more = !variant.relaxed.empty() && variant.relaxed[0].steps[0].factor > 1.05;
      outcomes.push_back({more ? VariantOutcome{.output = {}, .failure = "it broke"}
                               : VariantOutcome{.output = {10}, .failure = {}}});
    }
    return outcomes;
  };
  const ReliefReport report = study_relief(about({"a"}), run);
  EXPECT_EQ(report.rows[0].failure_plus, "it broke");
  EXPECT_TRUE(report.rows[0].e_plus.empty());
  EXPECT_EQ(report.rows[0].e_minus.size(), 1U);
}

TEST(AReliefStudy, EndsWhenTheBaseWorldFails) {
  const auto run = [](std::span<const Variant> variants) {
    return std::vector<std::vector<VariantOutcome>>(
        variants.size(), {VariantOutcome{.output = {}, .failure = "nobody moves"}});
  };
  EXPECT_THROW((void)study_relief(about({"a"}), run), ModelError);
}

}  // namespace
}  // namespace chokepoint
