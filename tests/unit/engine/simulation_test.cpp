#include "sim/engine/simulation.hpp"

#include <new>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/engine/scripted_actor.hpp"

namespace chokepoint::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string message_of(Simulation& simulation) {
  try {
    simulation.run();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

TEST(Simulation, RunsWithoutActorsToTheHorizon) {
  Simulation simulation({.horizon = 100});
  std::vector<Tick> seen;
  Item item{[&] { seen.push_back(simulation.now()); }};
  for (const Tick due : {101, 100, 40, 0}) {
    simulation.at(due, Priority::callback, item.as_action());
  }
  simulation.run();
  EXPECT_THAT(seen, ElementsAre(0, 40, 100));
  EXPECT_EQ(simulation.now(), 100);
  EXPECT_EQ(simulation.events(), 3U);
  EXPECT_EQ(simulation.wakeups(), 0U);
}

TEST(Simulation, TellsOfMarksBeforeWhatIsDueThenAndCountsNoEvent) {
  Simulation simulation({.horizon = 100});
  std::vector<Tick> seen;
  Item item{[&] { seen.push_back(-simulation.now()); }};
  for (const Tick due : {10, 30, 40})
    simulation.at(due, Priority::callback, item.as_action());
  simulation.watch({20, 25, 40, 100, 101}, [&](Tick mark) { seen.push_back(mark); });
  simulation.run();
  EXPECT_THAT(seen, ElementsAre(-10, 20, 25, -30, 40, -40, 100)) << "nothing beyond the horizon";
  EXPECT_EQ(simulation.events(), 3U);
}

TEST(Simulation, OrdersWhatIsDueAtTheSameTickByPriorityThenByScheduling) {
  Simulation simulation({.horizon = 10});
  std::vector<int> order;
  std::vector<Item> items;
  for (int i = 0; i < 4; ++i)
    items.push_back({[&order, i] { order.push_back(i); }});
  simulation.at(5, Priority::planning, items[0].as_action());
  simulation.at(5, Priority::delivery, items[1].as_action());
  simulation.at(5, Priority::outage, items[2].as_action());
  simulation.at(5, Priority::delivery, items[3].as_action());
  simulation.run();
  EXPECT_THAT(order, ElementsAre(2, 1, 3, 0));
}

TEST(Simulation, AnItemMayScheduleForItsOwnTick) {
  Simulation simulation({.horizon = 10});
  std::vector<int> order;
  Item urgent{[&] { order.push_back(1); }};
  Item later{[&] { order.push_back(2); }};
  Item first{[&] {
    order.push_back(0);
    simulation.at(5, Priority::planning, later.as_action());
    simulation.at(5, Priority::outage, urgent.as_action());
  }};
  simulation.at(5, Priority::delivery, first.as_action());
  simulation.run();
  EXPECT_THAT(order, ElementsAre(0, 1, 2));
}

TEST(Simulation, RefusesThePastAndTheUnreachableFuture) {
  Simulation simulation({.horizon = 10});
  Item nothing{[] {}};
  Item late{[&] { simulation.at(4, Priority::callback, nothing.as_action()); }};
  simulation.at(5, Priority::callback, late.as_action());
  EXPECT_THROW(simulation.at(-1, Priority::callback, nothing.as_action()), ModelError);
  EXPECT_THROW(simulation.at(kNever, Priority::callback, nothing.as_action()), ModelError);
  EXPECT_THAT(message_of(simulation), HasSubstr("nothing can be scheduled for the past"));
}

TEST(Simulation, CancelledItemsDoNotHappen) {
  Simulation simulation({.horizon = 10});
  int happened = 0;
  Item item{[&] { ++happened; }};
  const auto ticket = simulation.at(5, Priority::callback, item.as_action());
  simulation.at(6, Priority::callback, item.as_action());
  EXPECT_TRUE(simulation.cancel(ticket));
  EXPECT_FALSE(simulation.cancel(ticket));
  simulation.run();
  EXPECT_EQ(happened, 1);
}

TEST(Simulation, SaysWhenMemoryEnded) {
  using namespace std::chrono;
  Simulation simulation({.horizon = 100 * kDay, .start = Date{2022y / January / 1}});
  Item small{[] {}};
  Item large{[] { throw std::bad_alloc(); }};
  simulation.at(kDay, Priority::callback, small.as_action());
  simulation.at(31 * kDay, Priority::callback, large.as_action());
  try {
    simulation.run();
    FAIL() << "the error was lost";
  } catch (const RunError& error) {
    EXPECT_STREQ(error.what(), "out of memory after 2 events on 2022-02-01");
  }
}

TEST(Simulation, NamesTheDateOfAnItemThatThrows) {
  using namespace std::chrono;
  Simulation simulation({.horizon = 100 * kDay, .start = Date{2022y / January / 1}});
  Item item{[] { throw ModelError("negative stock"); }};
  simulation.at(31 * kDay + 5, Priority::callback, item.as_action());
  try {
    simulation.run();
    FAIL() << "the error was lost";
  } catch (const RunError& error) {
    EXPECT_STREQ(error.what(), "on 2022-02-01: negative stock");
    EXPECT_THROW(std::rethrow_if_nested(error), ModelError);
  }
}

TEST(Simulation, RunsOnce) {
  Simulation simulation({.horizon = 1});
  simulation.run();
  EXPECT_THROW(simulation.run(), ModelError);
}

TEST(Simulation, SitesLieInRegions) {
  Simulation simulation({.horizon = 1});
  simulation.add_region("taiwan");
  simulation.add_region("arizona");
  simulation.add_site("tainan", "taiwan");
  simulation.add_site("hsinchu", "taiwan");
  EXPECT_THROW(simulation.add_site("phoenix", "nevada"), ModelError);
  EXPECT_THROW(simulation.add_site("tainan", "taiwan"), ModelError);
  EXPECT_THROW(simulation.add_region("taiwan"), ModelError);
  EXPECT_TRUE(simulation.has_site("tainan"));
  EXPECT_FALSE(simulation.has_site("phoenix"));
  EXPECT_THAT(simulation.sites_in("taiwan"), ElementsAre("hsinchu", "tainan"));
  // During the run the kernel is asked, which has them as hosts in zones.
  std::vector<std::string> in_kernel;
  Item item{[&] { in_kernel = simulation.sites_in("taiwan"); }};
  simulation.at(1, Priority::callback, item.as_action());
  simulation.run();
  EXPECT_THAT(in_kernel, ElementsAre("hsinchu", "tainan"));
}

}  // namespace
}  // namespace chokepoint::test
