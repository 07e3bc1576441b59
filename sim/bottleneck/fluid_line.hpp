#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace chokepoint {

/// A line of stages with stocks between them, as a fluid in equal steps of time. Unlike a cut
/// through capacities it knows what has piled up and what is owed:
///
///     X_k(t) = min( X_k(t-1) + c_k(t),  S_k + X_{k-1}(t - lag_k),  X_{k+1}(t-1) + K_k,  D(t) )
///
/// for the cumulative output X of stage k, with the stock S in front of it at the start, the lag
/// from the stage before, the room K behind it, and the cumulative demand D at the last stage.
class FluidLine {
 public:
  struct Stage {
    std::string name;
    std::function<double(int)> capacity;  ///< units in that step
    double stock_before = 0;  ///< in front of it at the start; the first has no end of it
    int lag = 0;              ///< steps from the stage before
    double room_behind = std::numeric_limits<double>::infinity();
  };
  /// `demand` is cumulative; without it anything is taken.
  FluidLine(std::vector<Stage> stages, const std::function<double(int)>& demand, int steps);

  /// What has come out of the last stage by the end of that step.
  [[nodiscard]] double output(int step) const;
  /// Which stage decided the output of that step: the last stage's smallest term is followed, to
  /// the stage before when starved, behind when blocked. stages.size() stands for demand.
  [[nodiscard]] std::size_t decided(int step) const;
  [[nodiscard]] const std::string& name(std::size_t stage) const { return stages_[stage].name; }

 private:
  enum class Limit : unsigned char { own, starved, blocked, demand };
  struct Cell {
    double total = 0;
    Limit limit = Limit::own;
  };
  [[nodiscard]] double before(std::size_t stage, int step) const;
  [[nodiscard]] Cell next(std::size_t stage, int step,
                          const std::function<double(int)>& demand) const;

  std::vector<Stage> stages_;
  std::vector<std::vector<Cell>> cells_;  ///< [stage][step]
};

}  // namespace chokepoint
