// When something runs short beside a base, and when it is back: exact small series.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/record/shortage_worlds.hpp"

namespace chokepoint {
namespace {

using testing::HasSubstr;

std::vector<Shortage> found_in(const std::vector<std::pair<std::size_t, double>>& made) {
  return shortages(beside_steady({struck(kEvent, made)}), 1);
}

TEST(Shortages, ADipBeginsWhereItBeganAndIsOverWhenTwelveMonthsAreBack) {
  const std::vector<Shortage> found = found_in(months(26, 30, 0.0));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].measure, kWafers);
  EXPECT_EQ(found[0].first, 26U);
  EXPECT_EQ(found[0].shown, 27U);  // ten of twelve months
  EXPECT_EQ(found[0].worst_month, 29U);
  EXPECT_DOUBLE_EQ(found[0].worst, 8.0 / 12);
  EXPECT_EQ(found[0].last, 40U);  // 29 is the only one of the four among the twelve up to it
}

TEST(Shortages, WhatOnlyComesInAnotherMonthIsNone) {
  EXPECT_TRUE(found_in({{26, 0.0}, {27, 20.0}}).empty());
  EXPECT_TRUE(found_in({{26, 5.0}, {27, 5.0}, {28, 20.0}}).empty());
  EXPECT_TRUE(found_in({{26, 20.0}, {27, 0.0}}).empty());
}

TEST(Shortages, OneOddMonthYearsLaterNeitherIsOneNorUndoesAReturn) {
  EXPECT_TRUE(found_in({{70, 0.0}}).empty());
  auto made = months(26, 30, 0.0);
  made.emplace_back(70, 0.0);
  const std::vector<Shortage> found = found_in(made);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].last, 40U);
}

TEST(Shortages, ThatNeverReturnLastToTheEnd) {
  const std::vector<Shortage> found = found_in(months(kEvent, kMonths, 4.0));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, kEvent);
  EXPECT_FALSE(found[0].last);
  EXPECT_DOUBLE_EQ(found[0].worst, 0.4);
}

TEST(Shortages, ThatFollowOnNothingAreNotListed) {
  // Four years after the event, with nothing in between.
  EXPECT_TRUE(found_in(months(72, 78, 0.0)).empty());
  // The same while what the event struck is still short.
  WorldFigures run = struck(kEvent, months(kEvent, kMonths, 4.0));
  for (std::size_t m = 72; m < 78; ++m)
    run.measures[kTools][m] = 0;
  const std::vector<Shortage> found = shortages(beside_steady({run}), 1);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].measure, kWafers);
  EXPECT_EQ(found[1].measure, kTools);
  EXPECT_EQ(found[1].first, 72U);
}

TEST(Shortages, ThatFollowOnAnyEventAreListedWhateverElseBeganBefore) {
  // A preparation two years before, and nothing follows on it.
  const auto prepared = [](WorldFigures run, std::size_t month) {
    run.events.push_back({"hedge", "shift", month_date(month), std::nullopt, 0});
    return run;
  };
  const WorldFigures stop = struck(48, months(49, 60, 0.0));
  const std::vector<Shortage> alone = shortages(beside_steady({stop}), 1);
  const std::vector<Shortage> found = shortages(beside_steady({prepared(stop, 18)}), 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, 49U);
  EXPECT_EQ(found[0].first, alone.at(0).first);
  EXPECT_EQ(found[0].last, alone.at(0).last);
  const Recovery back = recovery(beside_steady({prepared(stop, 18)}), 1);
  EXPECT_EQ(back.online_fell, recovery(beside_steady({stop}), 1).online_fell);
  // The same where the preparation comes on another date in each seed: the stop is the calendar's.
  const std::vector<Shortage> drawn =
      shortages(beside_steady({prepared(stop, 6), prepared(stop, 20), prepared(stop, 30)}), 1);
  ASSERT_EQ(drawn.size(), 1U);
  EXPECT_FALSE(drawn[0].since_event);
  EXPECT_EQ(drawn[0].first, 49U);
  // A little more had come shortly before the stop: with it the shortage begins, not with that.
  WorldFigures ahead = prepared(struck(48, months(49, 60, 0.0)), 18);
  ahead.measures[kWafers][44] = 10.5;
  EXPECT_EQ(shortages(beside_steady({ahead}), 1).at(0).first, 49U);
}

