// The perfect-foresight bound of systems in which goods need a place while they wait or are on
// their way.
#include <gtest/gtest.h>

#include "tests/systems/bound_sides.hpp"
#include "tests/systems/bounded.hpp"
#include "tests/systems/text_file.hpp"

namespace chokepoint::models {
namespace {

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
    const std::string here = std::string("shelf_with_a_long_name_").append(std::to_string(i));
    const std::string next = std::string("shelf_with_a_long_name_").append(std::to_string(i + 1));
    text.append("  - {name: ").append(here).append(", kind: store, capacity: 50 lot}\n");
    text.append("  - {name: step_of_").append(here).append(", kind: line, lead: 10 days, from: ");
    text.append(here).append(", to: ").append(next).append("}\n");
  }
  text +=
      "  - {name: shelf_with_a_long_name_12, kind: store}\n"
      "  - {name: out, kind: sink, from: shelf_with_a_long_name_12}\n";
  const Bounded system = Bounded::of_text(text);
  EXPECT_GE(system.value(), system.run_value());
  // Every shelf lets 50 through in ten days; the first has no lead before it.
  EXPECT_LE(system.report().dates.front().level.back(), let_through(50, 10) + 1e-6);
}

}  // namespace
}  // namespace chokepoint::models
