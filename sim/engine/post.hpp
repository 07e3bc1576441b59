#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "sim/engine/actor.hpp"
#include "sim/engine/message_slab.hpp"
#include "sim/engine/simulation.hpp"

namespace chokepoint {

template <class Message>
class MessageActor;

/// Carries the messages of one type in one world. `Message` is a closed std::variant, or any small
/// default-constructible value. A message in transit costs a slot in a slab and an item in the
/// calendar; nothing is allocated per message.
template <class Message>
class Post {
 public:
  explicit Post(Simulation& simulation) : simulation_(simulation) {}
  Post(const Post&) = delete;
  Post& operator=(const Post&) = delete;

  /// `message` arrives at `to` after `delay` (not negative), at the priority of deliveries. Never
  /// blocks; from actors, calendar items and set-up alike.
  template <class Sent>
  void send(MessageActor<Message>& to, Sent&& message, Tick delay = 0) {
    const std::uint32_t slot = slab_.store(std::forward<Sent>(message));
    Entry& entry = slab_.entry(slot);
    entry.to = &to;
    simulation_.at(simulation_.now() + delay, Priority::delivery,
                   action<&Entry::arrive>(&entry, slot));
  }

  [[nodiscard]] Simulation& simulation() { return simulation_; }
  /// Messages sent and not yet received: in transit or in an inbox.
  [[nodiscard]] std::size_t outstanding() const { return slab_.size(); }
  /// Calls `see` with each of them.
  template <class F>
  void for_each_outstanding(F see) const {
    slab_.for_each(see);
  }

 private:
  friend class MessageActor<Message>;

  using Slab = MessageSlab<Message, MessageActor<Message>>;
  using Entry = typename Slab::Entry;

  Simulation& simulation_;
  Slab slab_;
};

/// An actor with an inbox. Messages are received in the order of their arrival.
template <class Message>
class MessageActor : public Actor {
 public:
  MessageActor(std::string name, Post<Message>& post) : Actor(std::move(name)), post_(post) {}

  [[nodiscard]] std::size_t inbox_size() const { return inbox_.size; }

 protected:
  template <class Sent>
  void post(MessageActor& to, Sent&& message, Tick delay = 0) {
    post_.send(to, std::forward<Sent>(message), delay);
  }
  /// Waits for the next message.
  Message receive() {
    while (inbox_.size == 0)
      wait();
    return post_.slab_.take_first(inbox_);
  }
  /// The next message, or nothing when none has come by `deadline`. A message that arrives at the
  /// very tick of the deadline is received. A deadline that is not in the future only looks.
  std::optional<Message> receive_until(Tick deadline) {
    while (inbox_.size == 0) {
      if (!wait_until(deadline) && inbox_.size == 0)
        return std::nullopt;
    }
    return post_.slab_.take_first(inbox_);
  }
  /// Called when a message arrives, before anybody wakes and whether or not the actor's site is on.
  /// True: dealt with at the dock (book-keeping that needs no decision); the actor sleeps on. It
  /// may post and schedule but not wait.
  virtual bool at_the_dock(const Message& message) {
    static_cast<void>(message);
    return false;
  }

 private:
  using Slab = MessageSlab<Message, MessageActor<Message>>;
  friend class Post<Message>;
  friend Slab;
  friend struct Slab::Entry;

  void deliver(std::uint32_t slot) {
    if (at_the_dock(post_.slab_.at(slot))) {
      post_.slab_.release(slot);
      return;
    }
    post_.slab_.append(inbox_, slot);
    wake();
  }

  Post<Message>& post_;
  typename Slab::List inbox_;
};

}  // namespace chokepoint
