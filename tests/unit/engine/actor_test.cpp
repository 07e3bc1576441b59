#include "sim/engine/actor.hpp"

#include <signal.h>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simgrid/s4u.hpp>

#include "tests/support/years.hpp"
#include "tests/unit/engine/scripted_actor.hpp"

namespace chokepoint::test {
namespace {

using testing::ElementsAre;
using testing::Pair;
using Arrivals = std::vector<std::pair<Tick, int>>;

ScriptedActor::Life receive_all(Arrivals& arrivals) {
  return [&arrivals](ScriptedActor& self) {
    for (;;) {
      const Message message = self.receive();
      arrivals.emplace_back(self.now(), ScriptedActor::number_of(message));
    }
  };
}

TEST(Actor, ReceivesMessagesWhenTheirDelayIsOver) {
  World world(100);
  Arrivals arrivals;
  ScriptedActor receiver("receiver", world.post, receive_all(arrivals));
  ScriptedActor sender("sender", world.post, [&](ScriptedActor& self) {
    self.post(receiver, Note{1}, 30);
    self.post(receiver, Note{2}, 10);  // overtakes
    self.sleep_until(20);
    self.post(receiver, Note{3}, 10);  // the same tick as note 1, sent later
    self.post(receiver, Note{4});
  });
  world.simulation.add_actor(receiver, "hsinchu");
  world.simulation.add_actor(sender, "tainan");
  world.simulation.at(99, Priority::callback, Action{[](void*, std::uint64_t) {}});
  world.simulation.at(101, Priority::callback, Action{[](void*, std::uint64_t) {}});
  world.simulation.run();
  EXPECT_THAT(arrivals, ElementsAre(Pair(10, 2), Pair(20, 4), Pair(30, 1), Pair(30, 3)));
  EXPECT_EQ(world.post.outstanding(), 0U);
}

TEST(Actor, StandsAtTheKernelsClockWheneverItRuns) {
  World world(years(10));
  int checked = 0;
  ScriptedActor actor("actor", world.post, [&](ScriptedActor& self) {
    for (Tick step = 1; step < 2000; ++step) {
      self.sleep_until(self.now() + step);
      ASSERT_EQ(self.simulation().kernel_clock(), static_cast<double>(self.now()));
      ++checked;
    }
  });
  // Items in between make the calendar run ahead of the kernel.
  Item item{[] {}};
  for (Tick t = 0; t < 100'000; t += 7) {
    world.simulation.at(t, Priority::callback, item.as_action());
  }
  world.simulation.add_actor(actor, "hsinchu");
  world.simulation.run();
  EXPECT_EQ(checked, 1999);
}

TEST(Actor, RunsAfterTheItemsOfTheRankThatWokeItAndBeforeTheNextRank) {
  World world(100);
  std::vector<std::string> order;
  Item booked{[&] { order.push_back("booked"); }};
  Item planned{[&] { order.push_back("planned"); }};
  ScriptedActor receiver("receiver", world.post, [&](ScriptedActor& self) {
    static_cast<void>(self.receive());
    order.push_back("received");
  });
  world.simulation.add_actor(receiver, "hsinchu");
  world.simulation.at(5, Priority::planning, planned.as_action());
  world.post.send(receiver, Note{1}, 5);
  world.simulation.at(5, Priority::delivery, booked.as_action());
  world.simulation.run();
  EXPECT_THAT(order, ElementsAre("booked", "received", "planned"));
}

TEST(Actor, WaitsForAMessageUntilADeadline) {
  World world(100);
  std::vector<std::pair<Tick, int>> results;  // -1: nothing came
  ScriptedActor receiver("receiver", world.post, [&](ScriptedActor& self) {
    for (const Tick deadline : {0, -5, 10, 20, 30, 30, 40}) {
      const auto message = self.receive_until(deadline);
      results.emplace_back(self.now(), message ? ScriptedActor::number_of(*message) : -1);
    }
  });
  world.simulation.add_actor(receiver, "hsinchu");
  world.post.send(receiver, Note{1}, 15);
  world.post.send(receiver, Note{2}, 30);  // at the tick of the deadline
  world.simulation.run();
  EXPECT_THAT(results, ElementsAre(Pair(0, -1), Pair(0, -1), Pair(10, -1), Pair(15, 1), Pair(30, 2),
                                   Pair(30, -1), Pair(40, -1)));
}

TEST(Actor, TakesWhatIsInTheInboxWhenTheDeadlineIsPast) {
  World world(100);
  int number = 0;
  ScriptedActor receiver("receiver", world.post, [&](ScriptedActor& self) {
    self.sleep_until(50);
    number = ScriptedActor::number_of(self.receive_until(10).value());
  });
  world.simulation.add_actor(receiver, "hsinchu");
  world.post.send(receiver, Note{7}, 20);
  world.simulation.run();
  EXPECT_EQ(number, 7);
}

TEST(Actor, AnOldDeadlineDoesNotEndALaterWait) {
  World world(100);
  Arrivals arrivals;
  ScriptedActor receiver("receiver", world.post, [&](ScriptedActor& self) {
    arrivals.emplace_back(self.now(), self.receive_until(50).has_value());
    arrivals.emplace_back(self.now(), ScriptedActor::number_of(self.receive()));
    arrivals.emplace_back(self.now(), self.receive_until(80).has_value());
  });
  world.simulation.add_actor(receiver, "hsinchu");
  world.post.send(receiver, Note{1}, 10);
  world.post.send(receiver, Note{2}, 70);
  world.simulation.run();
  EXPECT_THAT(arrivals, ElementsAre(Pair(10, 1), Pair(70, 2), Pair(80, 0)));
}

TEST(Actor, SleepsOnWhileMessagesAreDealtWithAtTheDock) {
  World world(100);
  std::vector<int> parcels;
  Arrivals notes;
  ScriptedActor receiver("receiver", world.post, receive_all(notes));
  receiver.dock = [&](int number) { parcels.push_back(number); };
  world.simulation.add_actor(receiver, "hsinchu");
  for (int i = 1; i <= 5; ++i)
    world.post.send(receiver, Parcel{i}, i);
  world.post.send(receiver, Note{6}, 3);
  Item end{[] {}};
  world.simulation.at(101, Priority::callback, end.as_action());
  world.simulation.run();
  EXPECT_THAT(parcels, ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(notes, ElementsAre(Pair(3, 6)));
  EXPECT_EQ(world.simulation.wakeups(), 1U);
}

TEST(Actor, SleepsOnWhileItAttendsToItsMailWithoutItsThread) {
  World world(100);
  Arrivals attended;
  Arrivals notes;
  ScriptedActor receiver("receiver", world.post, [&](ScriptedActor& self) {
    const auto message = self.receive_until(50);
    notes.emplace_back(self.now(), message ? ScriptedActor::number_of(*message) : -1);
    receive_all(notes)(self);
  });
  receiver.office = [&](ScriptedActor& self) {
    if (self.now() >= 60)
      return false;
    while (self.inbox_size() > 0)
      attended.emplace_back(self.now(), ScriptedActor::number_of(self.receive()));
    return true;
  };
  world.simulation.add_actor(receiver, "hsinchu");
  for (const int tick : {10, 10, 20, 60})
    world.post.send(receiver, Note{tick}, tick);
  Item end{[] {}};
  world.simulation.at(101, Priority::callback, end.as_action());
  world.simulation.run();
  EXPECT_THAT(attended, ElementsAre(Pair(10, 10), Pair(10, 10), Pair(20, 20)));
  EXPECT_THAT(notes, ElementsAre(Pair(50, -1), Pair(60, 60)));
  EXPECT_EQ(world.simulation.wakeups(), 4U);
}

TEST(Actor, RunsForAMessageAtTheTickOfItsDeadlineEvenIfItCouldAttendToIt) {
  World world(100);
  Arrivals arrivals;
  ScriptedActor receiver("receiver", world.post, [&](ScriptedActor& self) {
    const auto message = self.receive_until(50);
    arrivals.emplace_back(self.now(), message ? ScriptedActor::number_of(*message) : -1);
  });
  receiver.office = [](ScriptedActor&) -> bool { throw ModelError("the office is closed"); };
  world.simulation.add_actor(receiver, "hsinchu");
  world.post.send(receiver, Note{7}, 50);
  world.simulation.run();
  EXPECT_THAT(arrivals, ElementsAre(Pair(50, 7)));
}

TEST(Actor, ActsInItsTurnWhetherOrNotItNeedsItsThread) {
  World world(100);
  std::vector<std::string> order;
  const auto life = [&](ScriptedActor& self) {
    for (;;) {
      static_cast<void>(self.receive());
      order.push_back(self.name() + " ran");
    }
  };
  ScriptedActor first("first", world.post, life);
  ScriptedActor second("second", world.post, life);
  ScriptedActor third("third", world.post, life);
  for (ScriptedActor* actor : {&first, &third}) {
    actor->office = [&](ScriptedActor& self) {
      static_cast<void>(self.receive());
      order.push_back(self.name() + " attended");
      return true;
    };
  }
  for (ScriptedActor* actor : {&first, &second, &third}) {
    world.simulation.add_actor(*actor, "hsinchu");
    world.post.send(*actor, Note{1}, 10);
  }
  world.post.send(third, Note{2}, 20);
  Item end{[] {}};
  world.simulation.at(101, Priority::callback, end.as_action());
  world.simulation.run();
  // At 10 the third comes after the second, who needs his thread, so it runs as well.
  EXPECT_THAT(order, ElementsAre("first attended", "second ran", "third ran", "third attended"));
}

TEST(Actor, ThatThrowsWhileItAttendsEndsTheRunWithItsName) {
  World world(100);
  Arrivals arrivals;
  ScriptedActor receiver("receiver", world.post, receive_all(arrivals));
  receiver.office = [](ScriptedActor&) -> bool { throw ModelError("out of stamps"); };
  world.simulation.add_actor(receiver, "hsinchu");
  world.post.send(receiver, Note{1}, 10);
  try {
    world.simulation.run();
    FAIL() << "nothing was thrown";
  } catch (const RunError& error) {
    EXPECT_EQ(std::string(error.what()), "receiver on tick 10: out of stamps");
  }
}

TEST(Actor, ThatThrowsEndsTheRunWithItsNameAndTheDate) {
  using namespace std::chrono;
  World world(100 * kDay, {.start = Date{2024y / February / 28}});
  bool unwound = false;
  struct Guard {
    bool& flag;
    ~Guard() { flag = true; }
  };
  ScriptedActor bystander("bystander", world.post, [&](ScriptedActor& self) {
    const Guard guard{unwound};
    static_cast<void>(self.receive());
  });
  ScriptedActor culprit("tsmc", world.post, [](ScriptedActor& self) {
    self.sleep_until(2 * kDay);
    throw ModelError("negative stock");
  });
  world.simulation.add_actor(bystander, "hsinchu");
  world.simulation.add_actor(culprit, "hsinchu");
  try {
    world.simulation.run();
    FAIL() << "the error was lost";
  } catch (const RunError& error) {
    EXPECT_STREQ(error.what(), "tsmc on 2024-03-01: negative stock");
    EXPECT_THROW(std::rethrow_if_nested(error), ModelError);
  }
  EXPECT_TRUE(unwound);
}

TEST(Actor, ThatWaitsWhenNothingIsDueIsADeadlock) {
  World world(100);
  ScriptedActor patient("patient", world.post,
                        [](ScriptedActor& self) { static_cast<void>(self.receive()); });
  ScriptedActor done("done", world.post, [](ScriptedActor& self) { self.sleep_until(9); });
  world.simulation.add_actor(patient, "hsinchu");
  world.simulation.add_actor(done, "hsinchu");
  try {
    world.simulation.run();
    FAIL() << "the deadlock was missed";
  } catch (const DeadlockError& error) {
    EXPECT_STREQ(error.what(),
                 "deadlock on tick 9: nothing is due any more, and these wait: patient");
  }
}

TEST(Actor, ThatWaitsForADateBeyondTheHorizonIsNoDeadlock) {
  World world(100);
  ScriptedActor actor("actor", world.post, [](ScriptedActor& self) { self.sleep_until(101); });
  world.simulation.add_actor(actor, "hsinchu");
  EXPECT_NO_THROW(world.simulation.run());
  EXPECT_EQ(world.simulation.now(), 100);
}

TEST(Actor, IsUnwoundAtTheHorizon) {
  World world(100);
  int unwound = 0;
  struct Guard {
    int& count;
    ~Guard() { ++count; }
  };
  ScriptedActor actor("actor", world.post, [&](ScriptedActor& self) {
    const Guard guard{unwound};
    self.sleep_until(1000);
  });
  world.simulation.add_actor(actor, "hsinchu");
  world.simulation.run();
  EXPECT_EQ(unwound, 1);
}

TEST(Actor, MayBeAddedDuringTheRun) {
  World world(100);
  Tick started = -1;
  ScriptedActor late("late", world.post, [&](ScriptedActor& self) { started = self.now(); });
  Item item{[&] { world.simulation.add_actor(late, "tainan"); }};
  world.simulation.at(40, Priority::callback, item.as_action());
  world.simulation.run();
  EXPECT_EQ(started, 40);
}

TEST(Actor, LivesOnTheHostOfItsSite) {
  World world(100);
  std::string host;
  std::string zone;
  ScriptedActor actor("actor", world.post, [&](ScriptedActor&) {
    host = simgrid::s4u::this_actor::get_host()->get_name();
    zone = simgrid::s4u::this_actor::get_host()->get_englobing_zone()->get_name();
  });
  world.simulation.add_actor(actor, "tainan");
  world.simulation.run();
  EXPECT_EQ(host, "tainan");
  EXPECT_EQ(zone, "taiwan");
}

TEST(Actor, RunLeavesTheHandlerOfInterruptsAlone) {
  static volatile sig_atomic_t interrupts = 0;
  signal(SIGINT, [](int) { interrupts = interrupts + 1; });
  World world(100);
  ScriptedActor actor("actor", world.post, [](ScriptedActor&) { raise(SIGINT); });
  world.simulation.add_actor(actor, "tainan");
  world.simulation.run();
  EXPECT_EQ(interrupts, 1);
}

}  // namespace
}  // namespace chokepoint::test
