#include "tools/sensitivity/report.hpp"

#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/diagnostics.hpp"
#include "tools/study_program.hpp"

namespace chokepoint::tools {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Points on the diagonals of a square, each run once; y = 2 a.
StudySample table_of(std::size_t points) {
  StudySample sample{.study = "s", .design = "lhs"};
  sample.factors = {{"a", "GW", {}}, {"b", "", {}}};
  Quantity y{.name = "y"};
  for (std::size_t point = 0; point < points; ++point) {
    const auto a = static_cast<double>(point);
    sample.inputs.push_back({a, static_cast<double>((point * 7) % points)});
    sample.complete.push_back(true);
    sample.points_of_runs.push_back(point);
    y.values.push_back(2.0 * a);
  }
  sample.quantities.push_back(y);
  return sample;
}

const Interval& measure(const IndexReport& report, std::size_t quantity, std::size_t factor,
                        const std::string& name) {
  for (const Measure& each : report.quantities.at(quantity).factors.at(factor).measures)
    if (each.name == name)
      return each.interval.value();
  throw std::out_of_range(name);
}

class Sensitivity : public testing::Test {
 protected:
  void SetUp() override { ::setenv("CHOKEPOINT_STUDY", CHOKEPOINT_STUDY_PROGRAM, 1); }
};

TEST(ListOf, JoinsNeighboursAndStopsInTime) {
  EXPECT_EQ(list_of({}), "");
  EXPECT_EQ(list_of({4}), "4");
  EXPECT_EQ(list_of({1, 2, 3, 7, 9, 10}), "1-3, 7, 9-10");
  EXPECT_EQ(list_of({1, 3, 5, 7, 9, 11, 13, 15, 17, 18}), "1, 3, 5, 7, 9, 11, 13, 15 and 2 more");
}

TEST_F(Sensitivity, RanksOfWhatFollowsOneFactor) {
  const IndexReport report = indices_of(table_of(50), 0.95);
  EXPECT_EQ(report.method, "ranks");
  EXPECT_EQ(report.points, 50U);
  EXPECT_THAT(report.notes, IsEmpty());
  EXPECT_DOUBLE_EQ(measure(report, 0, 0, "spearman").value, 1.0);
  EXPECT_LT(std::abs(measure(report, 0, 1, "spearman").value), 0.3);
}

TEST_F(Sensitivity, RanksDoWithoutMissingPointsAndSaySo) {
  StudySample sample = table_of(50);
  sample.complete[3] = false;
  sample.quantities[0].values[3] = kNone;
  const IndexReport report = indices_of(sample, 0.95);
  EXPECT_EQ(report.points, 49U);
  ASSERT_EQ(report.notes.size(), 1U);
  EXPECT_THAT(report.notes[0], HasSubstr("1 of 50 points are missing (4)"));
  EXPECT_DOUBLE_EQ(measure(report, 0, 0, "spearman").value, 1.0);
}

TEST_F(Sensitivity, SobolIndicesAreRefusedWhenAPointIsMissing) {
  StudySample sample = table_of(16);  // 4 (2 + 2)
  sample.design = "saltelli";
  sample.complete[5] = false;
  const IndexReport report = indices_of(sample, 0.95);
  EXPECT_EQ(report.method, "sobol");
  EXPECT_THAT(report.refused, HasSubstr("every point"));
  EXPECT_THAT(report.refused, HasSubstr("1 of 16 points are missing (6)"));
  EXPECT_THAT(report.quantities, IsEmpty());
}

StudySample trajectories() {
  StudySample sample{.study = "s", .design = "morris"};
  sample.factors = {{"a", "", {}}, {"b", "", {}}};
  sample.inputs = {{0, 0}, {1, 0}, {1, 1}, {1, 1}, {0, 1}, {0, 0}, {0, 1}, {1, 1}, {1, 0}};
  Quantity y{.name = "y"};
  for (std::size_t point = 0; point < sample.inputs.size(); ++point) {
    sample.complete.push_back(true);
    sample.points_of_runs.push_back(point);
    y.values.push_back(3.0 * sample.inputs[point][0]);
  }
  sample.quantities.push_back(y);
  return sample;
}

TEST_F(Sensitivity, MorrisLeavesTrajectoriesWithMissingPointsOut) {
  StudySample sample = trajectories();
  sample.complete[4] = false;
  sample.quantities[0].values[4] = kNone;
  const IndexReport report = indices_of(sample, 0.95);
  EXPECT_EQ(report.method, "morris");
  EXPECT_EQ(report.points, 6U);
  ASSERT_EQ(report.notes.size(), 1U);
  EXPECT_THAT(report.notes[0], HasSubstr("1 trajectories"));
  EXPECT_DOUBLE_EQ(measure(report, 0, 0, "mean_absolute").value, 6.0);
  EXPECT_DOUBLE_EQ(measure(report, 0, 1, "mean_absolute").value, 0.0);
}

TEST_F(Sensitivity, MorrisIsRefusedWithLessThanTwoTrajectories) {
  StudySample sample = trajectories();
  sample.complete[0] = false;
  sample.complete[8] = false;
  EXPECT_THAT(indices_of(sample, 0.95).refused, HasSubstr("two complete trajectories"));
}

TEST_F(Sensitivity, LevelsAreComparedOneByOneSinceTheyHaveNoOrder) {
  StudySample sample = table_of(60);
  sample.factors[1].levels = {"fair", "priority", "none"};
  for (std::size_t point = 0; point < 60; ++point) {
    sample.inputs[point][1] = static_cast<double>(point % 3);
    sample.quantities[0].values[point] = point % 3 == 1 ? 5.0 : 0.0;
  }
  const IndexReport report = indices_of(sample, 0.95);
  ASSERT_EQ(report.quantities[0].factors.size(), 3U);
  EXPECT_EQ(report.quantities[0].factors[1].factor, "b=priority");
  EXPECT_EQ(report.quantities[0].factors[2].factor, "b=none");
  EXPECT_DOUBLE_EQ(measure(report, 0, 1, "spearman").value, 1.0);
  EXPECT_LT(measure(report, 0, 2, "spearman").high, 0.0);
}

TEST_F(Sensitivity, WhatCouldNotBeReadOrDoesNotVaryHasNoIndices) {
  StudySample sample = table_of(20);
  sample.quantities.push_back({.name = "same", .values = std::vector<double>(20, 4.0)});
  sample.quantities.push_back({.name = "holes", .values = std::vector<double>(20, 4.0)});
  sample.quantities[2].values[7] = kNone;
  const IndexReport report = indices_of(sample, 0.95);
  EXPECT_THAT(report.quantities[0].refused, IsEmpty());
  EXPECT_THAT(report.quantities[1].refused, HasSubstr("same at all points"));
  EXPECT_THAT(report.quantities[2].refused, HasSubstr("1 points (8)"));
}

TEST_F(Sensitivity, AStudyWithoutFactorsHasNoIndices) {
  StudySample sample{.study = "s", .design = "replications"};
  sample.inputs = {{}};
  sample.complete = {true};
  EXPECT_THAT(indices_of(sample, 0.95).refused, HasSubstr("no factor varies"));
}

TEST_F(Sensitivity, AProgramThatIsNotThereIsNamed) {
  ::setenv("CHOKEPOINT_STUDY", "/nowhere/chokepoint-study", 1);
  try {
    (void)ask_study("indices", "{}");
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("/nowhere/chokepoint-study"));
  }
}

