// The comparison of worlds, with worlds that are formulas.
#include "sim/bottleneck/relief_study.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <gtest/gtest.h>

#include "sim/base/error.hpp"

namespace chokepoint {
namespace {

/// Output of a single month: the least of what each constraint allows.
RunVariants least_of(const std::map<std::string, double>& amounts) {
  return [amounts](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      const Relief relief(variant.relaxed);
      double least = std::numeric_limits<double>::infinity();
      for (const auto& [name, amount] : amounts)
        least = std::min(least, amount * relief.factor(name, 0));
      outcomes.push_back({{.output = {least}, .failure = {}}});
    }
    return outcomes;
  };
}

ReliefQuestion about(const std::vector<std::string>& names) {
  ReliefQuestion question{.step = 0.1};
  for (const std::string& name : names)
    question.constraints.push_back({name});
  question.extensive = names;
  question.year_ends = {0};
  return question;
}

TEST(AReliefStudy, FindsWhereTheNextConstraintTakesOver) {
  for (const double next : {120.0, 155.0, 290.0}) {
    const ReliefReport report =
        study_relief(about({"a", "b"}), least_of({{"a", 100}, {"b", next}}));
    EXPECT_NEAR(report.rows[0].e_plus[0].mean, 1, 1e-9);
    EXPECT_NEAR(report.rows[0].headroom.value(), next / 100 - 1, 1e-6) << next;
    EXPECT_FALSE(report.rows[1].headroom.has_value());
  }
}

TEST(AReliefStudy, SaysWhenNothingTakesOver) {
  const ReliefReport report = study_relief(about({"a"}), least_of({{"a", 100}}));
  EXPECT_TRUE(std::isinf(report.rows[0].headroom.value()));
}

TEST(AReliefStudy, RelaxesTogetherWhatBindsTogether) {
  const ReliefReport report =
      study_relief(about({"a", "b", "c"}), least_of({{"a", 100}, {"b", 100}, {"c", 500}}));
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, (std::vector<std::string>{"a", "b"}));
  EXPECT_NEAR(report.ties[0].e_plus[0].mean, 1, 1e-9);
  EXPECT_NEAR(report.sum[0], 1, 1e-9);
  EXPECT_NEAR(report.together[0], 1, 1e-9);
}

TEST(AReliefStudy, MissesWhatIsNotRelaxed) {
  ReliefQuestion question = about({"a"});
  const ReliefReport report = study_relief(question, least_of({{"a", 100}, {"hidden", 100}}));
  EXPECT_NEAR(report.together[0], 0.5, 1e-9);
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

TEST(AnEstimate, HasStudentsInterval) {
  const double values[] = {1, 2, 3, 4};
  const Estimate mean = estimate(values);
  EXPECT_DOUBLE_EQ(mean.mean, 2.5);
  // 3.182 standard errors of 0.645497.
  EXPECT_NEAR(mean.half, 3.182 * 0.6454972, 1e-6);
  EXPECT_EQ(estimate(std::span(values, 1)).half, 0);
}

TEST(ARelaxation, HoldsInItsWindowOnly) {
  const Relief relief({Relaxation::by("gate", 1.5, 10, 20), Relaxation::by("gate", 2, 15)});
  EXPECT_EQ(relief.factor("gate", 9), 1);
  EXPECT_EQ(relief.factor("gate", 10), 1.5);
  EXPECT_EQ(relief.factor("gate", 15), 3);
  EXPECT_EQ(relief.factor("gate", 20), 2);
  EXPECT_EQ(relief.factor("other", 15), 1);
  EXPECT_EQ(relief.next_change("gate", 0), 10);
  EXPECT_EQ(relief.next_change("gate", 15), 20);
  EXPECT_EQ(relief.next_change("gate", 20), kNever);
  EXPECT_EQ(relief.span("gate", 12, 30), 20);
  EXPECT_EQ(relief.amount("gate", 12, 3), 5);
}

}  // namespace
}  // namespace chokepoint
