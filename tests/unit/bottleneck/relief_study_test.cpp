// The comparison of worlds, with worlds that are formulas.
#include "sim/bottleneck/relief_study.hpp"

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
#include "sim/bottleneck/whole_step.hpp"
#include "tests/unit/bottleneck/relief_formulas.hpp"

namespace chokepoint {
namespace {

TEST(AReliefStudy, FindsWhereTheNextConstraintTakesOver) {
  for (const double next : {120.0, 155.0, 290.0}) {
    const ReliefReport report =
        study_relief(about({"a", "b"}), least_of({{"a", 100}, {"b", next}}));
    EXPECT_NEAR(report.rows[0].e_plus[0].mean, 1, 1e-9);
    EXPECT_NEAR(report.rows[0].headroom.value().by, next / 100 - 1, 1e-6) << next;
    EXPECT_FALSE(report.rows[1].headroom.has_value());
  }
}

TEST(AReliefStudy, SaysWhenNothingTakesOver) {
  const ReliefReport report = study_relief(about({"a"}), least_of({{"a", 100}}));
  EXPECT_TRUE(std::isinf(report.rows[0].headroom.value().by));
}

TEST(AReliefStudy, RelaxesTogetherWhatBindsTogether) {
  const ReliefReport report =
      study_relief(about({"a", "b", "c"}), least_of({{"a", 100}, {"b", 100}, {"c", 500}}));
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, (std::vector<std::string>{"a", "b"}));
  EXPECT_NEAR(report.ties[0].e_plus[0].mean, 1, 1e-9);
  EXPECT_NEAR(report.sum->parts[0], 1, 1e-9);
  EXPECT_NEAR(report.sum->together[0], 1, 1e-9);
}

TEST(AReliefStudy, MissesWhatIsNotRelaxed) {
  ReliefQuestion question = about({"a"});
  const ReliefReport report = study_relief(question, least_of({{"a", 100}, {"hidden", 100}}));
  EXPECT_NEAR(report.sum->together[0], 0.5, 1e-9);
}

/// So many equal gates in series, or parallel feeds of one assembly: the least of them counts.
class EqualGates : public testing::TestWithParam<int> {};

TEST_P(EqualGates, BindOnlyAllTogether) {
  std::map<std::string, double> amounts{{"wide", 500}};
  std::vector<std::string> gates;
  for (int i = 0; i < GetParam(); ++i)
    gates.push_back("gate" + std::to_string(i));
  for (const std::string& gate : gates)
    amounts[gate] = 7;
  std::sort(gates.begin(), gates.end());
  std::vector<std::string> all = gates;
  all.insert(all.begin(), "wide");
  const ReliefReport report = study_relief(about(all), least_of(amounts));
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, gates);
  EXPECT_NEAR(report.ties[0].e_plus[0].mean, 1, 1e-9);
  EXPECT_NEAR(report.ties[0].e_minus[0].mean, 1, 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Count, EqualGates, testing::Values(2, 3, 6, 12));

TEST(AReliefStudy, LeavesOutOfATieWhatItDoesNotNeed) {
  // c binds harder than a or b as it is tightened, and is no part of what holds the output back.
  const auto run = [](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      const Relief relief(variant.relaxed);
      const auto f = [&](const char* name) { return relief.factor(name, 0); };
      const double c = f("c") < 0.95 ? 0.5 : 1;
      outcomes.push_back({{.output = {100 * std::min(f("a"), f("b")) * c}, .failure = {}}});
    }
    return outcomes;
  };
  const ReliefReport report = study_relief(about({"a", "b", "c"}), run);
  EXPECT_NEAR(report.rows[2].e_minus[0].mean, 5, 1e-9);
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, (std::vector<std::string>{"a", "b"}));
}

/// "lumpy" comes in whole tens; "smooth" is as short as it is.
RunVariants whole_tens(double lumpy) {
  return [lumpy](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      const Relief relief(variant.relaxed);
      const double tens = 10 * std::floor(lumpy * relief.factor("lumpy", 0) / 10);
      outcomes.push_back({{.output = {tens + 100 * relief.factor("smooth", 0)}, .failure = {}}});
    }
    return outcomes;
  };
}

TEST(AReliefStudy, SaysWhereAnElasticityIsNoSlopeBecauseOutputHasSteps) {
  ReliefQuestion question = about({"lumpy", "smooth"});
  question.frozen = true;
  const ReliefReport report = study_relief(question, whole_tens(105));
  for (const ReliefRow& row : report.rows) {
    // 105 and 10 % more are 110 and something: a whole ten more; 2 % more are none. 10 % less are
    // a ten less, 2 % less none.
    const bool stepped = row.frozen && row.constraints[0] == "lumpy";
    EXPECT_EQ(report.is_no_slope(row, true, 0), stepped) << row.constraints[0];
    EXPECT_EQ(report.is_no_slope(row, false, 0), stepped) << row.constraints[0];
  }
}

