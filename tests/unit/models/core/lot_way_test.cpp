#include "models/core/lot_way.hpp"

#include <gtest/gtest.h>

namespace chokepoint::models {
namespace {

using Goods = Disruption::Goods;

/// Stops a part of a place between two days, kNever for ever; the last week of the way is
/// transport.
Disruption stop_of(Tick first, Tick last, double share = 1, Goods in_progress = Goods::wait) {
  Disruption stop{.name = "stop"};
  stop.from = first * kDay;
  stop.to = last == kNever ? kNever : last * kDay;
  stop.steps = {{stop.from, 1 - share}};
  if (last != kNever)
    stop.steps.push_back({stop.to, 1});
  stop.share = share;
  stop.in_progress = in_progress;
  stop.transit = 7 * kDay;
  return stop;
}

Disruption lane_of(Tick first, Tick last, Goods goods = Goods::wait, double share = 1) {
  Disruption lane{.name = "lane", .kind = Disruption::Kind::lane};
  lane.from = first * kDay;
  lane.to = last == kNever ? kNever : last * kDay;
  lane.steps = {{lane.from, 1 - share}};
  if (last != kNever)
    lane.steps.push_back({lane.to, 1});
  lane.share = share;
  lane.regions = {"island"};
  lane.in_transit = goods;
  return lane;
}

/// What becomes of lots that begin and would be at the dock on these days, worst first.
std::vector<Fate> fates(const std::vector<Disruption>& stops, Tick begun, Tick due,
                        const std::vector<Disruption>& lanes = {}) {
  std::vector<const Disruption*> met;
  for (const Disruption& stop : stops)
    met.push_back(&stop);
  std::vector<Fate> found =
      fates_of(Disruptions(lanes), met,
               {.out_of = "island", .into = "desert", .begun = begun * kDay, .due = due * kDay});
  sort_fates(found);
  return found;
}

/// The day on which all of them arrive; -1 when all are lost, -2 when they fare differently.
Tick day(const std::vector<Disruption>& stops, Tick begun, Tick due,
         const std::vector<Disruption>& lanes = {}) {
  const std::vector<Fate> found = fates(stops, begun, due, lanes);
  if (found.size() != 1)
    return -2;
  const Disruptions::Way& way = found.front().way;
  return way.lost ? -1 : way.arrives == kNever ? kNever : way.arrives / kDay;
}

/// The same part of all lots, and the same end of each.
void expect_same(const std::vector<Fate>& found, const std::vector<Fate>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_NEAR(found[i].part, expected[i].part, 1e-12);
    EXPECT_EQ(found[i].way.lost, expected[i].way.lost);
    EXPECT_EQ(found[i].way.arrives, expected[i].way.arrives);
  }
}

TEST(LotWay, ALotInProgressWaitsIsLostOrIsFinished) {
  EXPECT_EQ(day({stop_of(100, 190)}, 90, 130), 220);
  EXPECT_EQ(day({stop_of(100, 190, 1, Goods::arrive)}, 90, 130), 130);
  const std::vector<Fate> lost = fates({stop_of(100, 190, 1, Goods::lost)}, 90, 130);
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_TRUE(lost.front().way.lost);
  EXPECT_EQ(lost.front().way.arrives, 100 * kDay);
}

TEST(LotWay, TheLastDaysAreTransport) {
  const std::vector<Disruption> stop{stop_of(100, 190, 1, Goods::lost)};
  EXPECT_EQ(day(stop, 90, 107), 107);
  EXPECT_EQ(day(stop, 90, 108), -1);
}

TEST(LotWay, AStopStrikesWhatHasBegunBeforeItAndWouldArriveAfter) {
  EXPECT_EQ(day({stop_of(100, 190)}, 100, 130), 130);
  EXPECT_EQ(day({stop_of(100, 190)}, 90, 100), 100);
  EXPECT_EQ(day({stop_of(100, kNever)}, 90, 130), kNever);
}

TEST(LotWay, WhatHasAllBackAtOnceHoldsNothing) {
  Disruption null = stop_of(100, 190);
  null.steps = {{null.from, 0}, {null.from, 1}};
  EXPECT_EQ(day({null}, 90, 130), 130);
  EXPECT_EQ(day({stop_of(100, 190, 0)}, 90, 130), 130);
}

TEST(LotWay, StopsThatOverlapOrFollowAtOnceAreOneOfTheirJointLength) {
  for (const double share : {1.0, 0.6}) {
    const auto joint = fates({stop_of(100, 160, share)}, 90, 130);
    expect_same(fates({stop_of(100, 130, share), stop_of(130, 160, share)}, 90, 130), joint);
    expect_same(fates({stop_of(130, 160, share), stop_of(100, 130, share)}, 90, 130), joint);
  }
  const auto joint = fates({stop_of(100, 160)}, 90, 130);
  expect_same(fates({stop_of(100, 130), stop_of(100, 160)}, 90, 130), joint);
  expect_same(fates({stop_of(110, 160), stop_of(100, 130)}, 90, 130), joint);
  expect_same(fates({stop_of(100, 160), stop_of(110, 120, 0.1)}, 90, 130), joint);
}

TEST(LotWay, AfterOneStopALotMeetsTheNext) {
  // 10 days on the way, held for 10, on for 5, held for 20, on for 15.
  EXPECT_EQ(day({stop_of(110, 120), stop_of(125, 145)}, 100, 130), 160);
  EXPECT_EQ(day({stop_of(110, 120), stop_of(125, kNever)}, 100, 130), kNever);
  EXPECT_EQ(day({stop_of(110, 120), stop_of(125, kNever, 1, Goods::lost)}, 100, 130), -1);
}

TEST(LotWay, WhatIsHeldIsLostWithAStopThatLosesIt) {
  EXPECT_EQ(day({stop_of(100, 190), stop_of(150, kNever, 1, Goods::lost)}, 90, 130), -1);
  EXPECT_EQ(day({stop_of(100, 150), stop_of(150, kNever, 1, Goods::lost)}, 90, 130), -1);
  // One that takes a hundredth loses no more of what another one holds.
  const auto found = fates({stop_of(100, 190), stop_of(150, 151, 0.01, Goods::lost)}, 90, 130);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(found[0].way.lost);
  EXPECT_NEAR(found[0].part, 0.01, 1e-12);
  EXPECT_EQ(found[1].way.arrives, 220 * kDay);
}

TEST(LotWay, SharesOfStopsThatOverlapMultiply) {
  const Disruption half = stop_of(100, 190, 0.6, Goods::lost);
  expect_same(fates({half, half}, 90, 130), fates({stop_of(100, 190, 0.84, Goods::lost)}, 90, 130));
}

TEST(LotWay, ASmallStopBeforeALargeOneBringsNothingBackEarlier) {
  for (const Goods goods : {Goods::wait, Goods::lost}) {
    const Disruption large = stop_of(103, 163, 1, goods);
    for (const double share : {0.01, 0.1, 0.5, 1.0}) {
      for (const Tick last : {101, 104, 140, 163, 170}) {
        for (const Fate& fate : fates({stop_of(100, last, share, goods), large}, 90, 130))
          EXPECT_TRUE(fate.way.lost || fate.way.arrives >= 190 * kDay);
      }
    }
  }
}

TEST(LotWay, WhatComesBackInStagesReleasesLotsInStages) {
  Disruption staged = stop_of(100, 190);
  staged.steps = {{100 * kDay, 0}, {120 * kDay, 0.25}, {150 * kDay, 1}};
  const auto found = fates({staged}, 90, 130);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NEAR(found[0].part, 0.75, 1e-12);
  EXPECT_EQ(found[0].way.arrives, 180 * kDay);
  EXPECT_EQ(found[1].way.arrives, 150 * kDay);
}

TEST(LotWay, GoodsWaitForOneLaneAfterTheOther) {
  EXPECT_EQ(day({}, 5, 15, {lane_of(10, 20), lane_of(20, 30)}), 30);
  EXPECT_EQ(day({}, 5, 15, {lane_of(10, kNever)}), kNever);
  EXPECT_EQ(day({}, 5, 15, {lane_of(10, 20, Goods::lost)}), -1);
  EXPECT_EQ(day({}, 5, 35, {lane_of(10, 20)}), 35);
  const Disruptions events({lane_of(10, 20)});
  EXPECT_TRUE(events.lanes_closed("island", "island", 15 * kDay).empty());
  EXPECT_TRUE(events.lanes_closed("desert", "island", 15 * kDay).empty());
}

TEST(LotWay, OfWhatALaneStrikesInPartSoMuchWaitsOrIsLost) {
  expect_same(fates({}, 5, 15, {lane_of(10, 20, Goods::wait, 0.25)}),
              {{0.25, {20 * kDay}}, {0.75, {15 * kDay}}});
  expect_same(fates({}, 5, 15, {lane_of(10, 20, Goods::lost, 0.25)}),
              {{0.25, {15 * kDay, true}}, {0.75, {15 * kDay}}});
  // Half of the half that passes the first has to wait for the second.
  Disruption second = lane_of(10, kNever, Goods::wait, 0.5);
  second.name = "strait";
  expect_same(fates({}, 5, 15, {lane_of(10, 20, Goods::wait, 0.5), second}),
              {{0.5, {kNever}}, {0.25, {20 * kDay}}, {0.25, {15 * kDay}}});
}

TEST(LotWay, ALaneThatOpensInStagesLetsGoodsPassInStages) {
  Disruption lane = lane_of(10, 20);
  lane.steps = {{10 * kDay, 0.1}, {20 * kDay, 0.4}, {30 * kDay, 1}};
  expect_same(fates({}, 5, 15, {lane}),
              {{0.6, {30 * kDay}}, {0.3, {20 * kDay}}, {0.1, {15 * kDay}}});
  EXPECT_EQ(fates({}, 5, 25, {lane}).size(), 2U);
}

TEST(LotWay, OfLotsThatAreStruckAPartIsScrappedAndTheOthersWait) {
  Disruption tremor = stop_of(100, 110, 1, Goods::lost);
  tremor.scrapped = 0.05;
  expect_same(fates({tremor}, 90, 130), {{0.05, {100 * kDay, true}}, {0.95, {140 * kDay}}});
  // Of a stop that strikes half of the lots a twentieth of these.
  tremor = stop_of(100, 110, 0.5, Goods::lost);
  tremor.scrapped = 0.1;
  expect_same(fates({tremor}, 90, 130),
              {{0.05, {100 * kDay, true}}, {0.45, {140 * kDay}}, {0.5, {130 * kDay}}});
}

TEST(LotWay, GoodsAtAClosedLaneMeetStopsAsGoodsInTransit) {
  Disruption stop = stop_of(30, 50, 1, Goods::lost);
  EXPECT_EQ(day({stop}, 5, 15, {lane_of(10, 40)}), 40);
  stop.in_transit = Goods::wait;
  EXPECT_EQ(day({stop}, 5, 15, {lane_of(10, 40)}), 50);
  EXPECT_EQ(day({stop}, 5, 15, {lane_of(10, 60)}), 60);
  stop.in_transit = Goods::lost;
  EXPECT_EQ(day({stop}, 5, 15, {lane_of(10, 40)}), -1);
}

}  // namespace
}  // namespace chokepoint::models
