#pragma once

#include <cstdint>

#include "sim/base/time.hpp"

namespace chokepoint::bench {

/// The classic load of a discrete-event kernel: a fixed number of messages always in transit; who
/// receives one sends one to a random peer with a random lead time of 1 to 99 days, in minutes.
struct Load {
  std::uint32_t actors = 100;
  std::uint32_t in_transit = 1000;
  std::uint64_t deliveries = 200'000;  ///< about; timed after a tenth of them as warm-up

  [[nodiscard]] Tick horizon() const {
    return static_cast<Tick>(deliveries * 50 * kDay / in_transit);
  }
};

struct Measurement {
  double seconds = 0;  ///< CPU time
  std::uint64_t deliveries = 0;
  std::uint64_t checksum = 0;  ///< over (tick, receiver): the same for every way to run the load

  [[nodiscard]] double nanoseconds_each() const {
    return seconds * 1e9 / static_cast<double>(deliveries);
  }
};

/// A small fast generator, so that the load itself costs next to nothing.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
  }
  Tick lead_time() { return kDay + static_cast<Tick>(below(98 * kDay + 1)); }

 private:
  std::uint64_t state_;
};

[[nodiscard]] double cpu_seconds();

/// No actors: a loop around std::priority_queue. The floor to compare with.
[[nodiscard]] Measurement bare_loop(const Load& load);
/// Actors that wait for every message.
[[nodiscard]] Measurement waiting_actors(const Load& load);
/// Actors that wait for every message or a deadline.
[[nodiscard]] Measurement waiting_actors_with_deadline(const Load& load);
/// Messages dealt with at the dock; nobody wakes.
[[nodiscard]] Measurement docks(const Load& load);
/// Calendar items only, no actors.
[[nodiscard]] Measurement callbacks(const Load& load);

}  // namespace chokepoint::bench
