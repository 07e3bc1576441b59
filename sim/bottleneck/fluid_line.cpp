#include "sim/bottleneck/fluid_line.hpp"

#include <utility>

#include "sim/base/error.hpp"

namespace chokepoint {

FluidLine::FluidLine(std::vector<Stage> stages, const std::function<double(int)>& demand, int steps)
    : stages_(std::move(stages)), cells_(stages_.size()) {
  ensure(!stages_.empty() && steps > 0, "a line has a stage and some time");
  for (int t = 0; t < steps; ++t) {
    for (std::size_t k = 0; k < stages_.size(); ++k) {
      const Cell cell = next(k, t, demand);
      cells_[k].push_back(cell);
    }
  }
}

double FluidLine::before(std::size_t stage, int step) const {
  return step > 0 ? cells_[stage][static_cast<std::size_t>(step - 1)].total : 0.0;
}

FluidLine::Cell FluidLine::next(std::size_t k, int t,
                                const std::function<double(int)>& demand) const {
  const Stage& stage = stages_[k];
  Cell cell{before(k, t) + stage.capacity(t), Limit::own};
  const auto limit = [&cell](double most, Limit by) {
    if (most < cell.total)
      cell = {most, by};
  };
  if (k > 0) {
    const int fed = t - stage.lag;
    limit(stage.stock_before + (fed < 0 ? 0.0 : cells_[k - 1][static_cast<std::size_t>(fed)].total),
          Limit::starved);
  }
  if (k + 1 < stages_.size())
    limit(before(k + 1, t) + stage.room_behind, Limit::blocked);
  if (k + 1 == stages_.size() && demand)
    limit(demand(t), Limit::demand);
  return cell;
}

double FluidLine::output(int step) const {
  return cells_.back()[static_cast<std::size_t>(step)].total;
}

std::size_t FluidLine::decided(int step) const {
  std::size_t k = stages_.size() - 1;
  // Each move follows a cause that is earlier, or as early and further up.
  for (int t = step; t >= 0;) {
    switch (cells_[k][static_cast<std::size_t>(t)].limit) {
      case Limit::own:
        return k;
      case Limit::demand:
        return stages_.size();
      case Limit::starved:
        t -= stages_[k].lag;
        --k;
        break;
      case Limit::blocked:
        --t;
        ++k;
        break;
    }
  }
  return k;
}

}  // namespace chokepoint
