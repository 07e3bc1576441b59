#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/flow/gate.hpp"
#include "sim/scenario/profile.hpp"

namespace chokepoint::models {

/// Keeps a gate's rate at what the scenario says for each date, plus what was added since.
class RateSchedule {
 public:
  /// `rate` in lots per day; sets the rate of that resource from tick 0 on.
  RateSchedule(Flow& flow, Gate& gate, std::size_t resource, Profile rate);
  RateSchedule(const RateSchedule&) = delete;
  RateSchedule& operator=(const RateSchedule&) = delete;

  /// Lots per day now.
  [[nodiscard]] double now() const;
  /// Raises the rate from now on; `because` is the event that brought the capacity.
  void add(double per_day, EventId because);
  /// Called now, and whenever the rate has changed, with the rate in lots per day.
  void watch(std::function<void(double)> watcher);

 private:
  void change(std::uint64_t);
  void apply(EventId because);

  Flow& flow_;
  Gate& gate_;
  std::size_t resource_;
  Profile rate_;
  double added_ = 0;
  std::vector<std::function<void(double)>> watchers_;
};

}  // namespace chokepoint::models
