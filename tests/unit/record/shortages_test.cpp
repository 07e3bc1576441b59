// When something runs short beside a base, and when it is back: exact small series.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/record/comparison.hpp"
#include "tests/unit/record/example_result.hpp"
#include "tests/unit/record/measure_index.hpp"

namespace chokepoint {
namespace {

using testing::HasSubstr;

constexpr std::size_t kMonths = 84;
constexpr std::size_t kEvent = 24;

const std::size_t kWafers = index_of("logic_wafers");
const std::size_t kTools = index_of("euv_tools");

/// Ten a month of everything, a GW a month more online.
WorldFigures steady() {
  WorldFigures figures;
  figures.years.resize(kMonths / 12);
  for (std::size_t m = 0; m < kMonths; ++m)
    figures.online.push_back(static_cast<double>(m + 1));
  figures.measures.assign(measure_count(), std::vector<double>(kMonths, 10.0));
  figures.stocked.assign(kMonths, 0.0);
  return figures;
}

Date month_date(std::size_t month) {
  return date(2026 + static_cast<int>(month / 12), static_cast<unsigned>(month % 12) + 1, 1);
}

/// Struck in that month; what is made in some months is something else.
WorldFigures struck(std::size_t event, const std::vector<std::pair<std::size_t, double>>& made,
                    std::size_t measure = kWafers) {
  WorldFigures figures = steady();
  figures.events = {{"stop", "stop", month_date(event), std::nullopt, 0}};
  for (const auto& [month, amount] : made)
    figures.measures[measure].at(month) = amount;
  return figures;
}

std::vector<std::pair<std::size_t, double>> months(std::size_t from, std::size_t to, double made) {
  std::vector<std::pair<std::size_t, double>> list;
  for (std::size_t m = from; m < to; ++m)
    list.emplace_back(m, made);
  return list;
}

Comparison beside_steady(std::vector<WorldFigures> runs) {
  Comparison comparison;
  comparison.set_table(models::compared_figures());
  comparison.start = month_date(0);
  comparison.end = month_date(kMonths);
  for (std::size_t y = 0; y < kMonths / 12; ++y)
    comparison.years.push_back(2026 + static_cast<int>(y));
  for (std::size_t m = 0; m < kMonths; ++m)
    comparison.months.push_back(month_date(m));
  ComparedWorld base{"base", {"b.yaml"}, "", {}};
  for (std::size_t s = 0; s < runs.size(); ++s) {
    comparison.seeds.push_back(s + 1);
    base.runs.push_back(steady());
  }
  comparison.worlds = {base, {"stop", {"b.yaml", "s.yaml"}, "", std::move(runs)}};
  return comparison;
}

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

/// What waits to be begun of wafers and what could be made, in every month.
WorldFigures with_books(WorldFigures figures, double waiting, double able) {
  figures.waiting.resize(measure_count());
  figures.able.resize(measure_count());
  figures.waiting[kWafers].assign(kMonths, waiting);
  figures.able[kWafers].assign(kMonths, able);
  return figures;
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

/// Who makes wafers and tools at both ends of the comparison, and what they got.
WorldFigures with_firms(WorldFigures figures, double chips, double optics, double chips_missed) {
  const auto all = [](double amount) { return std::vector<double>(kMonths, amount); };
  figures.members = {{kTools, "asml", "", figures.measures[kTools]},
                     {kWafers, "tsmc", "", figures.measures[kWafers]}};
  figures.supplies = {{"chips", "asml", "taiwan_fab", all(chips), all(chips_missed)},
                      {"chips", "asml", "other_fab", all(1), all(0)},
                      {"optics", "asml", "zeiss", all(optics), all(0)},
                      {"n3_wafer", "nvidia", "tsmc", all(optics), all(0)}};
  return figures;
}

std::optional<Through> through_of(const WorldFigures& here, std::size_t measure) {
  Comparison comparison = beside_steady({here});
  comparison.worlds[0].runs[0] = with_firms(steady(), 10, 10, 0);
  for (const Shortage& one : shortages(comparison, 1)) {
    if (one.measure == measure)
      return one.through;
  }
  return std::nullopt;
}

TEST(Shortages, ComeThroughTheGoodThatWasMissedMost) {
  const auto dip = struck(kEvent, months(26, 50, 2.0), kTools);
  const auto through = through_of(with_firms(dip, 1, 0, 5), kTools);
  ASSERT_TRUE(through);
  EXPECT_EQ(sentence(*through),
            "for want of chips of taiwan_fab");                 // optics: nobody asked for more
  EXPECT_FALSE(through_of(with_firms(dip, 1, 0, 0), kTools));   // nothing was missed
  EXPECT_FALSE(through_of(with_firms(dip, 10, 0, 5), kTools));  // as much came as in the base
  EXPECT_FALSE(through_of(dip, kTools));                        // no order tells
}

TEST(Shortages, AreNotForWantOfAGoodThatTheBaseHadNotYetHad) {
  // All of the new chips is missing and only a part of the old: but nobody had made anything of the
  // new when tools fell short.
  const auto all = [](double amount) { return std::vector<double>(kMonths, amount); };
  std::vector<double> from_then_on = all(0);
  std::fill(from_then_on.begin() + 30, from_then_on.end(), 10.0);
  WorldFigures dip = with_firms(struck(kEvent, months(26, 50, 2.0), kTools), 1, 0, 5);
  dip.supplies.push_back({"new_chips", "asml", "new_fab", all(0), all(5)});
  Comparison comparison = beside_steady({dip});
  comparison.worlds[0].runs[0] = with_firms(steady(), 10, 10, 0);
  comparison.worlds[0].runs[0].supplies.push_back(
      {"new_chips", "asml", "new_fab", from_then_on, all(0)});
  const std::vector<Shortage> found = shortages(comparison, 1);
  ASSERT_EQ(found.size(), 1U);
  ASSERT_TRUE(found[0].through);
  EXPECT_EQ(sentence(*found[0].through), "for want of chips of taiwan_fab");
}

std::vector<std::string> back_of(const WorldFigures& here, std::size_t measure) {
  Comparison comparison = beside_steady({here});
  comparison.worlds[0].runs[0] = with_firms(steady(), 10, 10, 0);
  std::vector<std::string> steps;
  for (const Shortage& one : shortages(comparison, 1)) {
    for (const Through& step : one.back)
      steps.push_back(one.measure == measure ? sentence(step) : "");
  }
  return steps;
}

TEST(Shortages, AreFollowedFromGoodToGoodBackToTheEvent) {
  auto dip = with_firms(struck(kEvent, months(26, 50, 2.0), kTools), 1, 0, 5);
  EXPECT_THAT(back_of(dip, kTools), testing::IsEmpty());  // nothing is known of its makers
  dip.events[0].struck = {"taiwan_fab"};
  EXPECT_THAT(back_of(dip, kTools), testing::ElementsAre("stop strikes taiwan_fab"));
  dip.events[0].kind = "lane";
  EXPECT_THAT(back_of(dip, kTools),
              testing::ElementsAre("stop stops goods of taiwan_fab on their way"));
  dip.events[0].kind = "policy";
  EXPECT_THAT(back_of(dip, kTools), testing::ElementsAre("stop bans sales of taiwan_fab"));
  dip.events[0].kind = "stop";
  dip.events[0].struck = {"blanks_maker"};
  const auto all = [](double amount) { return std::vector<double>(kMonths, amount); };
  dip.supplies.push_back({"blanks", "taiwan_fab", "blanks_maker", all(0), all(5)});
  Comparison comparison = beside_steady({dip});
  comparison.worlds[0].runs[0] = with_firms(steady(), 10, 10, 0);
  comparison.worlds[0].runs[0].supplies.push_back(
      {"blanks", "taiwan_fab", "blanks_maker", all(5), all(0)});
  const std::vector<Shortage> found = shortages(comparison, 1);
  ASSERT_EQ(found.size(), 1U);
  ASSERT_EQ(found[0].back.size(), 2U);
  EXPECT_EQ(sentence(found[0].back[0]), "for want of blanks of blanks_maker");
  EXPECT_EQ(sentence(found[0].back[1]), "stop strikes blanks_maker");
}

/// Makes wafers of one good alone, of which so much comes in each month, and owes its buyers so
/// much.
WorldFigures with_one_good(WorldFigures figures, const std::vector<double>& came, double owed) {
  const auto all = [](double amount) { return std::vector<double>(kMonths, amount); };
  figures.members = {{kWafers, "tsmc", "", figures.measures[kWafers]}};
  figures.supplies = {{"chips", "tsmc", "other_fab", came, all(0)},
                      {"n3_wafer", "nvidia", "tsmc", figures.measures[kWafers], all(owed)}};
  return figures;
}

Shortage one_good(const WorldFigures& run, const std::vector<double>& came, double owed) {
  Comparison comparison = beside_steady({with_one_good(run, came, owed)});
  const std::vector<double> steadily(kMonths, 10.0);
  comparison.worlds[0].runs[0] = with_one_good(steady(), steadily, 1);
  const std::vector<Shortage> found = shortages(comparison, 1);
  EXPECT_EQ(found.size(), 1U);
  return found.empty() ? Shortage{} : found.front();
}

TEST(Shortages, AreNotForWantOfAGoodThatNobodyWaitsFor) {
  const auto dip = struck(kEvent, months(26, 50, 2.0));
  const std::vector<double> less(kMonths, 2.0);
  const Shortage ordered = one_good(dip, less, 1);  // owes no more than in the base
  ASSERT_TRUE(ordered.through);
  EXPECT_EQ(sentence(*ordered.through), "less n3_wafer for nvidia");
  EXPECT_EQ(ordered.less_ordered, true);
  const Shortage waiting = one_good(dip, less, 2);
  ASSERT_TRUE(waiting.through);
  EXPECT_EQ(sentence(*waiting.through), "for want of chips of other_fab");
}

TEST(Shortages, AreForWantOfAGoodThatIsStillOnOrder) {
  const auto all = [](double amount) { return std::vector<double>(kMonths, amount); };
  const auto dip = with_firms(struck(kEvent, months(26, 50, 2.0), kTools), 10, 2, 0);
  const auto through = [&](double on_order) {
    Comparison comparison = beside_steady({dip});
    comparison.worlds[0].runs[0] = with_firms(steady(), 10, 10, 0);
    for (ComparedWorld& world : comparison.worlds) {
      for (WorldFigures::Supply& supply : world.runs[0].supplies)
        supply.on_order = all(20);
    }
    comparison.worlds[1].runs[0].supplies[2].on_order = all(on_order);  // optics
    const std::vector<Shortage> found = shortages(comparison, 1);
    return found.size() == 1 && found[0].through ? sentence(*found[0].through) : "";
  };
  EXPECT_EQ(through(20), "");
  EXPECT_EQ(through(21), "for want of optics of zeiss");  // due later, and less of it came
}

TEST(Shortages, AreForWantOfAGoodThatCameTooLate) {
  const auto dip = struck(kEvent, months(26, 34, 0.0));
  std::vector<double> late(kMonths, 10.0);
  for (std::size_t m = 20; m < 30; ++m)
    late[m] = 0;
  late[30] = 110;  // all of it, within the twelve months about the first
  const Shortage found = one_good(dip, late, 2);
  ASSERT_TRUE(found.through);
  EXPECT_EQ(sentence(*found.through), "for want of chips of other_fab");
  // What came too late before these months, and has come since, is looked for half a year earlier.
  std::vector<double> before(kMonths, 10.0);
  for (std::size_t m = 14; m < 20; ++m)
    before[m] = 0;
  before[20] = 70;
  ASSERT_TRUE(one_good(dip, before, 2).through);
  EXPECT_EQ(one_good(dip, before, 2).through->what, "chips");
}

TEST(Shortages, NameAnEventAsLongAsItOrItsWakeLasts) {
  const auto through = [](std::optional<Date> to, std::size_t back) {
    // Struck in month 24; sells nothing until some month, and a tenth from month 60 on.
    auto made = months(kEvent, back, 0.0);
    for (const auto& later : months(60, 72, 1.0))
      made.push_back(later);
    WorldFigures run = with_one_good(struck(kEvent, made), std::vector<double>(kMonths, 10.0), 1);
    run.events[0].to = to;
    run.events[0].struck = {"tsmc"};
    // Its tools are fewer from month 60 on, and those of no other.
    for (std::size_t m = 60; m < kMonths; ++m)
      run.measures[kTools][m] = 1;
    run.members.push_back({kTools, "tsmc", "", run.measures[kTools]});
    Comparison comparison = beside_steady({run});
    WorldFigures base = with_one_good(steady(), std::vector<double>(kMonths, 10.0), 1);
    base.members.push_back({kTools, "tsmc", "", base.measures[kTools]});
    comparison.worlds[0].runs[0] = base;
    for (const Shortage& one : shortages(comparison, 1)) {
      if (one.measure == kTools)
        return one.through ? std::string(text(one.through->kind)) : "none";
    }
    return std::string("no shortage");
  };
  EXPECT_EQ(through(std::nullopt, 50), "event");
  EXPECT_EQ(through(month_date(58), 50), "event");
  EXPECT_EQ(through(month_date(36), 50), "event");  // up to month 59 twelve are not back
  EXPECT_EQ(through(month_date(36), 40), "ordered");
}

TEST(Shortages, OfWhatALaneLosesNameTheLane) {
  auto dip = struck(kEvent, months(26, 50, 2.0), kTools);
  dip.events[0].kind = "lane";
  dip.events[0].struck = {"asml"};
  const auto through = through_of(with_firms(dip, 10, 10, 0), kTools);
  ASSERT_TRUE(through);  // asml got all that it wanted
  EXPECT_EQ(sentence(*through), "stop stops goods of asml on their way");
}

/// All that is known of a world in which nvidia takes less, and the event strikes somebody.
std::vector<Shortage> with_less_taken(const char* kind, const std::string& firm,
                                      const std::vector<WorldFigures::Supply>& more) {
  WorldFigures dip = with_books(struck(kEvent, months(26, 50, 2.0)), 0, 20);
  dip.events[0].kind = kind;
  dip.events[0].struck = {firm};
  Comparison comparison = beside_steady({with_firms(dip, 10, 2, 0)});
  comparison.worlds[0].runs[0] = with_firms(with_books(steady(), 10, 20), 10, 10, 0);
  for (WorldFigures::Supply supply : more) {
    comparison.worlds[1].runs[0].supplies.push_back(supply);
    supply.came.assign(kMonths, 10.0);
    supply.missed.assign(kMonths, 0.0);
    comparison.worlds[0].runs[0].supplies.push_back(supply);
  }
  return shortages(comparison, 1);
}

TEST(Shortages, OfWhatIsLessOrderedGoOnToWhyItIs) {
  const auto all = [](double amount) { return std::vector<double>(kMonths, amount); };
  const auto steps = [&](const char* kind, const std::string& firm,
                         const std::vector<WorldFigures::Supply>& more) {
    std::vector<std::string> told;
    for (const Shortage& one : with_less_taken(kind, firm, more)) {
      told.push_back(one.through ? sentence(*one.through) : "");
      for (const Through& step : one.back)
        told.push_back(sentence(step));
    }
    return told;
  };
  using testing::ElementsAre;
  // Customers want less, or have no money.
  EXPECT_THAT(steps("demand", "nvidia", {}),
              ElementsAre("less n3_wafer for nvidia", "stop lets nvidia want less"));
  EXPECT_THAT(steps("capital", "nvidia", {}),
              ElementsAre("less n3_wafer for nvidia", "stop keeps money from nvidia"));
  // What it makes may not be sold.
  EXPECT_THAT(steps("policy", "nvidia", {}),
              ElementsAre("less n3_wafer for nvidia", "stop bans sales of nvidia"));
  // The buyer lacks something else.
  EXPECT_THAT(steps("stop", "sk_hynix", {{"hbm", "nvidia", "sk_hynix", all(2), all(5)}}),
              ElementsAre("less n3_wafer for nvidia", "for want of hbm of sk_hynix",
                          "stop strikes sk_hynix"));
  // Or what it sells is less ordered.
  EXPECT_THAT(steps("capital", "openai", {{"accelerator", "openai", "nvidia", all(2), all(0)}}),
              ElementsAre("less n3_wafer for nvidia", "less accelerator for openai",
                          "stop keeps money from openai"));
  // Of which nothing is told where it leads to no event.
  EXPECT_THAT(steps("stop", "nobody", {{"accelerator", "openai", "nvidia", all(2), all(0)}}),
              ElementsAre("less n3_wafer for nvidia"));
}

TEST(Shortages, AreForWantOfWhatWasMissingWhenTheyShowed) {
  // A twentieth less from the event on, half from month 36 on: below nine tenths in month 37.
  auto made = months(kEvent, 36, 9.5);
  for (const auto& later : months(36, 50, 5.0))
    made.push_back(later);
  const WorldFigures dip = struck(kEvent, made);
  const Shortage found = one_good(dip, dip.measures[kWafers], 2);
  EXPECT_EQ(found.first, 26U);  // of the months about it a thirtieth is missing
  EXPECT_EQ(found.shown, 37U);  // of the twelve up to it an eighth
  ASSERT_TRUE(found.through);
  EXPECT_EQ(sentence(*found.through), "for want of chips of other_fab");
}

TEST(Shortages, SayWhereNoOrderTellsWhy) {
  const Comparison comparison = beside_steady({struck(kEvent, months(26, 30, 0.0))});
  EXPECT_THAT(comparison_text(comparison, {}), HasSubstr("through what, no order tells\n"));
}

TEST(Shortages, OfCapacityAreForWantOfOrdersOfWhatItMakes) {
  const std::size_t lines = index_of("packaging_capacity");
  const auto houses = [&](WorldFigures figures, double taken) {
    figures.members = {{lines, "osat", "", figures.measures[lines]}};
    figures.supplies = {{"packages", "nvidia", "osat", std::vector<double>(kMonths, taken),
                         std::vector<double>(kMonths, 0.0)}};
    return figures;
  };
  Comparison comparison =
      beside_steady({houses(struck(kEvent, months(26, kMonths, 2.0), lines), 5)});
  comparison.worlds[0].runs[0] = houses(steady(), 10);
  const std::vector<Shortage> found = shortages(comparison, 1);
  ASSERT_EQ(found.size(), 1U);
  ASSERT_TRUE(found[0].through);
  EXPECT_EQ(sentence(*found[0].through), "less packages for nvidia");
  EXPECT_EQ(found[0].less_ordered, true);
}

TEST(Shortages, ComeThroughTheEventThatStrikesWhoMakesIt) {
  auto dip = struck(kEvent, months(26, 50, 2.0), kTools);
  dip.events[0].struck = {"asml", "tsmc"};
  const auto through = through_of(with_firms(dip, 1, 0, 5), kTools);
  ASSERT_TRUE(through);
  EXPECT_EQ(sentence(*through), "stop strikes asml");
  dip.events[0].struck = {"tsmc"};
  EXPECT_EQ(sentence(*through_of(with_firms(dip, 1, 0, 5), kTools)),
            "for want of chips of taiwan_fab");
}

TEST(Shortages, OfWhatIsLessOrderedNameWhoTakesLess) {
  const auto dip = with_books(struck(kEvent, months(26, 50, 2.0)), 0, 20);
  Comparison comparison = beside_steady({with_firms(dip, 10, 2, 0)});
  comparison.worlds[0].runs[0] = with_firms(with_books(steady(), 10, 20), 10, 10, 0);
  const std::vector<Shortage> found = shortages(comparison, 1);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].less_ordered, true);
  ASSERT_TRUE(found[0].through);
  EXPECT_EQ(sentence(*found[0].through), "less n3_wafer for nvidia");
}

TEST(Supplies, TellWhatCameAndWhatWasRefusedOrOverdue) {
  RunResult result;
  result.start = date(2026, 1, 1);
  OrderRow order;
  order.commodity = "chips";
  order.buyer = "asml";
  order.seller = "fab";
  order.quantity = 4;
  order.placed = 0;
  order.wanted = 32 * kDay;
  order.delivered = 100 * kDay;  // in April
  order.delivered_quantity = 4;
  order.status = OrderStatus::delivered;
  OrderRow refused = order;
  refused.placed = 40 * kDay;
  refused.delivered = kNever;
  refused.delivered_quantity = 0;
  refused.status = OrderStatus::rejected;
  OrderRow open = refused;
  open.status = OrderStatus::open;
  open.wanted = 70 * kDay;
  result.orders = {order, refused, open};
  const auto supplies = supplies_of(result, 5);
  ASSERT_EQ(supplies.size(), 1U);
  EXPECT_THAT(supplies[0].came, testing::ElementsAre(0, 0, 0, 4, 0));
  EXPECT_THAT(supplies[0].on_order, testing::ElementsAre(4, 4 + 4, 4 + 4, 4, 4));
  // What is overdue is so in every month until it comes; what was refused, in that of the order.
  EXPECT_THAT(supplies[0].missed, testing::ElementsAre(0, 4 + 4, 4 + 4, 4, 4));
}

}  // namespace
}  // namespace chokepoint
