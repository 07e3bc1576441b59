#include "sim/engine/actor.hpp"

#include <utility>

#include "sim/engine/simulation.hpp"

namespace chokepoint {

Actor::Actor(std::string name) : name_(std::move(name)) {}

Actor::~Actor() = default;

void Actor::wake() {
  if (waiting_)
    simulation_->wake(*this);
}

void Actor::wait() {
  drop_deadline();
  simulation_->park(*this);
}

bool Actor::wait_until(Tick deadline) {
  if (deadline <= now())
    return false;
  if (deadline == kNever) {
    wait();
    return true;
  }
  // An actor that a message wakes often asks for the same deadline again: keep its item.
  if (deadline_ticket_ == 0 || deadline_ != deadline) {
    drop_deadline();
    deadline_ = deadline;
    deadline_ticket_ =
        simulation_->at(deadline, Priority::deadline, action<&Actor::deadline_passed>(this));
  }
  deadline_reached_ = false;
  deadline_counts_ = true;
  simulation_->park(*this);
  deadline_counts_ = false;
  return !deadline_reached_;
}

void Actor::sleep_until(Tick date) {
  while (now() < date)
    static_cast<void>(wait_until(date));
}

void Actor::deadline_passed(std::uint64_t) {
  deadline_ticket_ = 0;
  if (!waiting_ || !deadline_counts_)
    return;
  deadline_reached_ = true;
  wake();
}

void Actor::drop_deadline() {
  if (deadline_ticket_ == 0)
    return;
  simulation_->cancel(deadline_ticket_);
  deadline_ticket_ = 0;
}

}  // namespace chokepoint