TEST_F(Sensitivity, ARefusedRequestSaysWhy) {
  try {
    (void)ask_study("indices", "{}");
    FAIL() << "nothing was thrown";
  } catch (const ScenarioError& error) {
    EXPECT_THAT(error.what(), HasSubstr("schema is missing"));
  }
}

/// Three runs of fourteen months from 2022: `cowos` binds in the first n months of run n.
StudySample binding_sample() {
  using namespace std::chrono_literals;
  StudySample sample{.study = "s", .design = "lhs"};
  for (int month = 0; month < 14; ++month)
    sample.months.push_back((2022y + std::chrono::years(month / 12)) /
                            std::chrono::month(static_cast<unsigned>(month % 12 + 1)) / 1);
  BindingRecord record{.constraint = "cowos"};
  const std::vector<int> bound{5, 6, 14};
  for (std::size_t run = 0; run < 3; ++run) {
    sample.inputs.push_back({static_cast<double>(run)});
    sample.complete.push_back(true);
    sample.points_of_runs.push_back(run);
    for (int month = 0; month < 14; ++month)
      record.binds.push_back(month < bound[run]);
  }
  sample.constraints = {{"never", std::vector<bool>(std::size_t{3} * 14, false)}, record};
  return sample;
}

TEST(Binding, AYearIsBoundWhenHalfOfItsMonthsAre) {
  const StudySample sample = binding_sample();
  EXPECT_EQ(binds_in_year(sample, "cowos", 2022), (std::vector<bool>{false, true, true}));
  EXPECT_EQ(binds_in_year(sample, "cowos", 2023), (std::vector<bool>{false, false, true}));
  EXPECT_EQ(binds_in_year(sample, "never", 2022), (std::vector<bool>{false, false, false}));
}

