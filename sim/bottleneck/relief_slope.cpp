// Whether what a step brings is a slope: whether a smaller step says the same.

#include <algorithm>
#include <cmath>

#include "sim/bottleneck/relief_worlds.hpp"

namespace chokepoint {

namespace {

constexpr double kFine = 0.2;         ///< of the step
constexpr double kSlopeApart = 0.10;  ///< so much apart, and
constexpr double kSlopeFactor = 1.5;  ///< by more than such a factor, they are two slopes

bool differ(double a, double b) {
  const double larger = std::max(std::abs(a), std::abs(b));
  const double smaller = a * b > 0 ? std::min(std::abs(a), std::abs(b)) : 0;
  return std::abs(a - b) > kSlopeApart && larger > kSlopeFactor * smaller;
}

}  // namespace

void measure_slopes(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  if (ask.addition)
    return;
  // Worlds that react are compared with their noise; these have hardly any.
  std::vector<ReliefRow*> rows;
  std::vector<ReliefWorlds::Wanted> wanted;
  for (ReliefRow& row : report.rows) {
    if (!row.frozen)
      continue;
    rows.push_back(&row);
    for (const double by : {kFine * ask.step, -kFine * ask.step})
      wanted.push_back(worlds.wanted(row.constraints, by, true));
  }
  const auto outcomes = worlds.run(wanted);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto fine = [&](std::size_t world) {
      const ReliefWorlds::Wanted& one = wanted[world];
      return worlds.elasticity(outcomes[world], worlds.change(one.constraints, one.by));
    };
    rows[i]->fine_plus = fine(2 * i);
    rows[i]->fine_minus = fine(2 * i + 1);
  }
}

bool ReliefReport::is_no_slope(const ReliefRow& row, bool plus, std::size_t month) const {
  const std::vector<Estimate>& coarse = plus ? row.e_plus : row.e_minus;
  const std::vector<Estimate>& fine = plus ? row.fine_plus : row.fine_minus;
  if (coarse.empty())
    return false;
  const double scale = std::abs(plus ? row.change_plus : row.change_minus) * output[month].mean;
  const Estimate gain{coarse[month].mean * scale, coarse[month].half * scale, 0};
  if (within_noise(row.frozen, gain, month))
    return true;
  return !fine.empty() && differ(coarse[month].mean, fine[month].mean);
}

}  // namespace chokepoint
