#include "sim/engine/calendar.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

namespace chokepoint {
namespace {

Action numbered(std::uint64_t number) {
  return {[](void*, std::uint64_t) {}, nullptr, number};
}

std::vector<std::uint64_t> take_all(Calendar& calendar) {
  std::vector<std::uint64_t> taken;
  while (!calendar.empty())
    taken.push_back(calendar.take().argument);
  return taken;
}

TEST(Calendar, GivesItemsByTickThenPriorityThenSequence) {
  Calendar calendar;
  calendar.schedule(7, Priority::delivery, numbered(1));
  calendar.schedule(5, Priority::planning, numbered(2));
  calendar.schedule(5, Priority::outage, numbered(3));
  calendar.schedule(5, Priority::planning, numbered(4));
  calendar.schedule(0, Priority::horizon, numbered(5));
  EXPECT_EQ(calendar.next_due(), 0);
  EXPECT_EQ(calendar.next_priority(), Priority::horizon);
  EXPECT_THAT(take_all(calendar), testing::ElementsAre(5, 3, 2, 4, 1));
}

TEST(Calendar, AgreesWithASortOnTenThousandRandomItems) {
  const Stream random = RandomSource(1).stream("calendar", "test");
  Calendar calendar;
  std::vector<std::tuple<Tick, Priority, std::uint64_t>> expected;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const auto due = static_cast<Tick>(random.bits(2 * i) % 500);
    const auto priority = static_cast<Priority>(random.bits(2 * i + 1) % 8);
    calendar.schedule(due, priority, numbered(i));
    expected.emplace_back(due, priority, i);
  }
  std::sort(expected.begin(), expected.end());
  for (const auto& [due, priority, number] : expected) {
    ASSERT_EQ(calendar.next_due(), due);
    ASSERT_EQ(calendar.next_priority(), priority);
    ASSERT_EQ(calendar.take().argument, number);
  }
  EXPECT_TRUE(calendar.empty());
}

TEST(Calendar, ForgetsCancelledItems) {
  Calendar calendar;
  const auto first = calendar.schedule(1, Priority::callback, numbered(1));
  calendar.schedule(2, Priority::callback, numbered(2));
  const auto third = calendar.schedule(3, Priority::callback, numbered(3));
  EXPECT_TRUE(calendar.cancel(first));
  EXPECT_TRUE(calendar.cancel(third));
  EXPECT_EQ(calendar.size(), 1U);
  EXPECT_THAT(take_all(calendar), testing::ElementsAre(2));
}

TEST(Calendar, RefusesToCancelWhatIsGone) {
  Calendar calendar;
  const auto ticket = calendar.schedule(1, Priority::callback, numbered(1));
  calendar.take();
  EXPECT_FALSE(calendar.cancel(ticket));
  // The slot lives on with another item; the old ticket must not hit it.
  calendar.schedule(2, Priority::callback, numbered(2));
  EXPECT_FALSE(calendar.cancel(ticket));
  EXPECT_FALSE(calendar.cancel(0));
  EXPECT_EQ(calendar.size(), 1U);
}

TEST(Calendar, KeepsTheOrderWhenMostItemsAreCancelled) {
  Calendar calendar;
  std::vector<Calendar::Ticket> tickets;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    tickets.push_back(
        calendar.schedule(static_cast<Tick>(i * 7919 % 5000), Priority::callback, numbered(i)));
  }
  for (std::uint64_t i = 0; i < 5000; ++i) {
    if (i % 50 != 0) {
      EXPECT_TRUE(calendar.cancel(tickets[i]));
    }
  }
  EXPECT_EQ(calendar.size(), 100U);
  Tick last = -1;
  int taken = 0;
  for (; !calendar.empty(); ++taken) {
    EXPECT_GT(calendar.next_due(), last);
    last = calendar.next_due();
    EXPECT_EQ(calendar.take().argument % 50, 0U);
  }
  EXPECT_EQ(taken, 100);
}

TEST(Calendar, ShufflesTiesAndNothingElse) {
  const auto order = [](bool shuffle, std::uint64_t seed) {
    Calendar calendar(shuffle, seed);
    for (std::uint64_t i = 0; i < 60; ++i) {
      calendar.schedule(static_cast<Tick>(i / 20), Priority::callback, numbered(i));
    }
    return take_all(calendar);
  };
  const auto plain = order(false, 0);
  EXPECT_TRUE(std::is_sorted(plain.begin(), plain.end()));
  const auto shuffled = order(true, 1);
  EXPECT_NE(shuffled, plain);
  EXPECT_NE(shuffled, order(true, 2));
  EXPECT_EQ(shuffled, order(true, 1));
  for (std::size_t i = 0; i < shuffled.size(); ++i)
    EXPECT_EQ(shuffled[i] / 20, i / 20);
  EXPECT_THAT(shuffled, testing::UnorderedElementsAreArray(plain));
}

}  // namespace
}  // namespace chokepoint
