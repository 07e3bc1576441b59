// What an addition brings in the mean of worlds that are like this one.

#include <algorithm>

#include "sim/bottleneck/relief_worlds.hpp"

namespace chokepoint {

namespace {

/// Nobody knows a constraint of a world to so little: worlds with it are as good as the base world,
/// and take other turns.
constexpr double kSmallChanges[] = {0.01, -0.01, 0.0075, -0.0075, 0.005, -0.005, 0.0025, -0.0025};
/// So many constraints are changed.
constexpr std::size_t kMostChanged = 4;

}  // namespace

void measure_like_worlds(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  if (!ask.noise || !ask.addition)
    return;
  for (ReliefRow& row : report.rows) {
    if (row.failed())
      continue;
    std::vector<ReliefWorlds::Wanted> wanted;
    for (const std::string& name : main_names(ask, kMostChanged, row.constraints.front())) {
      for (const double change : kSmallChanges) {
        wanted.push_back({{name}, change, row.frozen, ask.from, ask.to, {}, /*whole=*/false});
        wanted.push_back(worlds.wanted(row.constraints, 0, row.frozen));
        wanted.back().also = Relaxation::by(name, 1 + change, ask.from, ask.to);
      }
    }
    const auto outcomes = worlds.run(wanted);
    std::vector<std::vector<double>> gains(report.output.size());
    for (std::size_t i = 0; i + 1 < outcomes.size(); i += 2) {
      const bool ran = ReliefWorlds::failure_of(outcomes[i]).empty() &&
                       ReliefWorlds::failure_of(outcomes[i + 1]).empty();
      for (std::size_t month = 0; ran && month < gains.size(); ++month)
        gains[month].push_back(outcomes[i + 1].front().output[month] -
                               outcomes[i].front().output[month]);
    }
    if (gains.empty() || gains.front().size() < 2)
      continue;
    row.like_worlds = gains.front().size();
    for (const std::vector<double>& values : gains)
      row.like_gain.push_back(estimate(values));
  }
}

}  // namespace chokepoint
