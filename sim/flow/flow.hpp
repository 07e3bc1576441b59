#pragma once

#include <vector>

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/flow/pace_tape.hpp"
#include "sim/flow/relief.hpp"
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
  std::vector<Gate*> gates{};
  /// What is different in this world, if it is a counterfactual one.
  Relief relief{};
  /// Where changes of pace are written down while the world runs; nowhere when null.
  PaceTape* written = nullptr;
  /// A frozen world's changes of pace come from here, and from nowhere else.
  const PaceTape* replayed = nullptr;
  /// The world has been built and is on its way.
  bool running = false;
  /// Decisions about capacity are told to the log as they fall (level debug).
  bool tells = false;

  [[nodiscard]] Tick now() const { return simulation.now(); }
};

/// Told that something it waits for may have come.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void stirred() = 0;
};

}  // namespace chokepoint
