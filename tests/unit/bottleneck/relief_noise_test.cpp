// What of a comparison of worlds is noise, and how many worlds that takes.
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

TEST(AReliefStudy, BuildsNoTieOfWhatIsWithinTheNoise) {
  // a and b are tied; but whatever is touched moves the output by 20, and a tiny change by 40.
  const auto run = [](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      const Relief relief(variant.relaxed);
      const double least = std::min(relief.factor("a", 0), relief.factor("b", 0));
      const bool tiny = std::abs(least - 1) < 0.01 && !variant.relaxed.empty();
      const double moved = variant.relaxed.empty() ? 0 : tiny ? 40 : 20;
      outcomes.push_back({{.output = {100 * least - moved}, .failure = {}}});
    }
    return outcomes;
  };
  const ReliefReport report = study_relief(about({"a", "b"}), run);
  EXPECT_GE(report.rows[0].e_minus[0].mean, kBindingElasticity);
  EXPECT_TRUE(report.is_no_slope(report.rows[0], /*plus=*/false, 0));
  EXPECT_TRUE(report.ties.empty());
}

TEST(AReliefStudy, JudgesTheNoiseByTheMainConstraintsWhateverIsAskedAbout) {
  const auto run = [](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      double output = 100;
      for (const Relaxation& relaxed : variant.relaxed)
        output += relaxed.constraint == "main" ? 7 : relaxed.constraint == "a" ? 1 : 2;
      outcomes.push_back({{.output = {output}, .failure = {}}});
    }
    return outcomes;
  };
  for (const char* asked : {"a", "b"}) {
    ReliefQuestion question = about({asked});
    question.main = {"main"};
    EXPECT_NEAR(study_relief(question, run).noise.front().by_month[0], 7, 1e-9) << asked;
  }
}

TEST(AReliefStudy, TellsWhatAnAdditionBringsInTheMeanOfLikeWorlds) {
  // One more brings 5, and a world that differs a little has 3 more or less in it by turns.
  int turn = 0;
  const auto run = [&turn](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      double output = 100;
      for (const Relaxation& relaxed : variant.relaxed)
        output += relaxed.constraint == "tool" ? 5 : 0;
      if (variant.relaxed.size() == 2)
        output += turn++ % 2 == 0 ? 3 : -3;
      outcomes.push_back({{.output = {output}, .failure = {}}});
    }
    return outcomes;
  };
  ReliefQuestion question = about({"tool"});
  question.main = {"tool", "main"};
  question.addition = Relaxation::by("tool", 2);
  const ReliefRow row = study_relief(question, run).rows.front();
  EXPECT_EQ(row.like_worlds, 8U);  // of the others than what is added to, each in eight sizes
  EXPECT_NEAR(row.like_gain[0].mean, 5, 1e-9);
  EXPECT_NEAR(row.like_gain[0].half, 2.365 * 3 * std::sqrt(8.0 / 7) / std::sqrt(8.0), 0.01);
}

/// Output moves a little whenever anything is touched: by 3 in responsive worlds, by 1 in frozen.
std::vector<std::vector<VariantOutcome>> restless(std::span<const Variant> variants) {
  std::vector<std::vector<VariantOutcome>> outcomes;
  for (const Variant& variant : variants) {
    double output = 100;
    for (const Relaxation& relaxed : variant.relaxed) {
      output += variant.frozen ? 1 : 3;
      if (relaxed.constraint == "main")
        output *= relaxed.steps[0].factor;
    }
    outcomes.push_back({{.output = {output}, .failure = {}}});
  }
  return outcomes;
}

TEST(AReliefStudy, MeasuresTheNoiseOfEachKindOfWorlds) {
  ReliefQuestion question = about({"main", "idle"});
  question.frozen = true;
  const ReliefReport report = study_relief(question, restless);
  ASSERT_EQ(report.noise.size(), 2U);
  EXPECT_FALSE(report.noise[0].frozen);
  EXPECT_TRUE(report.noise[1].frozen);
  // A nudge of main moves output by a ten-thousandth besides.
  EXPECT_NEAR(report.noise[0].by_month[0], 3, 0.02);
  EXPECT_NEAR(report.noise[1].by_month[0], 1, 0.02);
  ASSERT_EQ(report.rows.size(), 4U);
  for (const ReliefRow& row : report.rows) {
    EXPECT_EQ(report.within_noise(row.frozen, row.gain[0], 0), row.constraints[0] == "idle");
  }
}

