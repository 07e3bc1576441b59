// The perfect-foresight bound of systems with known answers.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/bound/solver.hpp"
#include "tests/systems/bounded.hpp"

namespace chokepoint::models {
namespace {

using testing::HasSubstr;

double share(const DatedBound& bound, const std::string& constraint) {
  return rent_of(bound, constraint).rent / bound.value;
}

void expect_sides(const ConstraintRent& rent, double plus, double minus) {
  EXPECT_NEAR(rent.e_plus.value_or(-9), plus, 1e-6) << rent.constraint;
  EXPECT_NEAR(rent.e_minus.value_or(-9), minus, 1e-6) << rent.constraint;
}

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

TEST(Bound, OfAStockChangesHandsWhenItIsUsedUp) {
  const BoundReport report = Bounded::of("T3").report();
  const DatedBound& bound = report.dates.front();
  EXPECT_NEAR(bound.level.back(), 9100, 1e-6);
  // Day 360 lies in the twelfth month: b decides until then, a of everything that is made by a
  // later month.
  const ConstraintRent& a = rent_of(bound, "a");
  const ConstraintRent& b = rent_of(bound, "b");
  for (int month = 0; month < 24; ++month) {
    const auto t = static_cast<std::size_t>(month);
    EXPECT_NEAR((month < 11 ? b : a).by_month[t], report.years[t] * bound.level[t], 1e-6) << month;
    EXPECT_NEAR((month < 11 ? a : b).by_month[t], 0, 1e-6) << month;
  }
  ASSERT_FALSE(b.binds.empty());
  EXPECT_EQ(b.binds.front().first, 0);
  ASSERT_FALSE(a.binds.empty());
  EXPECT_EQ(a.binds.back().last, 23);
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

TEST(Bound, KeepsToRoom) {
  const std::string yaml =
      "chokepoint: 1\nname: room\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - {name: works, kind: source, rate: 10 lot/day, to: shed}\n"
      "  - {name: shed, kind: store, capacity: 100 lot}\n"
      "  - name: buyers\n    kind: market\n"
      "    rate: {steps: [[2022-01-01, 0 lot/day], [2022-07-01, 20 lot/day]]}\n    from: shed\n";
  const Bounded system = Bounded::of_text(yaml);
  const BoundReport report = system.report();
  const DatedBound& bound = report.dates.front();
  // Half a year of work, and what the shed holds of the first half.
  EXPECT_NEAR(bound.level.back(), 184 * 10 + 100, 1.01);
  const ConstraintRent& room = rent_of(bound, "shed_space");
  EXPECT_EQ(room.kind, EndowmentKind::storage);
  EXPECT_GT(room.rent, 0);
  EXPECT_NEAR(room.e_minus.value_or(0), room.rent / bound.value, 1e-6);
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

/// Every scenario of this folder that is not too long for it.
class BoundOfTheSuite : public testing::TestWithParam<const char*> {};

TEST_P(BoundOfTheSuite, IsNotBeatenByTheRun) {
  const Bounded system = Bounded::of(GetParam());
  const BoundReport report = system.report({0, system.months() / 2, system.months()});
  for (const DatedBound& bound : report.dates) {
    EXPECT_GE(bound.value * (1 + 1e-9), system.run_value()) << bound.decide;
    EXPECT_NEAR(bound.sum, bound.value, 1e-6 * bound.value) << bound.decide;
  }
  EXPECT_GE(report.dates[0].value * (1 + 1e-9), report.dates[1].value);
  EXPECT_GE(report.envelope.back() * (1 + 1e-9), system.run().back());
}

INSTANTIATE_TEST_SUITE_P(Systems, BoundOfTheSuite,
                         testing::Values("T1", "T2-series", "T2-join", "T2-three", "T2-six", "T3",
                                         "T4", "T5a", "T5b", "T6", "T7", "T9", "T9-order-up-to",
                                         "T10", "T12", "T15", "reliable-construction",
                                         "blocking-line", "blocking-line-dominant", "md1", "mm1",
                                         "mm3"),
                         [](const auto& name) {
                           std::string text = name.param;
                           std::replace(text.begin(), text.end(), '-', '_');
                           return text;
                         });

}  // namespace
}  // namespace chokepoint::models