TEST(Binding, ProbabilitiesAreOfTheRunsThatAreOk) {
  const auto probabilities = binding_probabilities(binding_sample());
  ASSERT_EQ(probabilities.size(), 1U);  // what never binds is left out
  EXPECT_EQ(probabilities[0].constraint, "cowos");
  EXPECT_DOUBLE_EQ(probabilities[0].months[4], 1.0);
  EXPECT_DOUBLE_EQ(probabilities[0].months[5], 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(probabilities[0].months[6], 1.0 / 3.0);
  EXPECT_EQ(probabilities[0].years, (std::vector<double>{2.0 / 3.0, 1.0 / 3.0}));
}

TEST(Binding, UnknownConstraintsAndYearsAreRefused) {
  EXPECT_THROW((void)binds_in_year(binding_sample(), "cowos", 2024), std::invalid_argument);
  EXPECT_THROW((void)binds_in_year(binding_sample(), "euv", 2022), std::invalid_argument);
}

TEST_F(Sensitivity, TextNamesTheFactorThatMattersAndWhatIsMissing) {
  StudySample sample = table_of(50);
  sample.complete[3] = false;
  sample.quantities[0].values[3] = kNone;
  sample.missing_runs = 1;
  const SensitivityReport report{
      .sample = sample, .indices = indices_of(sample, 0.95), .binding = {}, .ranges = {}};
  const std::string text = sensitivity_text(report, false, 120);
  EXPECT_THAT(text, HasSubstr("1 missing"));
  EXPECT_THAT(text, HasSubstr("Points without all of their runs: 4."));
  EXPECT_THAT(text, HasSubstr("y  a 1.0, b"));
}

TEST_F(Sensitivity, RangesAreToldInTheUnitsOfTheFactors) {
  StudySample sample = table_of(100);
  std::vector<bool> outcome;
  for (const auto& row : sample.inputs)
    outcome.push_back(row[0] >= 60.0);
  RangeQuestion question{.constraint = "euv_tools", .year = 2028, .hits = 40};
  question.box = ranges_of(sample, outcome);
  ASSERT_TRUE(question.box);
  const SensitivityReport report{
      .sample = sample, .indices = {.refused = "x"}, .binding = {}, .ranges = question};
  const std::string text = sensitivity_text(report, false, 120);
  EXPECT_THAT(text, HasSubstr("euv_tools binds in 2028"));
  EXPECT_THAT(text, HasSubstr("in 40 of 100 runs"));
  EXPECT_THAT(text, HasSubstr("  a: at least "));
  EXPECT_THAT(text, HasSubstr(" GW\n"));
}

}  // namespace
}  // namespace chokepoint::tools
