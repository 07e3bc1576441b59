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
  /// Lots for which there was time so far at what was added to the scenario's rate.
  [[nodiscard]] double brought() const;
  /// Raises the rate from now on; `because` is the event that brought the capacity.
  void add(double per_day, EventId because);
  /// Called now, and whenever it is known that the rate will change, with the rate in lots per day:
  /// `ahead` minutes before the scenario's date.
  void watch(std::function<void(double)> watcher, Tick ahead = 0);

 private:
  void change(std::uint64_t);
  void apply(EventId because);

  Flow& flow_;
  Gate& gate_;
  std::size_t resource_;
  Profile rate_;
  double added_ = 0;
  double brought_ = 0;  ///< until the last addition
  Tick added_at_ = 0;
  struct Watcher {
    std::function<void(double)> tell;
    Tick ahead;
  };
  void foresee(std::uint64_t watcher);
  /// The next date on which the scenario changes the rate.
  [[nodiscard]] Tick next_change(Tick now) const;
  std::vector<Watcher> watchers_;
};

}  // namespace chokepoint::models
