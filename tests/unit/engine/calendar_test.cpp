#include "sim/engine/calendar.hpp"

#include <algorithm>
#include <map>
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

/// An ordered map, as a calendar that cannot go wrong.
class Reference {
 public:
  void schedule(Tick due, Priority priority, std::uint64_t number) {
    items_.emplace(std::tuple(due, priority, number), number);
  }
  bool cancel(Tick due, Priority priority, std::uint64_t number) {
    return items_.erase(std::tuple(due, priority, number)) > 0;
  }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] Tick next_due() const { return std::get<0>(items_.begin()->first); }
  std::uint64_t take() { return items_.extract(items_.begin()).mapped(); }

 private:
  std::map<std::tuple<Tick, Priority, std::uint64_t>, std::uint64_t> items_;
};

/// Schedules up to so far ahead, cancels and takes at random; the dates only ever grow.
void expect_agreement(std::uint64_t seed, Tick farthest) {
  const Stream random = RandomSource(seed).stream("calendar", "mixed");
  Calendar calendar;
  Reference reference;
  struct Item {
    Tick due;
    Priority priority;
    Calendar::Ticket ticket;
  };
  std::vector<Item> items;
  Tick now = 0;
  for (std::uint64_t i = 0; i < 6000 || !reference.empty(); ++i) {
    const std::uint64_t what = i < 6000 ? random.bits(4 * i) % 10 : 9;
    const std::uint64_t which = random.bits(4 * i + 1);
    if (what < 5) {
      const auto ahead = static_cast<Tick>(which % static_cast<std::uint64_t>(farthest));
      const Tick due = now + (what < 2 ? 0 : ahead);
      const auto priority = static_cast<Priority>(random.bits(4 * i + 2) % 8);
      reference.schedule(due, priority, items.size());
      items.push_back({due, priority, calendar.schedule(due, priority, numbered(items.size()))});
    } else if (what < 7 && !items.empty()) {
      const std::size_t number = which % items.size();
      const Item& item = items[number];
      ASSERT_EQ(calendar.cancel(item.ticket), reference.cancel(item.due, item.priority, number));
    } else if (!reference.empty()) {
      now = reference.next_due();
      ASSERT_EQ(calendar.next_due(), now);
      ASSERT_EQ(calendar.take().argument, reference.take());
    }
    ASSERT_EQ(calendar.size(), reference.size());
  }
  EXPECT_EQ(calendar.next_rank(), Calendar::kNoRank);
}

TEST(Calendar, AgreesWithAnOrderedMapWhateverIsScheduledCancelledAndTaken) {
  for (const Tick farthest : {kHour, 20 * kDay, 1000 * kDay, 20'000 * kDay, Tick{1} << 40}) {
    for (std::uint64_t seed = 0; seed < 5; ++seed)
      expect_agreement(seed, farthest);
  }
}

TEST(Calendar, TakesWhatIsScheduledBeforeAnItemThatItHasAlreadyLookedAt) {
  Calendar calendar;
  calendar.schedule(5000 * kDay, Priority::callback, numbered(1));
  EXPECT_EQ(calendar.next_due(), 5000 * kDay);
  calendar.schedule(4000 * kDay, Priority::callback, numbered(2));
  calendar.schedule(6000 * kDay, Priority::callback, numbered(3));
  calendar.schedule(3, Priority::callback, numbered(4));
  EXPECT_EQ(calendar.next_due(), 3);
  EXPECT_THAT(take_all(calendar), testing::ElementsAre(4, 2, 1, 3));
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
