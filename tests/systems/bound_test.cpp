// The perfect-foresight bound of systems with known answers.
#include <algorithm>
#include <fstream>
#include <map>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/bound/solver.hpp"
#include "tests/systems/bounded.hpp"
#include "tests/systems/text_file.hpp"

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

/// Works make 10 a day; 20 a day are wanted from July on, until when the shed keeps what is made.
Bounded works_and_shed(const std::string& capacity) {
  return Bounded::of_text(
      "chokepoint: 1\nname: room\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - {name: works, kind: source, rate: 10 lot/day, to: shed}\n"
      "  - {name: shed, kind: store" +
      capacity +
      "}\n"
      "  - name: buyers\n    kind: market\n"
      "    rate: {steps: [[2022-01-01, 0 lot/day], [2022-07-01, 20 lot/day]]}\n    from: shed\n");
}

TEST(Bound, KeepsToRoom) {
  const BoundReport report = works_and_shed(", capacity: 100 lot").report();
  const DatedBound& bound = report.dates.front();
  // Half a year of work, and what the shed holds of the first half.
  EXPECT_NEAR(bound.level.back(), 184 * 10 + 100, 1.01);
  const ConstraintRent& room = rent_of(bound, "shed_space");
  EXPECT_EQ(room.kind, EndowmentKind::storage);
  EXPECT_GT(room.rent, 0);
  EXPECT_NEAR(room.e_minus.value_or(0), room.rent / bound.value, 1e-6);
}

TEST(Bound, KeepsOnTrialNoMoreThanMonthsOfWhatIsWanted) {
  const Bounded system = works_and_shed("");
  EXPECT_NEAR(system.report().dates.front().level.back(), 3650, 1e-6);
  // In the six months after June 20 a day are wanted.
  const double month = 184 * 20 / 6.0;
  for (const double months : {0.5, 2.0}) {
    const BoundReport report = system.report({0}, months);
    const DatedBound& bound = report.dates.front();
    EXPECT_NEAR(bound.level.back(), 184 * 10 + months * month, 1e-6) << months;
    EXPECT_EQ(rent_of(bound, "shed_space").kind, EndowmentKind::storage);
    EXPECT_GT(rent_of(bound, "shed_space").rent, 0) << months;
    EXPECT_NEAR(bound.sum, bound.value, 1e-6 * bound.value) << months;
  }
  EXPECT_NEAR(system.report({0}, 12).dates.front().level.back(), 3650, 1e-6) << "enough for all";
}

/// `places` that are kept for `days` let through so many in two years, and none more is under way.
double let_through(int places, double days) {
  return places * (730 / days + 1);
}

TEST(Bound, KeepsPlacesWhileGoodsAreOnTheirWay) {
  const BoundReport shelf = Bounded::of("full-store").report();
  EXPECT_NEAR(shelf.dates.front().level.back(), let_through(1, 5), 1e-6);
  expect_sides(rent_of(shelf.dates.front(), "shelf_space"), 1, 1);
  const BoundReport limit = Bounded::of("wip-limit").report();
  EXPECT_NEAR(limit.dates.front().level.back(), let_through(1, 5), 1e-6) << "over two gates";
  expect_sides(rent_of(limit.dates.front(), "b_slots"), 1, 1);
}

TEST(Bound, KeepsSlotsForAsLongAsALeadIs) {
  for (const int days : {1, 10, 27, 31, 40, 100}) {
    const Bounded system = Bounded::of_text(
        "chokepoint: 1\nname: slots\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\nparts:\n"
        "  - {name: a, kind: source, rate: 40 lot/day, to: way, wip: {slots: 20, until: b}}\n"
        "  - {name: b, kind: line, from: way, to: done, lead: " +
        std::to_string(days) + " days}\n  - {name: out, kind: sink, from: done}\n");
    const BoundReport report = system.report();
    const DatedBound& bound = report.dates.front();
    EXPECT_GE(bound.value, system.run_value()) << days;
    EXPECT_LE(bound.level.back(), let_through(20, days) + 1e-6) << days;
    EXPECT_GE(bound.level.back(), let_through(20, days) - 20 * 31.0 / days - 20) << days;
    EXPECT_NEAR(share(bound, "a_slots"), 1, 1e-6) << days;
  }
}

TEST(Bound, LetsOtherServersWorkWhileALongServiceLasts) {
  const TextFile file(
      "chokepoint: 1\nname: few\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - {name: a, kind: source, rate: 5 lot/day, to: queue}\n"
      "  - {name: b, kind: gate, servers: 3, service: {exponential: 60 day}, from: queue, to: "
      "done}\n"
      "  - {name: out, kind: sink, from: done}\n");
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Bounded system = Bounded::of_file(file.path(), false, seed);
    EXPECT_GE(system.value() * (1 + 1e-9), system.run_value()) << seed;
    EXPECT_GE(system.report().envelope.back(), system.run().back()) << seed;
  }
}

