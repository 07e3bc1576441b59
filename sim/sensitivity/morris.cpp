#include "sim/sensitivity/morris.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>

namespace chokepoint {
namespace {

/// The factors in the order in which a trajectory moves them.
std::vector<std::size_t> random_order(std::size_t factors, const Stream& stream,
                                      std::uint64_t first_index) {
  std::vector<std::size_t> order(factors);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = factors; left > 1; --left) {
    const auto pick = static_cast<std::size_t>(stream.uniform(first_index + left - 1) *
                                               static_cast<double>(left));
    std::swap(order[left - 1], order[pick]);
  }
  return order;
}

/// The factor in which two neighbouring rows differ; nothing when they are equal.
std::optional<std::size_t> moved_factor(const std::vector<double>& before,
                                        const std::vector<double>& after, std::size_t row) {
  std::optional<std::size_t> moved;
  for (std::size_t factor = 0; factor < before.size(); ++factor) {
    if (before[factor] == after[factor])
      continue;
    if (moved)
      throw std::invalid_argument("rows " + std::to_string(row) + " and " +
                                  std::to_string(row + 1) +
                                  " differ in more than one factor: no Morris design");
    moved = factor;
  }
  return moved;
}

/// The effects of one trajectory, by factor: those that no step moved keep 0.
std::vector<double> effects_of(const Rows& rows, std::span<const double> outputs,
                               std::size_t first) {
  const std::size_t factors = rows[first].size();
  std::vector<double> effects(factors, 0.0);
  std::vector<bool> seen(factors, false);
  for (std::size_t row = first; row < first + factors; ++row) {
    const auto factor = moved_factor(rows[row], rows[row + 1], row + 1);
    if (!factor)
      continue;
    if (seen[*factor])
      throw std::invalid_argument("a trajectory moves a factor twice (row " +
                                  std::to_string(row + 2) + "): no Morris design");
    seen[*factor] = true;
    const double sign = rows[row + 1][*factor] > rows[row][*factor] ? 1.0 : -1.0;
    effects[*factor] = sign * (outputs[row + 1] - outputs[row]) / kMorrisStep;
  }
  return effects;
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double squares = 0.0;
  for (const double value : values)
    squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

}  // namespace

Rows morris_design(std::size_t factors, std::size_t trajectories, int levels,
                   const RandomSource& random) {
  if (levels < 2 || levels % 2 != 0)
    throw std::invalid_argument("a Morris design needs an even number of levels");
  const int step = levels / 2;
  const Stream starts = random.stream("design", "morris start");
  const Stream orders = random.stream("design", "morris order");
  Rows rows;
  rows.reserve(trajectories * (factors + 1));
  for (std::size_t trajectory = 0; trajectory < trajectories; ++trajectory) {
    std::vector<int> at(factors);
    for (std::size_t factor = 0; factor < factors; ++factor)
      at[factor] = static_cast<int>(starts.uniform(trajectory * factors + factor) * levels);
    const auto add_row = [&] {
      std::vector<double>& row = rows.emplace_back();
      for (const int level : at)
        row.push_back((level + 0.5) / levels);
    };
    add_row();
    for (const std::size_t factor : random_order(factors, orders, trajectory * factors)) {
      at[factor] += at[factor] < step ? step : -step;
      add_row();
    }
  }
  return rows;
}

std::vector<ElementaryEffects> elementary_effects(const Rows& rows,
                                                  std::span<const double> outputs) {
  const std::size_t factors = rows.empty() ? 0 : rows.front().size();
  const std::size_t trajectories = rows.size() / (factors + 1);
  if (factors == 0 || trajectories < 2 || rows.size() != trajectories * (factors + 1) ||
      outputs.size() != rows.size())
    throw std::invalid_argument(
        "a Morris design has two trajectories or more of one row per factor and one");
  std::vector<std::vector<double>> by_factor(factors);
  for (std::size_t first = 0; first < rows.size(); first += factors + 1) {
    const std::vector<double> effects = effects_of(rows, outputs, first);
    for (std::size_t factor = 0; factor < factors; ++factor)
      by_factor[factor].push_back(effects[factor]);
  }
  std::vector<ElementaryEffects> result;
  for (const std::vector<double>& effects : by_factor) {
    std::vector<double> sizes = effects;
    std::transform(sizes.begin(), sizes.end(), sizes.begin(), [](double e) { return std::abs(e); });
    result.push_back(
        {.mean = mean_of(effects),
         .mean_absolute = mean_of(sizes),
         .standard_error = deviation_of(sizes) / std::sqrt(static_cast<double>(trajectories)),
         .deviation = deviation_of(effects)});
  }
  return result;
}

}  // namespace chokepoint
