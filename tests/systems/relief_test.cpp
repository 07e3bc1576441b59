// Counterfactuals of systems whose answer is known on paper, through the loader and the workers.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/counterfactual.hpp"
#include "models/supply.hpp"
#include "models/world.hpp"

namespace chokepoint::models {
namespace {

using testing::DoubleNear;

constexpr double kTolerance = 0.02;

/// A scenario of this folder, ready for counterfactual worlds.
class System {
 public:
  explicit System(const std::string& name, int replications = 1, int workers = 2)
      : document_(read(name)), worlds_(document_, {}, replications, workers) {}

  [[nodiscard]] const Counterfactual& worlds() const { return worlds_; }
  [[nodiscard]] RunVariants runner() const {
    return [this](std::span<const Variant> variants) { return worlds_.run(variants); };
  }
  /// A question about all its amounts, measured at the ends of the given years (0 = the first).
  [[nodiscard]] ReliefQuestion question(double step) const {
    const BaseFacts facts = worlds_.base();
    ReliefQuestion question{.step = step};
    for (const auto& constraint : facts.constraints) {
      if (!constraint.amount)
        continue;
      question.constraints.push_back({constraint.name, constraint.largest_share, true});
    }
    question.extensive = question.constraints;
    for (std::size_t month = 11; month < facts.output.size(); month += 12)
      question.year_ends.push_back(month);
    return question;
  }
  [[nodiscard]] ReliefReport study(double step) const {
    return study_relief(question(step), runner());
  }

 private:
  static Document read(const std::string& name) {
    Diagnostics diagnostics;
    const std::filesystem::path folder = std::filesystem::path(CHOKEPOINT_SOURCE_DIR);
    Document document =
        load_document({.files = {folder / "tests/systems" / (name + ".yaml")}}, diagnostics);
    diagnostics.throw_if_any();
    return document;
  }

