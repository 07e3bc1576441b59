// Through what something ran short: goods, orders and events, step by step.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/record/shortage_worlds.hpp"

namespace chokepoint {
namespace {

using testing::HasSubstr;

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
