// Causal chains of the baseline: their dates are those of the order journal, and their delays add
// up.

#include "models/why.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/record/tables.hpp"
#include "tests/world/world_run.hpp"

namespace chokepoint::models {
namespace {

Told told() {
  static const std::string sha256 = baseline().document.sha256();
  return {.scenario = baseline().scenario,
          .sha256 = sha256,
          .trace = baseline_world().trace(),
          .market = &baseline_world().market()};
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> result;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, ',');)
    result.push_back(cell);
  return result;
}

/// orders.csv by order and column.
std::map<std::uint64_t, std::map<std::string, std::string>> journal() {
  std::istringstream csv(tell(baseline(), baseline_world()).orders);
  std::string line;
  std::getline(csv, line);
  const auto columns = cells(line);
  std::map<std::uint64_t, std::map<std::string, std::string>> rows;
  while (std::getline(csv, line)) {
    const auto row = cells(line);
    for (std::size_t i = 0; i < row.size(); ++i)  // what was taken back of an order comes second
      rows[std::stoull(row[0])].emplace(columns[i], row[i]);
  }
  return rows;
}

std::vector<WhyReport> reports() {
  std::vector<WhyReport> result;
  for (int year = 2023; year <= 2035; ++year)
    result.push_back(why(told(), {.year = year, .delivery = {}, .lab = {}, .date = {}}));
  for (std::uint64_t order = 601; order <= 18601; order += 100) {
    try {
      result.push_back(why(told(), {.year = {}, .delivery = order, .lab = {}, .date = {}}));
    } catch (const UnknownSubjectError&) {
      // An order on which nothing was delivered has no chain.
    }
  }
  return result;
}

TEST(Why, EveryDateThatIsSaidToBeAnOrdersStandsInTheJournal) {
  const auto rows = journal();
  const Timeline& timeline = baseline().scenario.timeline;
  int checked = 0;
  for (const WhyReport& report : reports()) {
    SCOPED_TRACE(report.subject);
    for (const WhyStep& step : report.steps) {
      for (const WhyDate& date : step.dates) {
        if (!date.order)
          continue;
        ++checked;
        EXPECT_EQ(rows.at(*date.order).at(date.what), iso_time(timeline, date.tick))
            << "order " << *date.order << " " << date.what;
      }
    }
  }
  EXPECT_GT(checked, 100);
}

TEST(Why, WhatIsDoneForAnOrderIsDoneAfterItWasPlacedAndBeforeItWasDelivered) {
  // The times of single lots stand in no file; the row of their order says between which days.
  int checked = 0;
  const auto rows = journal();
  const Timeline& timeline = baseline().scenario.timeline;
  for (const WhyReport& report : reports()) {
    SCOPED_TRACE(report.subject);
    for (const WhyStep& step : report.steps) {
      const std::string to = iso_time(timeline, step.dates[1].tick);
      for (const WhyDate& date : step.dates) {
        if (!date.order || date.what != "placed")
          continue;
        ++checked;
        const auto& row = rows.at(*date.order);
        EXPECT_LE(row.at("placed"), to) << *date.order;
        // Of a queue the order of the first lot is named, too, by its placing only.
        const bool last =
            std::any_of(step.dates.begin(), step.dates.end(), [&](const WhyDate& other) {
              return other.what == "wanted" && other.order == date.order;
            });
        // Of an order that is still open at the end, a lot on its way may be the one that is told
        // of.
        if (last && row.at("status") != "open" && !row.at("delivered").empty() &&
            step.kind != "decision") {
          EXPECT_LE(to, row.at("delivered")) << *date.order;
        }
      }
    }
  }
  EXPECT_GT(checked, 50);
}