  Document document_;
  Counterfactual worlds_;
};

const ReliefRow& row(const ReliefReport& report, const std::string& name) {
  for (const ReliefRow& row : report.rows) {
    if (row.constraints.front() == name)
      return row;
  }
  throw std::out_of_range(name);
}

/// [e+, e-] at the end of a year.
void expect_elasticity(const ReliefReport& report, const std::string& name, double plus,
                       double minus, std::size_t month = 11, double tolerance = kTolerance) {
  EXPECT_NEAR(row(report, name).e_plus.at(month).mean, plus, tolerance) << name << " relaxed";
  EXPECT_NEAR(row(report, name).e_minus.at(month).mean, minus, tolerance) << name << " tightened";
}

TEST(RelievingASeries, HelpsAtTheSlowestGateUntilTheNextOneTakesOver) {
  const ReliefReport report = System("T1").study(0.02);
  expect_elasticity(report, "b", 1, 1);
  expect_elasticity(report, "a", 0, 0);
  expect_elasticity(report, "c", 0, 0);
  EXPECT_NEAR(row(report, "b").headroom.value(), 10.0 / 7 - 1, 0.01);
  EXPECT_FALSE(row(report, "a").headroom.has_value());
}

class RelievingATie : public testing::TestWithParam<const char*> {};

TEST_P(RelievingATie, HelpsOnlyTogether) {
  const ReliefReport report = System(GetParam()).study(0.02);
  expect_elasticity(report, "b", 0, 1);
  expect_elasticity(report, "c", 0, 1);
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, (std::vector<std::string>{"b", "c"}));
  EXPECT_NEAR(report.ties[0].e_plus.at(11).mean, 1, kTolerance);
  // In the series the next one makes 10 a day; the join has no other.
  const double headroom = report.ties[0].headroom.value_or(0);
  if (std::string(GetParam()) == "T2-series") {
    EXPECT_NEAR(headroom, 10.0 / 7 - 1, 0.01);
  } else {
    EXPECT_TRUE(std::isinf(headroom)) << headroom;
  }
}

INSTANTIATE_TEST_SUITE_P(T2, RelievingATie, testing::Values("T2-series", "T2-join"),
                         [](const auto& which) { return which.index == 0 ? "Series" : "Join"; });

TEST(RelievingStockedGates, CountsTheOneThatDecidesInTheEnd) {
  const ReliefReport report = System("T3").study(0.02);
  expect_elasticity(report, "a", 1, 1, 23);
  expect_elasticity(report, "b", 0, 0, 23);
}

TEST(RelievingStockedGates, MovesTheFlowOfAYearByMoreThanItsShare) {
  // a at 21 and then 10.5 a day keeps b busy to day 420 instead of 360. The second year's flow is
  // 9555 - 5475 = 4080 lots instead of 9100 - 5450 = 3650.
  constexpr double kStep = 0.05;
  const ReliefReport report = System("T3").study(kStep);
  const auto& gain = row(report, "a").gain;
  const double flow = report.output[23].mean - report.output[11].mean;
  EXPECT_NEAR(flow, 3650, 1);
  EXPECT_NEAR((gain[23].mean - gain[11].mean) / (kStep * flow), 430 / (kStep * 3650),
              2 / (kStep * 3650));
}

TEST(RelievingStockedGates, TellsWhenTheCauseWas) {
  const System system("T3");
  const double step = 0.05;
  const std::vector<Variant> variants = {
      {}, {.relaxed = {Relaxation::by("a", 1 + step, 0, 180 * kDay)}}};
  const auto outcomes = system.worlds().run(variants);
  const double gain = outcomes[1][0].output[23] - outcomes[0][0].output[23];
  // Of the 9100 lots of two years, 3600 hang on what a did before day 180, when b decided.
  EXPECT_NEAR(gain, step * 3600, 2);
}

TEST(RelievingASharedTool, HelpsByAllThatItDoes) {
  const ReliefReport report = System("T4").study(0.02);
  expect_elasticity(report, "tool", 1, 1);
  expect_elasticity(report, "logic", 0, 0);
  expect_elasticity(report, "memory", 0, 0);
  expect_elasticity(report, "pack", 0, 0);
}

TEST(RelievingAPool, HelpsAtEverySourceByItsPart) {
  const ReliefReport scarce = System("T5a").study(0.02);
  expect_elasticity(scarce, "grid", 4.0 / 9, 4.0 / 9);
  expect_elasticity(scarce, "turbines", 3.0 / 9, 3.0 / 9);
  expect_elasticity(scarce, "engines", 2.0 / 9, 2.0 / 9);
  expect_elasticity(scarce, "chips", 0, 0);
  const ReliefReport plenty = System("T5b").study(0.02);
  expect_elasticity(plenty, "grid", 0, 0);
  expect_elasticity(plenty, "chips", 1, 1);
}

TEST(RelievingDemand, HelpsWhereNothingElseIsShort) {
  const ReliefReport report = System("T6").study(0.02);
  expect_elasticity(report, "demand", 1, 1);
  expect_elasticity(report, "works", 0, 0);
}

TEST(RelievingMoney, HelpsWhereItIsShort) {
  const ReliefReport report = System("T7").study(0.02);
  expect_elasticity(report, "money", 1, 1);
  expect_elasticity(report, "works", 0, 0);
  expect_elasticity(report, "demand", 0, 0);
  // Ten a day could be made, six are paid.
  EXPECT_NEAR(row(report, "money").headroom.value(), 10.0 / 6 - 1, 0.02);
}

TEST(RelievingALimitOfOnePlace, AddsAWholePlace) {
  for (const auto& [name, limit] :
       {std::pair("wip-limit", "b_slots"), {"full-store", "shelf_space"}}) {
    const System system(name);
    ReliefQuestion question = system.question(0.1);
    const BaseFacts facts = system.worlds().base();
    for (auto* list : {&question.constraints, &question.extensive}) {
      for (auto& constraint : *list) {
        const auto known =
            std::find_if(facts.constraints.begin(), facts.constraints.end(),
                         [&](const auto& one) { return one.name == constraint.name; });
        constraint.wholes = known->wholes;
      }
    }
    const ReliefReport report = study_relief(question, system.runner());
    const ReliefRow& slots = row(report, limit);
    // A lot takes five days, and all else is done in some hours: two places let twice as much pass.
    EXPECT_EQ(slots.change_plus, 1) << name;
    EXPECT_NEAR(slots.e_plus.at(23).mean, 1, kTolerance) << name;
    EXPECT_EQ(slots.change_minus, 0) << name;
    EXPECT_TRUE(slots.e_minus.empty()) << name;
    EXPECT_NEAR(report.sum->parts.at(23), 1, kTolerance) << name;
  }
}

TEST(RelievingAnOutage, BringsBackWhatItCost) {
  const System system("T9");
  const BaseFacts facts = system.worlds().base();
  const auto outage = std::find_if(facts.constraints.begin(), facts.constraints.end(),
                                   [](const auto& constraint) { return constraint.time; });
  ASSERT_NE(outage, facts.constraints.end());
  const auto outcomes =
      system.worlds().run(std::vector<Variant>{{}, {.relaxed = {Relaxation::by(outage->name, 3)}}});
  // A third of 90 days is covered by the stock of 30: nothing of the 600 is lost.
  EXPECT_NEAR(outcomes[1][0].output.back() - outcomes[0][0].output.back(), 600, 1);
}

TEST(RelievingAParallelTie, HelpsOnlyAllThreeTogether) {
  const ReliefReport report = System("T2-three").study(0.02);
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, (std::vector<std::string>{"b", "c", "d"}));
  EXPECT_NEAR(report.ties[0].e_plus.at(11).mean, 1, kTolerance);
}

