#include "sim/scenario/units.hpp"

#include <gtest/gtest.h>

#include "sim/scenario/quantity.hpp"

namespace chokepoint {
namespace {

double read(std::string_view text, std::string_view unit) {
  std::string problem;
  const auto value = parse_quantity(text, unit, problem);
  EXPECT_TRUE(value) << problem;
  return value.value_or(-1.0);
}

std::string problem_of(std::string_view text, std::string_view unit) {
  std::string problem;
  EXPECT_FALSE(parse_quantity(text, unit, problem));
  return problem;
}

TEST(Units, AreConvertedToTheUnitOfTheKey) {
  EXPECT_EQ(read("75 wafer/hour", "wafer/hour"), 75.0);
  EXPECT_EQ(read("170 kwafer", "wafer"), 170'000.0);
  EXPECT_EQ(read("60 GW_it/year", "W_it/year"), 60e9);
  EXPECT_EQ(read("24 lot/day", "lot/hour"), 1.0);
  EXPECT_EQ(read("3.5 tool/(GW_it/year)", "tool.year/GW_it"), 3.5);
  EXPECT_EQ(read("2 GB", "bit"), 16e9);
  EXPECT_EQ(read("1 MWh_it", "W_it.hour"), 1e6);
  EXPECT_EQ(read("5 Gusd", "Musd"), 5000.0);
  EXPECT_EQ(read("20 percent/year", "1/year"), 0.2);
  EXPECT_EQ(read("0.2 1/year", "percent/year"), 20.0);
}

TEST(Units, TakeAYearOfTwelveEqualMonthsAndOf365Point2425Days) {
  EXPECT_EQ(read("12 kwpm", "wafer/year"), 144'000.0);
  EXPECT_EQ(read("1 year", "day"), 365.2425);
  EXPECT_EQ(read("1 month", "day"), 30.436875);
}

TEST(Units, LetPercentStandForABareNumber) {
  EXPECT_EQ(read("35 percent", "1"), 0.35);
  EXPECT_EQ(read("35 %", "1"), 0.35);
  EXPECT_EQ(read("0.35", "1"), 0.35);
}

TEST(Units, AcceptSingularAndPlural) {
  EXPECT_EQ(read("3 tools", "tool"), 3.0);
  EXPECT_EQ(read("1 hours", "minutes"), 60.0);
  EXPECT_EQ(read("2 people", "person"), 2.0);
}

TEST(Units, KeepThingsApartThatAreCountedSeparately) {
  EXPECT_FALSE(conversion_factor("wafer", "tool"));
  EXPECT_FALSE(conversion_factor("GW_it", "GW_facility"));
  EXPECT_FALSE(conversion_factor("GW_facility", "GW_nameplate"));
  EXPECT_FALSE(conversion_factor("day/lot", "lot/day")) << "a reciprocal is no conversion";
}

TEST(Units, DoNotReadARangeAsAPower) {
  EXPECT_EQ(problem_of("12-24 month", "month"),
            "expected a number; a range is written as {uniform: [low, high]}, found '12-24 month'");
  EXPECT_EQ(unit_problem("-24 month"),
            "'-' cannot stand in a unit (names joined by '/', '*', '^' and brackets)");
  EXPECT_NE(unit_problem("month-1"), "");
  EXPECT_NE(unit_problem("month2"), "");
  EXPECT_EQ(unit_problem("mm^2"), "");
}

TEST(Units, SayBothUnitsWhenTheyDoNotFit) {
  EXPECT_EQ(problem_of("75 GW_it/year", "wafer/hour"),
            "expected a quantity in wafer/hour, found '75 GW_it/year' in GW_it/year");
}

TEST(Units, AllHaveNamesThatCanBeWritten) {
  for (const std::string& name : unit_names())
    EXPECT_EQ(unit_problem(name), "") << name;
}

TEST(Durations, InMonthsAndYearsAreCalendarMonths) {
  std::string problem;
  EXPECT_EQ(parse_duration("18 months", problem), (Duration{18, 0}));
  EXPECT_EQ(parse_duration("3.5 years", problem), (Duration{42, 0}));
  EXPECT_EQ(parse_duration("0.1 years", problem), (Duration{1, 8766})) << "0.2 of 30.436875 days";
  EXPECT_EQ(parse_duration("1.5 month", problem), (Duration{1, 21915}));
  EXPECT_EQ(parse_duration("22 months 600 minutes", problem), (Duration{22, 600}));
  EXPECT_EQ(parse_duration("1 month 1 minute", problem), (Duration{1, 1}));
}

TEST(Durations, InWeeksAndShorterUnitsAreExact) {
  std::string problem;
  EXPECT_EQ(parse_duration("2 weeks", problem), (Duration{0, 14 * kDay}));
  EXPECT_EQ(parse_duration("1.5 days", problem), (Duration{0, 36 * kHour}));
  EXPECT_EQ(parse_duration("90 seconds", problem), (Duration{0, 2}));
  EXPECT_EQ(parse_duration("0 days", problem), (Duration{}));
}

TEST(Durations, AreNothingElse) {
  std::string problem;
  EXPECT_FALSE(parse_duration("3", problem));
  EXPECT_FALSE(parse_duration("3 lot", problem));
  EXPECT_FALSE(parse_duration("-3 days", problem));
  EXPECT_FALSE(parse_duration("3 lot month", problem));
}

TEST(Bounds, RefuseWhatIsNotANumber) {
  EXPECT_FALSE(Bounds::any().contain(std::numeric_limits<double>::quiet_NaN()));
  EXPECT_FALSE(Bounds().contain(-1e-300));
  EXPECT_FALSE(Bounds::more_than(0).contain(0.0));
  EXPECT_TRUE(Bounds::positive_share().contain(1.0));
  EXPECT_TRUE(Bounds::between(-2, -1).contain(Bounds::between(-2, -1).harmless()));
}

TEST(UnitMessages, AnAbbreviationGetsTheNameItStandsFor) {
  for (const auto& [unit, name] : {std::pair("d", "day"), {"s", "second"}, {"h", "hour"}}) {
    std::string problem;
    EXPECT_FALSE(parse_quantity(std::string("7 lot/") + unit, "lot/day", problem));
    EXPECT_NE(problem.find(std::string("did you mean '") + name + "'?"), std::string::npos)
        << problem;
  }
}

}  // namespace
}  // namespace chokepoint