TEST(Shortages, OfAWorldWithoutAnEventFollowOnItsBeginning) {
  WorldFigures other = struck(0, months(3, 12, 4.0));
  other.events.clear();
  const std::vector<Shortage> found = shortages(beside_steady({other}), 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, 3U);
}

TEST(Shortages, ThatHalfOfTheSeedsHaveAreLeftToChance) {
  const WorldFigures dip = struck(kEvent, months(26, 34, 0.0));
  const WorldFigures more = struck(kEvent, months(26, 34, 12.0));
  EXPECT_EQ(shortages(beside_steady({dip, dip, dip}), 1).size(), 1U);
  EXPECT_TRUE(shortages(beside_steady({dip, more, dip}), 1).empty());
}

TEST(Shortages, OfDrawnDatesCountFromEachSeedsOwn) {
  // Struck in the sixth and in the fortieth month, and not at all.
  const Comparison comparison =
      beside_steady({struck(40, months(41, 47, 0.0)), steady(), struck(6, months(7, 13, 0.0))});
  const std::vector<Shortage> found = shortages(comparison, 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].since_event);
  EXPECT_EQ(found[0].first, 1U);
  EXPECT_EQ(found[0].worst_month, 6U);
  EXPECT_NEAR(found[0].worst, 0.5, 0.1);  // the early one has fewer months before it
  EXPECT_EQ(found[0].last, 17U);

  const std::vector<EventSpan> spans = event_spans(comparison.worlds[1]);
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_TRUE(spans[0].drawn);
  EXPECT_EQ(spans[0].seeds, 2U);
  EXPECT_EQ(spans[0].note.from, month_date(6));
  EXPECT_EQ(spans[0].last_from, month_date(40));
  const std::string text = comparison_text(comparison, {});
  EXPECT_THAT(text, HasSubstr("stop (stop) on drawn dates, in 2 of 3 seeds, first on 2026-07-01 to "
                              "2029-05-01"));
  EXPECT_THAT(text, HasSubstr("month 2"));
  const nlohmann::json json = nlohmann::json::parse(comparison_json(comparison));
  const auto& entry = json.at("worlds").at(1).at("timeline").at(0);
  EXPECT_TRUE(entry.at("first_month").is_null());
  EXPECT_EQ(entry.at("first_month_after"), 1);
  EXPECT_EQ(entry.at("last_month_after"), 17);
}

TEST(Shortages, OfWhatIsBackAndLessOnceMoreBothMonthsAreTold) {
  auto made = months(26, 30, 0.0);
  for (const auto& later : months(60, 66, 0.0))
    made.push_back(later);
  const Comparison comparison = beside_steady({struck(kEvent, made)});
  const std::vector<Shortage> found = shortages(comparison, 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].last, 40U);
  EXPECT_EQ(found[0].again, 61U);  // ten of twelve months once more
  EXPECT_THAT(comparison_text(comparison, {}), HasSubstr("back in 2029-05, less again 2031-02\n"));
  const nlohmann::json json = nlohmann::json::parse(comparison_json(comparison));
  const auto& entry = json.at("worlds").at(1).at("timeline").at(0);
  EXPECT_EQ(entry.at("last_month"), "2029-05-01");
  EXPECT_EQ(entry.at("again"), "2031-02-01");
  EXPECT_FALSE(found_in(months(26, 30, 0.0))[0].again);
}

/// For two years a fifth is made; of the base ten wait and twenty could be made.
Comparison with_a_fifth(double waiting, double able) {
  Comparison comparison =
      beside_steady({with_books(struck(kEvent, months(26, 50, 2.0)), waiting, able)});
  comparison.worlds[0].runs[0] = with_books(steady(), 10, 20);
  return comparison;
}

