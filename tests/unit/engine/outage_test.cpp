#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/engine/scripted_actor.hpp"

namespace chokepoint::test {
namespace {

using testing::ElementsAre;
using Log = std::vector<std::pair<Tick, std::string>>;

/// Logs its starts, messages and unwinding.
ScriptedActor::Life logged(Log& log) {
  return [&log](ScriptedActor& self) {
    struct Stop {
      Log& log;
      ScriptedActor& self;
      ~Stop() { log.emplace_back(self.now(), "stop"); }
    };
    log.emplace_back(self.now(), "start");
    const Stop stop{log, self};
    for (;;) {
      const int number = ScriptedActor::number_of(self.receive());
      log.emplace_back(self.now(), "note " + std::to_string(number));
    }
  };
}

struct OutageTest : testing::Test {
  OutageTest() {
    world.simulation.add_actor(fab, "hsinchu");
    world.simulation.add_actor(other, "tainan");
  }
  void off_at(Tick t, Priority priority = Priority::outage) {
    world.simulation.at(t, priority, off.as_action());
  }
  void on_at(Tick t, Priority priority = Priority::outage) {
    world.simulation.at(t, priority, on.as_action());
  }

  World world{100};
  Log fab_log;
  Log other_log;
  ScriptedActor fab{"fab", world.post, logged(fab_log)};
  ScriptedActor other{"other", world.post, logged(other_log)};
  Item off{[this] { world.simulation.site_off("hsinchu"); }};
  Item on{[this] { world.simulation.site_on("hsinchu"); }};
};

TEST_F(OutageTest, StopsTheActorsOfTheSiteOnlyAndStartsThemAnew) {
  off_at(20);
  on_at(50);
  world.post.send(fab, Note{1}, 10);
  world.post.send(fab, Note{2}, 60);
  world.post.send(other, Note{3}, 30);
  world.simulation.at(101, Priority::callback, on.as_action());
  world.simulation.run();
  EXPECT_THAT(fab_log, ElementsAre(Log::value_type(0, "start"), Log::value_type(10, "note 1"),
                                   Log::value_type(20, "stop"), Log::value_type(50, "start"),
                                   Log::value_type(60, "note 2"), Log::value_type(100, "stop")));
  EXPECT_THAT(other_log, ElementsAre(Log::value_type(0, "start"), Log::value_type(30, "note 3"),
                                     Log::value_type(100, "stop")));
}

TEST_F(OutageTest, KeepsMessagesInTransitAndInTheInbox) {
  world.post.send(fab, Note{1}, 20);  // arrives at the tick of the outage: after it
  world.post.send(fab, Note{2}, 30);
  off_at(20);
  on_at(50);
  world.simulation.at(101, Priority::callback, on.as_action());
  world.simulation.run();
  EXPECT_THAT(fab_log, ElementsAre(Log::value_type(0, "start"), Log::value_type(20, "stop"),
                                   Log::value_type(50, "start"), Log::value_type(50, "note 1"),
                                   Log::value_type(50, "note 2"), Log::value_type(100, "stop")));
}

TEST_F(OutageTest, ThatEndsAtItsOwnTickStillStartsActorsAnew) {
  off_at(20);
  on_at(20);
  world.simulation.at(101, Priority::callback, on.as_action());
  world.simulation.run();
  EXPECT_THAT(fab_log, ElementsAre(Log::value_type(0, "start"), Log::value_type(20, "stop"),
                                   Log::value_type(20, "start"), Log::value_type(100, "stop")));
}

TEST_F(OutageTest, StopsAnActorThatWasJustWoken) {
  world.post.send(fab, Note{1}, 20);
  off_at(20, Priority::delivery);
  on_at(50);
  world.simulation.at(101, Priority::callback, on.as_action());
  world.simulation.run();
  EXPECT_THAT(fab_log, ElementsAre(Log::value_type(0, "start"), Log::value_type(20, "stop"),
                                   Log::value_type(50, "start"), Log::value_type(50, "note 1"),
                                   Log::value_type(100, "stop")));
}

TEST_F(OutageTest, CallsOffTheDeadlinesOfStoppedActors) {
  int timeouts = 0;
  int starts = 0;
  ScriptedActor waiting("waiting", world.post, [&](ScriptedActor& self) {
    ++starts;
    if (!self.receive_until(40) && self.now() == 40)
      ++timeouts;
    static_cast<void>(self.receive());
  });
  world.simulation.add_actor(waiting, "hsinchu");
  off_at(20);
  on_at(60);
  world.simulation.at(101, Priority::callback, on.as_action());
  world.simulation.run();
  EXPECT_EQ(starts, 2);
  EXPECT_EQ(timeouts, 0);
}

TEST_F(OutageTest, DoesNotStartActorsAnewThatHadReturned) {
  int starts = 0;
  ScriptedActor brief("brief", world.post, [&](ScriptedActor&) { ++starts; });
  world.simulation.add_actor(brief, "hsinchu");
  off_at(20);
  on_at(50);
  world.simulation.at(101, Priority::callback, on.as_action());
  world.simulation.run();
  EXPECT_EQ(starts, 1);
}

TEST_F(OutageTest, MayBeCalledByAnActorOfTheSiteItself) {
  Log log;
  ScriptedActor saboteur("saboteur", world.post, [&](ScriptedActor& self) {
    log.emplace_back(self.now(), "start");
    if (self.now() > 0)
      return;
    self.sleep_until(20);
    self.simulation().site_off("hsinchu");
    log.emplace_back(self.now(), "goes on until it waits");
    self.sleep_until(21);
    log.emplace_back(self.now(), "not reached");
  });
  world.simulation.add_actor(saboteur, "hsinchu");
  on_at(50);
  world.simulation.at(101, Priority::callback, on.as_action());
  world.simulation.run();
  EXPECT_THAT(
      log, ElementsAre(Log::value_type(0, "start"), Log::value_type(20, "goes on until it waits"),
                       Log::value_type(50, "start")));
}

TEST_F(OutageTest, SwitchingTwiceDoesNothing) {
  off_at(20);
  off_at(30);
  on_at(50);
  on_at(60);
  world.simulation.at(101, Priority::callback, on.as_action());
  world.simulation.run();
  EXPECT_EQ(fab_log.size(), 4U);
  EXPECT_TRUE(world.simulation.site_is_on("hsinchu"));
}

TEST_F(OutageTest, BeforeTheStartKeepsActorsFromStarting) {
  world.simulation.site_off("hsinchu");
  on_at(50);
  world.simulation.at(101, Priority::callback, on.as_action());
  world.simulation.run();
  EXPECT_THAT(fab_log, ElementsAre(Log::value_type(50, "start"), Log::value_type(100, "stop")));
}

TEST_F(OutageTest, OfAnUnknownSiteIsAnError) {
  EXPECT_THROW(world.simulation.site_off("phoenix"), ModelError);
}

}  // namespace
}  // namespace chokepoint::test
