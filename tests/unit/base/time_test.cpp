#include "sim/base/time.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace chokepoint {
namespace {

using namespace std::chrono;

const Timeline kFrom2022(Date{2022y / January / 1});

TEST(Timeline, CountsMinutesFromTheStart) {
  EXPECT_EQ(kFrom2022.tick(2022y / January / 1), 0);
  EXPECT_EQ(kFrom2022.tick(2022y / January / 2), 1440);
  EXPECT_EQ(kFrom2022.tick(2025y / January / 1), (365 + 365 + 366) * kDay);
  EXPECT_EQ(kFrom2022.tick(2021y / December / 31), -kDay);
}

TEST(Timeline, ATickBelongsToTheDateThatContainsIt) {
  EXPECT_EQ(kFrom2022.iso(0), "2022-01-01");
  EXPECT_EQ(kFrom2022.iso(kDay - 1), "2022-01-01");
  EXPECT_EQ(kFrom2022.iso(kDay), "2022-01-02");
  EXPECT_EQ(kFrom2022.iso(-1), "2021-12-31");
  EXPECT_EQ(kFrom2022.iso(kFrom2022.tick(2024y / February / 28) + kDay), "2024-02-29");
  EXPECT_EQ(kFrom2022.iso(kFrom2022.tick(2023y / February / 28) + kDay), "2023-03-01");
  EXPECT_EQ(kFrom2022.iso(kFrom2022.tick(2100y / February / 28) + kDay), "2100-03-01");
}

TEST(Timeline, AddsCalendarMonths) {
  const auto after = [](Date date, int months) {
    return kFrom2022.iso(kFrom2022.after(kFrom2022.tick(date), {months, 0}));
  };
  EXPECT_EQ(after(2022y / January / 31, 1), "2022-02-28");
  EXPECT_EQ(after(2024y / January / 31, 1), "2024-02-29");
  EXPECT_EQ(after(2022y / March / 31, 18), "2023-09-30");
  EXPECT_EQ(after(2024y / February / 29, 12), "2025-02-28");
  EXPECT_EQ(after(2022y / December / 15, 1), "2023-01-15");
  EXPECT_EQ(after(2023y / March / 31, -1), "2023-02-28");
}

TEST(Timeline, KeepsTheTimeOfDayWhenItAddsMonths) {
  const Tick noon = kFrom2022.tick(2022y / May / 31) + 12 * kHour;
  EXPECT_EQ(kFrom2022.after(noon, {1, 30}), kFrom2022.tick(2022y / June / 30) + 12 * kHour + 30);
  EXPECT_EQ(kFrom2022.after(noon, {0, 90}), noon + 90);
}

TEST(Timeline, CountsMonthsFromTheMonthOfTheStart) {
  const Timeline from_march(Date{2022y / March / 15});
  EXPECT_EQ(from_march.month_index(0), 0);
  EXPECT_EQ(from_march.month_index(from_march.tick(2022y / March / 31)), 0);
  EXPECT_EQ(from_march.month_index(from_march.tick(2022y / April / 1)), 1);
  EXPECT_EQ(from_march.month_index(from_march.tick(2023y / March / 1)), 12);
  EXPECT_EQ(from_march.month_begin(0), 0);
  EXPECT_EQ(from_march.month_begin(1), 17 * kDay);
  EXPECT_EQ(from_march.iso(from_march.month_begin(24)), "2024-03-01");
  EXPECT_EQ(from_march.year(from_march.month_begin(10)), 2023);
}

TEST(Timeline, EveryMonthOfFortyYearsBeginsWhereItsIndexSays) {
  for (int index = 0; index < 480; ++index) {
    const Tick begin = kFrom2022.month_begin(index);
    EXPECT_EQ(kFrom2022.month_index(begin), index);
    if (index > 0) {
      EXPECT_EQ(kFrom2022.month_index(begin - 1), index - 1);
    }
  }
}

TEST(Timeline, StartsOnADateThatExists) {
  EXPECT_THROW(Timeline(Date{2023y / February / 29}), std::invalid_argument);
}

TEST(ParseDate, ReadsIsoDates) {
  EXPECT_EQ(parse_date("2027-03-01"), Date(2027y / March / 1));
  EXPECT_EQ(parse_date("2024-02-29"), Date(2024y / February / 29));
  EXPECT_EQ(iso(parse_date("0999-12-31")), "0999-12-31");
}

TEST(ParseDate, RefusesEverythingElse) {
  for (const char* text :
       {"", "2027", "2027-3-1", "2027-02-29", "2027-13-01", "2027-00-10", "2027-01-32", "27-01-01",
        "2027/01/01", "2027-01-01 ", "-027-01-01", "2027-01-0a"}) {
    EXPECT_THROW(static_cast<void>(parse_date(text)), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace chokepoint