TEST(AReliefStudy, ChangesWhatComesInWholeUnitsByAUnitAtLeast) {
  // Output follows a limit of one or of three places.
  for (const std::int64_t places : {1, 3, 40}) {
    const WholeAmount whole{.amount = places, .least = 1};
    const auto run = [&](std::span<const Variant> variants) {
      std::vector<std::vector<VariantOutcome>> outcomes;
      for (const Variant& variant : variants) {
        const Relief relief(variant.relaxed);
        const auto now = static_cast<double>(relieved_amount(whole, relief.factor("places", 0)));
        outcomes.push_back({{.output = {10 * now}, .failure = {}}});
      }
      return outcomes;
    };
    ReliefQuestion question = about({"places"});
    question.constraints[0].wholes = question.extensive[0].wholes = {whole};
    const ReliefRow row = study_relief(question, run).rows[0];
    const double one = places < 10 ? 1.0 / static_cast<double>(places) : 0.1;
    EXPECT_NEAR(row.change_plus, one, 1e-12);
    EXPECT_NEAR(row.e_plus[0].mean, 1, 1e-9);
    EXPECT_TRUE(std::isinf(row.headroom.value().by));
    EXPECT_NEAR(row.change_minus, places > 1 ? -one : 0, 1e-12);
    EXPECT_EQ(row.e_minus.empty(), places == 1);
    if (places > 1) {
      EXPECT_NEAR(row.e_minus[0].mean, 1, 1e-9);
    }
    EXPECT_FALSE(row.failed());
  }
}

TEST(AWholeStep, IsToTheNearestUnitOfEach) {
  const std::vector<WholeAmount> amounts = {{.amount = 5}, {.amount = 24}};
  // 5.5 are 6 and 26.4 are 26: 3 of 29 more.
  EXPECT_NEAR(whole_step(amounts, 0.1).change, 3.0 / 29, 1e-12);
  EXPECT_EQ(whole_step(amounts, 0.1).by, 0.1);
  // A hundredth rounds away in both: the larger gets one.
  EXPECT_NEAR(whole_step(amounts, 0.01).change, 1.0 / 29, 1e-12);
  EXPECT_EQ(whole_step({}, 0.01).change, 0.01);
}

TEST(AReliefStudy, CountsWhatWasOnlineAtTheStartAsFirstStock) {
  // 30 of the 100 were there: a tenth more of what works adds a tenth of the other 70.
  const auto run = [](std::span<const Variant> variants) {
    auto outcomes = least_of({{"a", 70}, {"initial_stock", 200}})(variants);
    for (auto& outcome : outcomes)
      outcome[0].output[0] += 30;
    return outcomes;
  };
  ReliefQuestion question = about({"a", "initial_stock"});
  question.extensive[1].group = question.constraints[1].group = ReliefGroup::first_stock;
  EXPECT_NEAR(study_relief(question, run).sum->together[0], 0.7, 1e-9);
  question.online_at_start = 30;
  const ReliefReport report = study_relief(question, run);
  EXPECT_NEAR(report.sum->parts[0], 1, 1e-9);
  EXPECT_NEAR(report.sum->together[0], 1, 1e-9);
  EXPECT_EQ(report.online_at_start, std::vector<double>{0.3});
  for (const auto& [group, sum] : report.groups) {
    EXPECT_NEAR(sum.parts[0], group == ReliefGroup::works ? 0.7 : 0.3, 1e-9);
    EXPECT_NEAR(sum.together[0], group == ReliefGroup::works ? 0.7 : 0.3, 1e-9);
  }
  question.from = kDay;
  EXPECT_TRUE(study_relief(question, run).online_at_start.empty());
}

TEST(AReliefStudy, AddsUpByGroup) {
  // Output is half works, a third decisions; the rest has no name.
  const auto run = [](std::span<const Variant> variants) {
    std::vector<std::vector<VariantOutcome>> outcomes;
    for (const Variant& variant : variants) {
      const Relief relief(variant.relaxed);
      outcomes.push_back(
          {{.output = {50 * relief.factor("gate", 0) + 30 * relief.factor("orders", 0) + 20},
            .failure = {}}});
    }
    return outcomes;
  };
  ReliefQuestion question{.step = 0.1};
  question.constraints = {{"gate"}, {"orders"}, {.name = "lead", .extensive = false}};
  question.constraints[1].group = ReliefGroup::decisions;
  question.extensive = {question.constraints[0], question.constraints[1]};
  question.year_ends = {0};
  const ReliefReport report = study_relief(question, run);
  EXPECT_NEAR(report.sum->parts[0], 0.8, 1e-9);
  EXPECT_NEAR(report.sum->together[0], 0.8, 1e-9);
  ASSERT_EQ(report.groups.size(), 2U);
  EXPECT_EQ(report.groups[0].first, ReliefGroup::works);
  EXPECT_NEAR(report.groups[0].second.parts[0], 0.5, 1e-9);
  EXPECT_NEAR(report.groups[0].second.together[0], 0.5, 1e-9);
  EXPECT_EQ(report.groups[1].first, ReliefGroup::decisions);
  EXPECT_NEAR(report.groups[1].second.together[0], 0.3, 1e-9);
}

TEST(AReliefStudy, RunsWindowsOfAmountsOnly) {
  ReliefQuestion question = about({"a", "b"});
  question.constraints.push_back({.name = "lead", .extensive = false});
  question.windows = {{0, 10}};
  const ReliefReport report =
      study_relief(question, least_of({{"a", 100}, {"b", 90}, {"lead", 80}}));
  ASSERT_EQ(report.windows.size(), 2U);
  for (const ReliefWindow& window : report.windows)
    EXPECT_NE(window.constraint, "lead");
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