TEST(Why, TheDatesOfCapacityThatWasOrderedStandInTheJournal) {
  const auto rows = journal();
  const Timeline& timeline = baseline().scenario.timeline;
  int checked = 0;
  for (const WhyReport& report : reports()) {
    if (!report.terms)
      continue;
    SCOPED_TRACE(report.subject);
    const WhyTerms& terms = *report.terms;
    if (terms.ordered_order) {
      EXPECT_EQ(rows.at(*terms.ordered_order).at("placed"), iso_time(timeline, terms.ordered));
      ++checked;
    }
    if (terms.arrived_order) {
      EXPECT_EQ(rows.at(*terms.arrived_order).at("delivered"), iso_time(timeline, terms.arrived));
      ++checked;
    }
    // Tools are bought: both dates of theirs are an order's.
    if (report.steps[report.main].constraint == "euv_tools" &&
        terms.arrived < baseline().scenario.horizon) {
      ASSERT_TRUE(terms.order.has_value());
      EXPECT_EQ(terms.ordered_order, terms.order);
      EXPECT_EQ(terms.arrived_order, terms.order);
      EXPECT_EQ(rows.at(*terms.order).at("commodity"), "euv_tool");
    }
  }
  EXPECT_GE(checked, 2);
}

TEST(Why, TheRootsAndTheFourTermsTellTheSame) {
  int checked = 0;
  for (const WhyReport& report : reports()) {
    if (!report.terms)
      continue;
    SCOPED_TRACE(report.subject);
    const WhyTerms& terms = *report.terms;
    const auto late = [](double days) { return std::max(0.0, days); };
    const double sum = late(terms.information_days) + late(terms.money_days) +
                       late(terms.decision_days) + late(terms.overrun_days);
    double known = 0;
    double outages = 0;
    double held = 0;  // by what kept it from being ordered; a class alone is that of the step's own
    const bool own = terms.held_by == report.steps[report.main].constraint;
    for (const WhyRoot& root : report.roots) {
      known += root.cause == "lead_time" || root.cause == "information" ? root.share : 0;
      outages += root.cause.starts_with("outage") ? root.share : 0;
      const bool names_it =
          own ? root.cause.find(':') == std::string::npos : root.cause.ends_with(terms.held_by);
      held += !terms.held_by.empty() && names_it ? root.share : 0;
    }
    if (sum == 0 || outages > 0)
      continue;
    ++checked;
    // What delivered late may itself have been known or decided late, if anything did.
    EXPECT_GE(known, late(terms.information_days) / sum - 1e-9);
    EXPECT_LE(known, (late(terms.information_days) + late(terms.overrun_days)) / sum + 1e-9);
    if (!terms.held_by.empty()) {
      EXPECT_GE(held, late(terms.decision_days) / sum - 1e-9);
    }
  }
  EXPECT_GT(checked, 5);
}

TEST(Why, DatesOfNoOrderAreTheBeginningAndTheEndOfAStep) {
  for (const WhyReport& report : reports()) {
    for (const WhyStep& step : report.steps) {
      ASSERT_GE(step.dates.size(), 2U);
      EXPECT_LE(step.dates[0].tick, step.dates[1].tick);
      for (const WhyDate& date : step.dates) {
        const bool of_the_step = date.what == "from" || date.what == "to";
        EXPECT_NE(date.order.has_value(), of_the_step) << date.what;
      }
    }
  }
}

TEST(Why, TheStepsExplainTheWholeDelayAndEndWhenItCame) {
  for (const WhyReport& report : reports()) {
    SCOPED_TRACE(report.subject);
    double sum = 0;
    for (const WhyStep& step : report.steps)
      sum += step.delay_days;
    EXPECT_NEAR(sum, report.delay_days, 1e-9);
    ASSERT_FALSE(report.steps.empty());
    EXPECT_EQ(report.steps.back().dates[1].tick, report.came);
    for (std::size_t i = 1; i < report.steps.size(); ++i)
      EXPECT_GE(report.steps[i].dates[1].tick, report.steps[i - 1].dates[1].tick);
  }
}

TEST(Why, AYearIsToldOfByALotThatItsOwnConstraintHeldUp) {
  int unlike = 0;
  for (int year = 2022; year <= 2035; ++year) {
    SCOPED_TRACE(year);
    const WhyReport report = why(told(), {.year = year, .delivery = {}, .lab = {}, .date = {}});
    ASSERT_TRUE(report.year.has_value());
    ASSERT_LT(report.main, report.steps.size());
    unlike += report.steps[report.main].constraint != report.year->named_after ? 1 : 0;
    for (const WhyStep& step : report.steps) {
      EXPECT_LE(step.delay_days, report.steps[report.longest].delay_days);
      if (step.constraint == report.steps[report.main].constraint) {
        EXPECT_LE(step.delay_days, report.steps[report.main].delay_days);
      }
    }
  }
  EXPECT_LE(unlike, 1);  // an event, or a stock, that no lot passed
}

