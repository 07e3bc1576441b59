#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "sim/base/time.hpp"
#include "sim/engine/action.hpp"
#include "sim/engine/simulation.hpp"

namespace chokepoint {

/// A long-lived decision maker with a thread of control of its own. State belongs in the object:
/// run() may be unwound by an outage and started anew.
///
/// Never `catch (...)` in run(): an outage and the end of the run unwind by an exception. Never
/// wait inside a catch block or a destructor: all actors share one thread's exceptions in flight.
class Actor {
 public:
  explicit Actor(std::string name);
  virtual ~Actor();
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Whether the actor is parked in one of the wait functions.
  [[nodiscard]] bool waiting() const { return waiting_; }

  /// Ends the present wait, if there is one. From calendar items; actors use messages.
  void wake();

 protected:
  /// The actor's life. Returning ends it for good.
  virtual void run() = 0;
  /// Called when the actor has been woken before its deadline, in place of going on with run().
  /// True: there was nothing in it that takes time, and it is done; run() sleeps on. It may send
  /// and schedule but not wait. This spares switching to the actor's thread of control.
  virtual bool attend() { return false; }

  /// The world; the actor must have been added to one.
  [[nodiscard]] Simulation& simulation() const { return *simulation_; }
  [[nodiscard]] Tick now() const { return simulation_->now(); }

  /// Parks until wake(). Wait in a loop around the condition: a wake() that comes while the actor
  /// does not wait is not remembered.
  void wait();
  /// As wait(), but not beyond `deadline`: false when that came first (at once when it is not in
  /// the future).
  bool wait_until(Tick deadline);
  /// Parks until `date`, whatever wakes it before.
  void sleep_until(Tick date);

 private:
  friend class Simulation;
  friend class Kernel;
  void deadline_passed(std::uint64_t);
  void drop_deadline();

  std::string name_;
  Simulation* simulation_ = nullptr;
  std::size_t index_ = 0;  ///< among the actors of the world
  std::size_t site_ = 0;
  std::uint64_t deadline_ticket_ = 0;
  Tick deadline_ = kNever;
  bool deadline_counts_ = false;  ///< the present wait ends at deadline_
  bool deadline_reached_ = false;
  bool waiting_ = false;
  bool running_ = false;   ///< has a thread of control: started, neither returned nor stopped
  bool finished_ = false;  ///< run() has returned
};

}  // namespace chokepoint
