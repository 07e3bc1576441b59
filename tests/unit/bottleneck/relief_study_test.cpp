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
  question.extensive = question.constraints;
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
    EXPECT_TRUE(std::isinf(row.headroom.value()));
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

/// As `least_of`, but every world with `broken` in it fails.
RunVariants least_without(const std::map<std::string, double>& amounts, std::string broken) {
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
  EXPECT_NEAR(report.rows[0].headroom.value(), 0.55, 1e-6);
  ASSERT_FALSE(report.failed.empty());
  for (const FailedWorld& world : report.failed) {
    EXPECT_EQ(world.constraints, "a");
    EXPECT_GT(world.by, 2);
  }
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
