#include <array>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "sim/base/hash.hpp"
#include "sim/base/random.hpp"
#include "tests/unit/engine/scripted_actor.hpp"

namespace chokepoint::test {
namespace {

struct Outcome {
  std::uint64_t hash = 0;
  std::uint64_t events = 0;
  std::int64_t last_delivery = 0;
};

/// Thirty peers that pass notes on with random delays, with an outage of a site in the middle.
Outcome run_world(std::uint64_t seed, EngineOptions options = {}) {
  World world(400 * kDay, options);
  Fingerprint fingerprint;
  Outcome outcome;
  const RandomSource random(seed);
  std::vector<std::unique_ptr<ScriptedActor>> peers;
  std::vector<std::uint64_t> drawn(30, 0);
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const std::string name = "peer" + std::to_string(i);
    const Stream stream = random.stream(name, "delay");
    const auto life = [&, i, stream](ScriptedActor& self) {
      for (;;) {
        const auto note = self.receive_until(self.now() + 20 * kDay);
        fingerprint.add(self.now());
        fingerprint.add(std::uint64_t{i});
        outcome.last_delivery = self.now();
        if (!note)
          continue;
        const double u = stream.uniform(drawn[i]++);
        // Whole days, so that many notes share a tick.
        self.post(*peers[static_cast<std::size_t>(u * 30)], *note,
                  kDay * (1 + static_cast<Tick>(u * 2970) % 30));
      }
    };
    peers.push_back(std::make_unique<ScriptedActor>(name, world.post, life));
    world.simulation.add_actor(*peers.back(), i % 3 == 0 ? "hsinchu" : "tainan");
  }
  for (int k = 0; k < 60; ++k) {
    world.post.send(*peers[static_cast<std::size_t>(k) % 30], Note{k}, k * kHour);
  }
  Item off{[&] { world.simulation.site_off("hsinchu"); }};
  Item on{[&] { world.simulation.site_on("hsinchu"); }};
  world.simulation.at(100 * kDay, Priority::outage, off.as_action());
  world.simulation.at(150 * kDay, Priority::outage, on.as_action());
  world.simulation.run();
  outcome.hash = fingerprint.value();
  outcome.events = world.simulation.events();
  return outcome;
}

std::uint64_t hash_in_fresh_process(std::uint64_t seed) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0)
    return 0;
  const pid_t child = fork();
  if (child == 0) {
    const std::uint64_t hash = run_world(seed).hash;
    const bool written = write(ends[1], &hash, sizeof hash) == sizeof hash;
    _exit(written ? 0 : 1);
  }
  std::uint64_t hash = 0;
  const bool was_read = read(ends[0], &hash, sizeof hash) == sizeof hash;
  close(ends[0]);
  close(ends[1]);
  int status = 0;
  waitpid(child, &status, 0);
  return was_read && status == 0 ? hash : 0;
}

TEST(Worlds, InOneProcessEqualWorldsInProcessesOfTheirOwn) {
  std::vector<std::uint64_t> fresh;
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    fresh.push_back(hash_in_fresh_process(seed));
  EXPECT_NE(fresh[0], 0U);
  EXPECT_NE(fresh[0], fresh[1]);
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    EXPECT_EQ(run_world(seed).hash, fresh[seed - 1]) << "seed " << seed;
  }
  // Again, in another order.
  for (std::uint64_t seed = 3; seed >= 1; --seed) {
    EXPECT_EQ(run_world(seed).hash, fresh[seed - 1]) << "seed " << seed;
  }
}

TEST(Worlds, StayTheSameAfterManyOthersInTheProcess) {
  const Outcome first = run_world(1);
  // The clock of the process has then gone on by a thousand years.
  for (int i = 0; i < 1000; ++i) {
    World world(400 * kDay);
    ScriptedActor actor("actor", world.post, [](ScriptedActor& self) {
      self.sleep_until(7);
      ASSERT_EQ(self.simulation().kernel_clock(), 7.0);
    });
    world.simulation.add_actor(actor, "hsinchu");
    world.simulation.run();
  }
  const Outcome last = run_world(1);
  EXPECT_EQ(last.hash, first.hash);
  EXPECT_EQ(last.events, first.events);
}

TEST(Worlds, AfterOneThatFailedAreUnharmed) {
  const Outcome first = run_world(1);
  World broken(100);
  ScriptedActor culprit("culprit", broken.post, [](ScriptedActor&) { throw ModelError("broken"); });
  ScriptedActor waiting("waiting", broken.post,
                        [](ScriptedActor& self) { static_cast<void>(self.receive()); });
  broken.simulation.add_actor(waiting, "hsinchu");
  broken.simulation.add_actor(culprit, "hsinchu");
  EXPECT_THROW(broken.simulation.run(), RunError);
  World stuck(100);
  ScriptedActor patient("patient", stuck.post,
                        [](ScriptedActor& self) { static_cast<void>(self.receive()); });
  stuck.simulation.add_actor(patient, "hsinchu");
  EXPECT_THROW(stuck.simulation.run(), DeadlockError);
  EXPECT_EQ(run_world(1).hash, first.hash);
}

TEST(Worlds, OneAtATime) {
  World outer(100);
  Item item{[] { static_cast<void>(run_world(1)); }};
  outer.simulation.at(1, Priority::callback, item.as_action());
  EXPECT_THROW(outer.simulation.run(), RunError);
}

TEST(Worlds, ThatAreNeverRunLeaveNothingBehind) {
  { World unused(100); }
  EXPECT_NE(run_world(1).hash, 0U);
}

TEST(Worlds, ShuffledTiesChangeTheOrderAndNotTheFrame) {
  const Outcome plain = run_world(1);
  const Outcome shuffled = run_world(1, {.shuffle_ties = true, .shuffle_seed = 1});
  EXPECT_NE(shuffled.hash, plain.hash);
  EXPECT_EQ(run_world(1, {.shuffle_ties = true, .shuffle_seed = 1}).hash, shuffled.hash);
  EXPECT_NE(run_world(1, {.shuffle_ties = true, .shuffle_seed = 2}).hash, shuffled.hash);
  EXPECT_EQ(shuffled.last_delivery, plain.last_delivery);
}

}  // namespace
}  // namespace chokepoint::test
