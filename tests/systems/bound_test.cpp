// The perfect-foresight bound of systems with known answers.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/bound/solver.hpp"
#include "tests/systems/bound_sides.hpp"
#include "tests/systems/bounded.hpp"

namespace chokepoint::models {
namespace {

using testing::HasSubstr;

TEST(Bound, OfALineIsItsSlowestGate) {
  const BoundReport report = Bounded::of("T1").report();
  const DatedBound& bound = report.dates.front();
  EXPECT_NEAR(bound.level.back(), 7 * 365, 1e-6);
  EXPECT_NEAR(report.envelope.back(), 7 * 365, 1e-6);
  EXPECT_NEAR(bound.sum, bound.value, 1e-6 * bound.value);
  EXPECT_NEAR(share(bound, "b"), 1, 1e-9);
  expect_sides(rent_of(bound, "a"), 0, 0);
  expect_sides(rent_of(bound, "b"), 1, 1);
  expect_sides(rent_of(bound, "c"), 0, 0);
}

TEST(Bound, OfATieHasOneSidedAnswersThatNoRentTells) {
  for (const char* name : {"T2-series", "T2-join"}) {
    const BoundReport report = Bounded::of(name).report();
    const DatedBound& bound = report.dates.front();
    EXPECT_NEAR(bound.level.back(), 7 * 365, 1e-6) << name;
    expect_sides(rent_of(bound, "b"), 0, 1);
    expect_sides(rent_of(bound, "c"), 0, 1);
    EXPECT_NEAR(share(bound, "b") + share(bound, "c"), 1, 1e-9) << "one price of many";
  }
}

/// a has the rent of whatever is made by `month` or later, b of all before.
void expect_hand_over(const BoundReport& report, int month) {
  const DatedBound& bound = report.dates.front();
  const ConstraintRent& a = rent_of(bound, "a");
  const ConstraintRent& b = rent_of(bound, "b");
  for (int t = 0; t < 24; ++t) {
    const auto at = static_cast<std::size_t>(t);
    EXPECT_NEAR((t < month ? b : a).by_month[at], report.years[at] * bound.level[at], 1e-6) << t;
    EXPECT_NEAR((t < month ? a : b).by_month[at], 0, 1e-6) << t;
  }
  // Five months averaged: a begins to bind where it has two of them, b ends after its last one.
  ASSERT_EQ(a.binds.size(), 1U);
  ASSERT_EQ(b.binds.size(), 1U);
  EXPECT_EQ(a.binds.front().first, month - 1);
  EXPECT_EQ(a.binds.front().last, 23);
  EXPECT_EQ(b.binds.front().first, 0);
  EXPECT_EQ(b.binds.front().last, month + 1);
}

TEST(Bound, OfAStockChangesHandsWhenItIsUsedUp) {
  const BoundReport report = Bounded::of("T3").report();
  EXPECT_NEAR(report.dates.front().level.back(), 9100, 1e-6);
  expect_hand_over(report, 11);  // day 360
}

TEST(Bound, OfAStockChangesHandsAMonthEarlierWhenItIsUsedUpThen) {
  const auto falling = [](const char* date) {
    return Bounded::of_text(
               "chokepoint: 1\nname: t3\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\n"
               "parts:\n  - {name: a, kind: source, to: pile, rate: {steps: [[2022-01-01, 20 "
               "lot/day], [" +
               std::string(date) +
               ", 10 lot/day]]}}\n"
               "  - {name: b, kind: gate, rate: 15 lot/day, from: pile, to: done}\n"
               "  - {name: out, kind: sink, from: done}\n")
        .report();
  };
  expect_hand_over(falling("2022-06-15"), 10);  // falls on day 165, used up on day 330
  expect_hand_over(falling("2022-07-10"), 12);  // 190 and 380
}

TEST(Bound, OfASharedToolIsTheTool) {
  const BoundReport report = Bounded::of("T4").report();
  const DatedBound& bound = report.dates.front();
  EXPECT_NEAR(bound.level.back(), 20 * 365, 1e-6);
  expect_sides(rent_of(bound, "tool"), 1, 1);
  EXPECT_NEAR(share(bound, "tool"), 1, 1e-9);
}

TEST(Bound, OfInterchangeableSourcesAddsThemUp) {
  const BoundReport plenty = Bounded::of("T5a").report();
  const DatedBound& a = plenty.dates.front();
  EXPECT_NEAR(a.level.back(), 9 * 365, 1e-6);
  expect_sides(rent_of(a, "grid"), 4.0 / 9, 4.0 / 9);
  expect_sides(rent_of(a, "turbines"), 3.0 / 9, 3.0 / 9);
  expect_sides(rent_of(a, "engines"), 2.0 / 9, 2.0 / 9);
  expect_sides(rent_of(a, "chips"), 0, 0);
  const BoundReport scarce = Bounded::of("T5b").report();
  const DatedBound& b = scarce.dates.front();
  EXPECT_NEAR(b.level.back(), 8 * 365, 1e-6);
  expect_sides(rent_of(b, "chips"), 1, 1);
  expect_sides(rent_of(b, "grid"), 0, 0);
}

TEST(Bound, SaysWhatHoldsTogetherWhereNothingBindsByItself) {
  EXPECT_TRUE(Bounded::of("T1").report().dates.front().joint.empty());
  std::string sources;
  for (const char* name : {"a", "b", "c", "d"})
    sources += std::string("  - {name: ") + name + ", kind: source, rate: 2 lot/day, to: power}\n";
  const BoundReport report = Bounded::of_text(
                                 "chokepoint: 1\nname: four\nstart: 2022-01-01\nend: 2023-01-01\n"
                                 "source: textbook\nparts:\n" +
                                 sources + "  - {name: out, kind: sink, from: power}\n")
                                 .report();
  const DatedBound& bound = report.dates.front();
  for (const ConstraintRent& rent : bound.rents)
    EXPECT_TRUE(rent.binds.empty()) << rent.constraint << " is a quarter";
  ASSERT_EQ(bound.joint.size(), 1U);
  EXPECT_EQ(bound.joint.front().first, 0);
  EXPECT_EQ(bound.joint.front().last, 11);
  ASSERT_EQ(bound.joint.front().members.size(), 4U);
  for (const JointMonths::Member& member : bound.joint.front().members)
    EXPECT_NEAR(member.share, 0.25, 1e-9);
}

TEST(Bound, OfWhatIsNotWantedIsTheDemand) {
  const BoundReport report = Bounded::of("T6").report();
  EXPECT_NEAR(report.dates.front().level.back(), 5 * 365, 1e-6);
  expect_sides(rent_of(report.dates.front(), "demand"), 1, 1);
}

TEST(Bound, OfAPurseIsTheMoney) {
  const BoundReport report = Bounded::of("T7").report();
  const DatedBound& bound = report.dates.front();
  EXPECT_NEAR(bound.level.back(), 6 * 365, 1e-6);
  expect_sides(rent_of(bound, "money"), 1, 1);
  EXPECT_EQ(rent_of(bound, "money").kind, EndowmentKind::money);
}

TEST(Bound, CountsWhatWasThereAtTheStartAndOutages) {
  const BoundReport report = Bounded::of("T9").report();
  const DatedBound& bound = report.dates.front();
  // 275 days of work at 10 and a stock of 300, of 3650 that are wanted.
  EXPECT_NEAR(bound.level.back(), 3050, 1e-6);
  EXPECT_NEAR(rent_of(bound, "works").rent + rent_of(bound, "initial_stock").rent +
                  rent_of(bound, "demand").rent,
              bound.value, 1e-6 * bound.value);
  EXPECT_GT(rent_of(bound, "initial_stock").rent, 0);
}

TEST(Bound, KnowsThatADecisionCouldHaveBeenEarlier) {
  const Bounded system = Bounded::of("T10");
  const BoundReport report = system.report({0, system.months()});
  const double early = report.dates[0].level.back();
  const double late = report.dates[1].level.back();
  // Decided at once, the capacity is there when demand has doubled and is worked off later.
  EXPECT_GT(early, late);
  EXPECT_GT(report.dates[0].value, report.dates[1].value);
  EXPECT_GE(report.dates[1].value, system.run_value());
}

/// What is slow makes two of one: too late for a plan of all years, in time for the end of the
/// last.
TEST(Bound, OfOneYearAloneMayBeAnotherPlan) {
  const Bounded system = Bounded::of_text(
      "chokepoint: 1\nname: two ways\nstart: 2022-01-01\nend: 2024-01-01\nsource: "
      "textbook\nparts:\n"
      "  - {name: works, kind: source, rate: 10 lot/day, to: goods}\n"
      "  - {name: quick, kind: assembly, inputs: {goods: 1 lot}, outputs: {done: 1 lot}}\n"
      "  - {name: slow, kind: assembly, lead: 400 days, inputs: {goods: 1 lot}, outputs: {done: 2 "
      "lot}}\n"
      "  - {name: out, kind: sink, from: done}\n");
  const BoundReport report = system.report();
  EXPECT_NEAR(report.dates.front().level.back(), 7300, 1e-6);
  // What begins before December 2022 comes until the end: a lead is rounded down to whole months.
  ASSERT_EQ(report.envelope.size(), 1U);
  EXPECT_NEAR(report.envelope.front(), 2 * 3340 + 3960, 1e-6);
}

TEST(Bound, NamesWhatHasNoLimit) {
  Timeline timeline(parse_date("2022-01-01"));
  ProcessModel model(timeline, timeline.tick(parse_date("2023-01-01")));
  const auto seed = model.stock("seed");
  const auto sink = model.stock("the sink");
  model.count(sink);
  model.start_with(seed, 1, "initial_stock");
  model.add({.name = "breed", .flows = {{seed, 1}}});
  model.add({.name = "harvest", .flows = {{seed, -1}, {sink, 1}}});
  try {
    static_cast<void>(study_bound(model, {.decide = {0}, .year_ends = {11}}));
    FAIL() << "nothing limits breeding";
  } catch (const NoBoundError& error) {
    EXPECT_THAT(error.what(), HasSubstr("nothing limits"));
    EXPECT_THAT(error.what(), HasSubstr("breed (2022-"));
  }
}

TEST(Bound, NamesLimitsThatCannotBeKept) {
  Timeline timeline(parse_date("2022-01-01"));
  ProcessModel model(timeline, timeline.tick(parse_date("2022-04-01")));
  const auto grain = model.stock("grain");
  model.count(model.stock("the sink"));
  const auto eaten = model.reading([n = 0.0]() mutable { return n += 10; });
  model.edit(grain).inflows.push_back({.constraint = "others",
                                       .kind = EndowmentKind::outside,
                                       .reading = eaten,
                                       .taken_as_seen = true});
  for (int month = 0; month < 3; ++month)
    model.read_month();
  try {
    static_cast<void>(study_bound(model, {.decide = {0}, .year_ends = {2}}));
    FAIL() << "nobody grows grain";
  } catch (const NoBoundError& error) {
    EXPECT_THAT(error.what(), HasSubstr("no plan keeps to all"));
    EXPECT_THAT(error.what(), HasSubstr("stock of grain (2022-01"));
  }
}

}  // namespace
}  // namespace chokepoint::models