/// A world of 100 that jumps about by some 5 whenever anything is touched, the base world too.
RunVariants jumping(std::uint64_t seed) {
  return [seed](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      std::uint64_t place = mix(seed, 0);
      for (const Relaxation& relaxed : variant.relaxed)
        place = mix(place, std::hash<std::string>()(relaxed.constraint) ^
                               std::bit_cast<std::uint64_t>(relaxed.steps[0].factor));
      // The sum of twelve even draws is as good as normal.
      double sum = -6;
      for (std::uint64_t i = 0; i < 12; ++i)
        sum += static_cast<double>(mix(place, i) >> 11U) * 0x1p-53;
      outcomes.push_back({{.output = {100 + 5 * sum}, .failure = {}}});
    }
    return outcomes;
  };
}

TEST(AReliefStudy, LeavesNoiseUnmarkedNoMoreOftenThanOneTimeInTwenty) {
  ReliefQuestion question = about({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"});
  question.together = question.headroom = false;
  double cells = 0;
  double unmarked = 0;
  for (std::uint64_t world = 0; world < 200; ++world) {
    const ReliefReport report = study_relief(question, jumping(world));
    for (const ReliefRow& row : report.rows) {
      cells += 1;
      unmarked += report.within_noise(false, row.gain[0], 0) ? 0 : 1;
    }
  }
  EXPECT_LE(unmarked / cells, 0.05);
  EXPECT_GT(unmarked, 0);
}

TEST(AReliefStudy, NudgesWhatMattersMost) {
  ReliefQuestion question = about({"a", "b", "c", "d", "e", "f"});
  for (std::size_t i = 0; i < 6; ++i)
    question.constraints[i].share = 0.1 * static_cast<double>(i);
  question.extensive.clear();
  std::set<std::string> nudged;
  const auto run = [&](std::span<const Variant> variants) {
    for (const Variant& variant : variants) {
      if (!variant.relaxed.empty() && std::abs(variant.relaxed[0].steps[0].factor - 1) < 0.001)
        nudged.insert(variant.relaxed[0].constraint);
    }
    return restless(variants);
  };
  (void)study_relief(question, run);
  EXPECT_EQ(nudged, (std::set<std::string>{"c", "d", "e", "f"}));
}

TEST(AReliefStudy, TakesAnIntervalOverZeroForNoise) {
  const ReliefReport report;
  EXPECT_TRUE(report.within_noise(false, {.mean = 2, .half = 3}, 0));
  EXPECT_FALSE(report.within_noise(false, {.mean = -4, .half = 3}, 0));
  EXPECT_FALSE(report.within_noise(false, {.mean = 0, .half = 0}, 0));
}

TEST(APilot, AsksForAsManyReplicationsAsTheSpreadNeeds) {
  EXPECT_EQ(replications_for(0, 0.05), 8);
  EXPECT_EQ(replications_for(0.1, 0.05), 16);  // (1.96 * 0.1 / 0.05)^2 = 15.4
  EXPECT_EQ(replications_for(10, 0.05), 32);
  // Elasticities 0.9 and 1.1 in turn: their standard deviation is 0.1069.
  const auto run = [](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      auto& replications = outcomes.emplace_back();
      for (int r = 0; r < 8; ++r) {
        const double more = variant.relaxed.empty() ? 0 : variant.relaxed[0].steps[0].factor - 1;
        replications.push_back({{100 * (1 + more * (r % 2 == 0 ? 0.9 : 1.1))}, {}});
      }
    }
    return outcomes;
  };
  EXPECT_EQ(pilot_replications(about({"a"}), run), 18);  // (1.96 * 0.1069 / 0.05)^2 = 17.6
}

TEST(AnEstimate, HasStudentsInterval) {
  const double values[] = {1, 2, 3, 4};
  const Estimate mean = estimate(values);
  EXPECT_DOUBLE_EQ(mean.mean, 2.5);
  // 3.182 standard errors of 0.645497.
  EXPECT_NEAR(mean.half, 3.182 * 0.6454972, 1e-6);
  EXPECT_EQ(estimate(std::span(values, 1)).half, 0);
}

}  // namespace
}  // namespace chokepoint