TEST(Bound, OfBusyServersIsHardlyMoreThanTheyDo) {
  const Bounded system = Bounded::of_text(
      "chokepoint: 1\nname: busy\nstart: 2022-01-01\nend: 2032-01-01\nsource: textbook\nparts:\n"
      "  - {name: a, kind: source, rate: 5 lot/day, to: queue}\n"
      "  - {name: b, kind: gate, servers: 3, service: {exponential: 2 day}, from: queue, to: "
      "done}\n"
      "  - {name: out, kind: sink, from: done}\n");
  EXPECT_GE(system.report().envelope.back(), system.run().back());
  // Of five thousand lots the three that may be the longest in work are a small part.
  EXPECT_LE(system.report().envelope.back(), 1.01 * system.run().back());
}

TEST(Bound, KeepsToTheShelvesOfALongChain) {
  std::string text =
      "chokepoint: 1\nname: shelves\nstart: 2022-01-01\nend: 2024-01-01\nsource: textbook\nparts:\n"
      "  - {name: begin, kind: source, rate: 9 lot/day, to: shelf_with_a_long_name_0}\n";
  for (int i = 0; i < 12; ++i) {
    const std::string here = "shelf_with_a_long_name_" + std::to_string(i);
    text += "  - {name: " + here + ", kind: store, capacity: 50 lot}\n  - {name: step_" +
            std::to_string(i) + ", kind: line, from: " + here + ", to: shelf_with_a_long_name_" +
            std::to_string(i + 1) + ", lead: 10 days}\n";
  }
  text +=
      "  - {name: shelf_with_a_long_name_12, kind: store}\n"
      "  - {name: out, kind: sink, from: shelf_with_a_long_name_12}\n";
  const Bounded system = Bounded::of_text(text);
  EXPECT_GE(system.value(), system.run_value());
  // Every shelf lets 50 through in ten days; the first has no lead before it.
  EXPECT_LE(system.report().dates.front().level.back(), let_through(50, 10) + 1e-6);
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

/// Of a part of which a stop leaves a part, the plan counts on all.
TEST(Bound, OfPartsOfAPartIsNotBeatenByTheRun) {
  const std::string text =
      "chokepoint: 1\nname: part\nstart: 2022-01-01\nend: 2023-01-01\nsource: textbook\nparts:\n"
      "  - {name: works, kind: source, rate: 10 lot/day, to: goods}\n"
      "  - {name: buyers, kind: market, rate: 20 lot/day, from: goods}\nevents:\n"
      "  - {name: fire, kind: stop, parts: works, from: 2022-04-11, orders: wait, in_progress: "
      "paused, ";
  const Bounded stopped = Bounded::of_text(text + "lasts: 60 days, people: leave}\n");
  const Bounded half = Bounded::of_text(text + "lasts: 60 days, people: leave, share: 50 %}\n");
  EXPECT_NEAR(stopped.report().dates.front().level.back(), 3050, 1e-6) << "305 days of work";
  EXPECT_NEAR(half.run().back(), 3350, 1);
  for (const Bounded* system : {&stopped, &half})
    EXPECT_GE(system->value() * (1 + 1e-9), system->run_value());
}

/// Scenarios that the tutorials write.
TEST(Bound, OfWhatTutorialsWriteIsNotBeatenByTheRun) {
  std::ifstream page(std::string(CHOKEPOINT_SOURCE_DIR) + "/docs/tutorials/first-scenario.md");
  std::map<std::string, std::string> files;
  std::string name;
  for (std::string line; std::getline(page, line);) {
    const std::string begin = "```yaml ";
    if (line.rfind(begin, 0) == 0)
      name = line.substr(begin.size());
    else if (line == "```")
      name.clear();
    else if (!name.empty())
      files[name] += line + "\n";
  }
  ASSERT_GE(files.size(), 3U);
  const TextFile first(files["first.yaml"]);
  for (const char* overlay : {"", "more-packaging.yaml", "guess.yaml"}) {
    std::vector<std::string> paths{first.path()};
    std::unique_ptr<TextFile> changed;
    if (*overlay != '\0') {
      ASSERT_FALSE(files[overlay].empty()) << overlay;
      changed = std::make_unique<TextFile>(files[overlay]);
      paths.push_back(changed->path());
    }
    const Bounded system = Bounded::of_files(paths, false);
    for (const int decide : {0, system.months() / 2, system.months()})
      EXPECT_GE(system.value(decide) * (1 + 1e-9), system.run_value()) << overlay << decide;
  }
}

/// Every scenario of this folder.
class BoundOfTheSuite : public testing::TestWithParam<std::string> {};

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

INSTANTIATE_TEST_SUITE_P(Systems, BoundOfTheSuite, testing::ValuesIn(Bounded::names()),
                         [](const auto& name) {
                           std::string text = name.param;
                           std::replace(text.begin(), text.end(), '-', '_');
                           return text;
                         });

}  // namespace
}  // namespace chokepoint::models
