#pragma once

#include <vector>

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/trace/trace.hpp"

namespace chokepoint {

class Gate;
class Store;

/// What every store, gate and station of one world shares: its clock, its trace, its randomness.
struct Flow {
  Simulation& simulation;
  Trace& trace;
  const RandomSource& random;
  /// All of the world, in the order of their making, for audits.
  std::vector<const Store*> stores{};
  std::vector<const Gate*> gates{};

  [[nodiscard]] Tick now() const { return simulation.now(); }
};

/// Told that something it waits for may have come.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void stirred() = 0;
};

}  // namespace chokepoint