TEST(Shortages, OfWhatNobodyOrdersAreToldApartByTheBooks) {
  const auto less_ordered = [](const Comparison& comparison) {
    const std::vector<Shortage> found = shortages(comparison, 1);
    return found.size() == 1 ? found[0].less_ordered : std::nullopt;
  };
  EXPECT_EQ(less_ordered(with_a_fifth(0, 20)), true);
  EXPECT_EQ(less_ordered(with_a_fifth(2, 20)), true);     // fell as much as what is made
  EXPECT_EQ(less_ordered(with_a_fifth(2.1, 20)), false);  // more waits than that
  EXPECT_EQ(less_ordered(with_a_fifth(0, 4.1)), true);
  EXPECT_EQ(less_ordered(with_a_fifth(0, 4)), false);  // no more could be made
  EXPECT_EQ(less_ordered(beside_steady({struck(kEvent, months(26, 50, 2.0))})), std::nullopt);

  const Comparison comparison = with_a_fifth(0, 20);
  EXPECT_THAT(comparison_text(comparison, {}), HasSubstr("logic wafers made (less is ordered)"));
  EXPECT_THAT(comparison_text(with_a_fifth(10, 20), {}),
              testing::Not(HasSubstr("(less is ordered)")));
  const auto told = [](const Comparison& one) {
    return nlohmann::json::parse(comparison_json(one))
        .at("worlds")
        .at(1)
        .at("timeline")
        .at(0)
        .at("less_ordered");
  };
  EXPECT_EQ(told(comparison), true);
  EXPECT_EQ(told(with_a_fifth(10, 20)), false);
  EXPECT_TRUE(told(beside_steady({struck(kEvent, months(26, 50, 2.0))})).is_null());
}

/// A GW a month more online, but none in these months.
WorldFigures standing(std::size_t from, std::size_t to) {
  WorldFigures run = struck(kEvent, {});
  double online = 0;
  for (std::size_t m = 0; m < kMonths; ++m) {
    online += m >= from && m < to ? 0 : 1;
    run.online[m] = online;
  }
  return run;
}

TEST(Shortages, AFallLongAfterTheEventIsNoneOfIts) {
  const Recovery soon = recovery(beside_steady({standing(36, 42)}), 1);
  EXPECT_EQ(soon.additions_fell, 37U);
  EXPECT_EQ(soon.additions_back, 52U);
  EXPECT_EQ(soon.online_fell, 40U);  // 36 of 41
  const Comparison late = beside_steady({standing(37, 60)});
  EXPECT_EQ(recovery(late, 1).additions_fell, std::nullopt);
  EXPECT_EQ(recovery(late, 1).online_fell, std::nullopt);
  EXPECT_THAT(shortages(late, 1), testing::IsEmpty());
}

TEST(Shortages, OfLessThanThreeMonthsAreNone) {
  const auto fell = [](std::size_t back) {
    WorldFigures run = struck(kEvent, {});
    for (std::size_t m = 30; m < back; ++m)
      run.online[m] -= 1.3;
    return recovery(beside_steady({run}), 1).additions_fell;
  };
  EXPECT_EQ(fell(32), std::nullopt);
  EXPECT_EQ(fell(33), 30U);
}

TEST(Shortages, OfAdditionsThatComeAgainAreToldInTheRecovery) {
  WorldFigures run = struck(kEvent, {});
  double online = 0;
  for (std::size_t m = 0; m < kMonths; ++m) {
    const bool stands = (m >= 24 && m < 30) || (m >= 60 && m < 66);
    online += stands ? 0 : 1;
    run.online[m] = online;
  }
  const Recovery found = recovery(beside_steady({run}), 1);
  EXPECT_EQ(found.additions_fell, 25U);
  EXPECT_EQ(found.additions_back, 40U);
  EXPECT_EQ(found.additions_again, 61U);
}

}  // namespace
}  // namespace chokepoint
