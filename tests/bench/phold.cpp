#include "tests/bench/phold.hpp"

#include <ctime>
#include <memory>
#include <queue>
#include <string>
#include <variant>
#include <vector>

#include "sim/engine/post.hpp"

namespace chokepoint::bench {
namespace {

struct Order {
  std::uint32_t quantity;
};
struct Shipment {
  std::uint32_t quantity;
};
using Message = std::variant<Order, Shipment>;

/// Counts deliveries and takes the time between the end of the warm-up and the horizon.
class Meter {
 public:
  explicit Meter(const Load& load) : warm_up_(load.horizon() / 10) {}

  void delivered(Tick now, std::uint32_t to) {
    ++deliveries_;
    checksum_ = (checksum_ ^ (static_cast<std::uint64_t>(now) << 20 ^ to)) * 0x100000001b3ULL;
  }
  [[nodiscard]] Tick warm_up() const { return warm_up_; }
  void start(std::uint64_t = 0) {
    warm_up_deliveries_ = deliveries_;
    started_ = cpu_seconds();
  }
  void stop(std::uint64_t = 0) { seconds_ = cpu_seconds() - started_; }
  [[nodiscard]] Measurement result() const {
    return {seconds_, deliveries_ - warm_up_deliveries_, checksum_};
  }
  void schedule_on(Simulation& simulation) {
    simulation.at(warm_up_, Priority::horizon, action<&Meter::start>(this));
    simulation.at(simulation.horizon(), Priority::horizon, action<&Meter::stop>(this));
  }

 private:
  Tick warm_up_;
  double started_ = 0;
  double seconds_ = 0;
  std::uint64_t deliveries_ = 0;
  std::uint64_t warm_up_deliveries_ = 0;
  std::uint64_t checksum_ = 0;
};

enum class Handling { receive, receive_until, at_the_dock };

class Peer : public MessageActor<Message> {
 public:
  Peer(std::uint32_t number, Post<Message>& post, Handling handling, Meter& meter,
       std::vector<std::unique_ptr<Peer>>& peers)
      : MessageActor("peer" + std::to_string(number), post),
        number_(number),
        handling_(handling),
        meter_(meter),
        peers_(peers),
        random_(number + 1) {}

  void send_one() {
    const std::uint32_t to = random_.below(static_cast<std::uint32_t>(peers_.size()));
    const Tick lead_time = random_.lead_time();
    post(*peers_[to], Shipment{1}, lead_time);
  }

 protected:
  void run() override {
    for (;;) {
      if (handling_ == Handling::receive_until) {
        if (!receive_until(now() + 100 * kDay))
          continue;
      } else {
        static_cast<void>(receive());
      }
      meter_.delivered(now(), number_);
      send_one();
    }
  }
  bool at_the_dock(const Message&) override {
    if (handling_ != Handling::at_the_dock)
      return false;
    meter_.delivered(now(), number_);
    send_one();
    return true;
  }

 private:
  std::uint32_t number_;
  Handling handling_;
  Meter& meter_;
  std::vector<std::unique_ptr<Peer>>& peers_;
  Generator random_;
};

Measurement run_peers(const Load& load, Handling handling) {
  Simulation simulation({.horizon = load.horizon()});
  simulation.add_region("region");
  simulation.add_site("site", "region");
  Post<Message> post(simulation);
  Meter meter(load);
  std::vector<std::unique_ptr<Peer>> peers;
  for (std::uint32_t i = 0; i < load.actors; ++i) {
    peers.push_back(std::make_unique<Peer>(i, post, handling, meter, peers));
    simulation.add_actor(*peers.back(), "site");
  }
  for (std::uint32_t k = 0; k < load.in_transit; ++k)
    peers[k % load.actors]->send_one();
  meter.schedule_on(simulation);
  simulation.run();
  return meter.result();
}

/// The same load on objects without a thread of control.
class Sink {
 public:
  Sink(std::uint32_t number, Simulation& simulation, Meter& meter, std::vector<Sink>& sinks)
      : number_(number),
        simulation_(&simulation),
        meter_(&meter),
        sinks_(&sinks),
        random_(number + 1) {}

  void send_one() {
    const std::uint32_t to = random_.below(static_cast<std::uint32_t>(sinks_->size()));
    const Tick lead_time = random_.lead_time();
    simulation_->at(simulation_->now() + lead_time, Priority::delivery,
                    action<&Sink::deliver>(&(*sinks_)[to]));
  }
  void deliver(std::uint64_t) {
    meter_->delivered(simulation_->now(), number_);
    send_one();
  }

 private:
  std::uint32_t number_;
  Simulation* simulation_;
  Meter* meter_;
  std::vector<Sink>* sinks_;
  Generator random_;
};

}  // namespace

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

Measurement bare_loop(const Load& load) {
  struct Item {
    Tick due;
    std::uint64_t sequence;
    std::uint32_t to;
    Message message;
    bool operator<(const Item& other) const {
      return due > other.due || (due == other.due && sequence > other.sequence);
    }
  };
  std::priority_queue<Item> queue;
  std::vector<Generator> random;
  for (std::uint32_t i = 0; i < load.actors; ++i)
    random.emplace_back(i + 1);
  std::uint64_t sequence = 0;
  const auto send_one = [&](std::uint32_t from, Tick now) {
    const std::uint32_t to = random[from].below(load.actors);
    const Tick lead_time = random[from].lead_time();
    queue.push({now + lead_time, ++sequence, to, Shipment{1}});
  };
  for (std::uint32_t k = 0; k < load.in_transit; ++k)
    send_one(k % load.actors, 0);
  Meter meter(load);
  bool warm = false;
  while (queue.top().due <= load.horizon()) {
    const Item item = queue.top();
    if (!warm && item.due > meter.warm_up()) {
      warm = true;
      meter.start();
    }
    queue.pop();
    meter.delivered(item.due, item.to);
    send_one(item.to, item.due);
  }
  meter.stop();
  return meter.result();
}

Measurement waiting_actors(const Load& load) {
  return run_peers(load, Handling::receive);
}

Measurement waiting_actors_with_deadline(const Load& load) {
  return run_peers(load, Handling::receive_until);
}

Measurement docks(const Load& load) {
  return run_peers(load, Handling::at_the_dock);
}

Measurement callbacks(const Load& load) {
  Simulation simulation({.horizon = load.horizon()});
  Meter meter(load);
  std::vector<Sink> sinks;
  sinks.reserve(load.actors);
  for (std::uint32_t i = 0; i < load.actors; ++i)
    sinks.emplace_back(i, simulation, meter, sinks);
  for (std::uint32_t k = 0; k < load.in_transit; ++k)
    sinks[k % load.actors].send_one();
  meter.schedule_on(simulation);
  simulation.run();
  return meter.result();
}

}  // namespace chokepoint::bench
