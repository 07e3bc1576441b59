#pragma once

#include <functional>
#include <string>
#include <utility>
#include <variant>

#include "sim/engine/post.hpp"

namespace chokepoint::test {

struct Note {
  int number = 0;
};
struct Parcel {
  int number = 0;
};
using Message = std::variant<Note, Parcel>;

/// An actor whose life is written in the test.
class ScriptedActor : public MessageActor<Message> {
 public:
  using Life = std::function<void(ScriptedActor&)>;

  ScriptedActor(std::string name, Post<Message>& post, Life life)
      : MessageActor(std::move(name), post), life_(std::move(life)) {}

  using Actor::now;
  using Actor::simulation;
  using Actor::sleep_until;
  using Actor::wait;
  using Actor::wait_until;
  using MessageActor::post;
  using MessageActor::receive;
  using MessageActor::receive_until;

  /// Parcels are dealt with here; notes are left to the actor.
  std::function<void(int)> dock;

  /// What it does about a message without its thread of control; false leaves it to its life.
  std::function<bool(ScriptedActor&)> office;

  static int number_of(const Message& message) {
    return std::visit([](const auto& m) { return m.number; }, message);
  }

 protected:
  void run() override { life_(*this); }
  bool attend() override { return office && office(*this); }
  bool at_the_dock(const Message& message) override {
    if (!dock || !std::holds_alternative<Parcel>(message))
      return false;
    dock(std::get<Parcel>(message).number);
    return true;
  }

 private:
  Life life_;
};

/// A calendar item written in the test.
struct Item {
  std::function<void()> what;
  void happen(std::uint64_t) { what(); }
  Action as_action() { return action<&Item::happen>(this); }
};

/// A world with one region, two sites and a post.
struct World {
  explicit World(Tick horizon, EngineOptions options = {}) : simulation(with(horizon, options)) {
    simulation.add_region("taiwan");
    simulation.add_site("hsinchu", "taiwan");
    simulation.add_site("tainan", "taiwan");
  }
  static EngineOptions with(Tick horizon, EngineOptions options) {
    options.horizon = horizon;
    return options;
  }

  Simulation simulation;
  Post<Message> post{simulation};
};

}  // namespace chokepoint::test
