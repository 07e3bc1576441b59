#pragma once

#include <csignal>

#include "sim/worlds/runner.hpp"

namespace chokepoint::tools {

/// Counts signals that ask to stop, while it lives: one at a time.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// What the signals that came so far ask for.
  [[nodiscard]] static Stop wish();

 private:
  static constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction before_[3]{};
};

}  // namespace chokepoint::tools