TEST(RelievingSixGatesInSeries, HelpsOnlyAllSixTogether) {
  const std::vector<std::string> gates = {"a", "b", "c", "d", "e", "f"};
  const ReliefReport report = System("T2-six").study(0.05);
  for (const std::string& gate : gates)
    expect_elasticity(report, gate, 0, 1);
  ASSERT_EQ(report.ties.size(), 1U);
  EXPECT_EQ(report.ties[0].constraints, gates);
  EXPECT_NEAR(report.ties[0].e_plus.at(11).mean, 1, kTolerance);
}

class EverySystem : public testing::TestWithParam<const char*> {};

TEST_P(EverySystem, GivesAsMuchMoreAsAllOfItsAmountsTogether) {
  const System system(GetParam());
  ReliefQuestion question = system.question(0.03);
  question.headroom = false;
  const ReliefReport report = study_relief(question, system.runner());
  for (const std::size_t month : question.year_ends) {
    const double lots = report.output[month].mean;
    EXPECT_NEAR(report.sum->together.at(month), 1, 0.02 + 2 / (0.03 * lots)) << month;
  }
}

TEST_P(EverySystem, NeverGivesLessWhenACapacityIsRelaxed) {
  const System system(GetParam());
  ReliefQuestion question = system.question(0.1);
  question.headroom = question.together = false;
  const ReliefReport report = study_relief(question, system.runner());
  for (const ReliefRow& row : report.rows) {
    for (std::size_t month = 0; month < row.gain.size(); ++month) {
      EXPECT_GE(row.gain[month].mean, 0) << row.constraints.front() << " " << month;
      EXPECT_GE(row.e_minus[month].mean, 0) << row.constraints.front() << " " << month;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Textbook, EverySystem,
                         testing::Values("T1", "T2-series", "T2-join", "T3", "T4", "T5a", "T5b",
                                         "T6", "T7", "T9"),
                         [](const auto& which) {
                           std::string name = which.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(CounterfactualWorlds, AreTheSameWhateverTheNumberOfWorkers) {
  const std::vector<Variant> variants = {{},
                                         {.relaxed = {Relaxation::by("a", 1.1)}},
                                         {.relaxed = {Relaxation::by("b", 0.9)}, .frozen = true},
                                         {.relaxed = {Relaxation::by("b", 1.2)}}};
  const auto of = [&](int workers) {
    std::vector<std::vector<double>> outputs;
    for (const auto& outcomes : System("T12", 3, workers).worlds().run(variants)) {
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
  const auto outcomes =
      System("T1").worlds().run(std::vector<Variant>{{}, {.relaxed = {Relaxation::by("b", -1)}}});
  EXPECT_TRUE(outcomes[0][0].failure.empty());
  EXPECT_THAT(outcomes[1][0].failure, testing::HasSubstr("no less than nothing"));
  ReliefQuestion question{.constraints = {{"b"}}, .step = 0.02};
  question.addition = Relaxation::by("b", -1);
  question.year_ends = {11};
  const System system("T1");
  const ReliefReport report = study_relief(question, system.runner());
  ASSERT_EQ(report.rows.size(), 1U);
  EXPECT_FALSE(report.rows[0].failure_plus.empty());
  EXPECT_TRUE(report.rows[0].gain.empty());
}

using Replications = std::vector<std::vector<VariantOutcome>>;

/// T12 as it is, and with that much more of its scarcer feed.
Replications with_more_of_a(const System& system, double step) {
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
  const System system("T12", 64);
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
  const System system("T12", 24);
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
  const System system(GetParam().system, 32);
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