/// The roots that a run lists for the constraint after which that year is named, largest first.
std::vector<RootShare> roots_of_run(const RunResult& result, int year, const std::string& named) {
  for (const YearSummary& summary : result.years) {
    for (const Binding& binding : summary.binding) {
      if (summary.year == year && binding.constraint == named)
        return binding.root;
    }
  }
  return {};
}

void expect_root_of_run(const WhyReport& report, const RunResult& result) {
  const std::string& named = report.year->named_after;
  const std::vector<RootShare> roots = roots_of_run(result, report.year->year, named);
  ASSERT_FALSE(roots.empty());
  double all = 0;
  for (const RootShare& root : roots)
    all += root.share;
  ASSERT_EQ(report.year->roots.size(), roots.size());
  for (std::size_t i = 0; i < roots.size(); ++i) {
    EXPECT_EQ(report.year->roots[i].cause, roots[i].cause);
    EXPECT_NEAR(report.year->roots[i].share, roots[i].share / all, 1e-9);
  }
  ASSERT_FALSE(report.roots.empty());
  for (const WhyRoot& root : report.roots) {
    EXPECT_TRUE(std::any_of(roots.begin(), roots.end(), [&](const RootShare& listed) {
      return listed.cause == root.cause;
    })) << root.cause;
  }
  if (roots.front().share > all / 2) {
    EXPECT_EQ(report.roots.front().cause, roots.front().cause);
  }
}

TEST(Why, AYearEndsInARootThatTheRunListsForItAndInTheOneThatHasMostOfIt) {
  int asked = 0;
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    SCOPED_TRACE(seed);
    const Plan plan = read_plan({repository() / "scenarios/baseline.yaml"},
                                {.seed = seed, .deterministic = seed == 1});
    const auto world = std::make_unique<World>(plan.scenario);
    world->run();
    const std::string sha256 = plan.document.sha256();
    const Told seeded{.scenario = plan.scenario,
                      .sha256 = sha256,
                      .trace = world->trace(),
                      .market = &world->market()};
    const RunResult result = answer(seeded);
    for (const WhyOfYear& of_year : whys(seeded)) {
      SCOPED_TRACE(of_year.year);
      const WhyReport& report = of_year.report;
      // An event, or a stock, that no lot passed is told of by another's.
      if (report.main >= report.steps.size() ||
          report.steps[report.main].constraint != report.year->named_after)
        continue;
      ++asked;
      expect_root_of_run(report, result);
    }
  }
  EXPECT_GE(asked, 45);
}

TEST(Why, TheRootsOfTheMainStepAddUp) {
  for (const WhyReport& report : reports()) {
    if (report.delay_days <= 0)
      continue;
    SCOPED_TRACE(report.subject);
    double sum = 0;
    for (const WhyRoot& root : report.roots)
      sum += root.share;
    EXPECT_NEAR(sum, 1, 1e-9);
    if (!report.terms)
      continue;
    const WhyTerms& terms = *report.terms;
    EXPECT_NEAR(
        static_cast<double>(terms.arrived - terms.need) / kDay,
        terms.information_days + terms.money_days + terms.decision_days + terms.overrun_days, 1e-9);
  }
}

TEST(Why, ALabsChainEndsInADeliveryToThatLab) {
  const WhyReport report = why(
      told(), {.year = {},
               .delivery = {},
               .lab = "openai",
               .date = Date{std::chrono::year{2028}, std::chrono::January, std::chrono::day{1}}});
  EXPECT_NE(report.subject.find("openai"), std::string::npos);
  EXPECT_LE(report.came, baseline().scenario.timeline.tick(Date{
                             std::chrono::year{2028}, std::chrono::January, std::chrono::day{1}}));
}

}  // namespace
}  // namespace chokepoint::models
