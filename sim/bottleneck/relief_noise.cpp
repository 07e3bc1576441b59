// What moves although nothing is changed to speak of.

#include <algorithm>
#include <cmath>

#include "sim/bottleneck/relief_worlds.hpp"

namespace chokepoint {

namespace {

/// So small a change says nothing about what is changed; what it moves is noise.
constexpr double kNudges[] = {1e-4, -1e-4, 5e-5, -5e-5};
/// So many constraints are nudged.
constexpr std::size_t kNudged = 4;

/// No further from 0 than this lies, 19 times in 20, what one more such change would move. All are
/// measured against the same base world, which may itself be an unusual one: what moved has a mean,
/// and one more lies around it by as much as they do, and by as much as the mean is uncertain.
double bound_on_one_more(std::span<const double> moved) {
  const Estimate all = estimate(moved);
  return std::abs(all.mean) + all.half * std::sqrt(static_cast<double>(moved.size() + 1));
}

}  // namespace

void measure_noise(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  if (!ask.noise)
    return;
  for (const bool frozen : {false, true}) {
    if (frozen && !ask.frozen)
      continue;
    std::vector<ReliefWorlds::Wanted> wanted;
    for (const std::string& name : main_names(ask, kNudged)) {
      for (const double nudge : kNudges)
        wanted.push_back({{name}, nudge, frozen, ask.from, ask.to, {}, /*whole=*/false});
    }
    std::vector<std::vector<Estimate>> moved;
    for (const auto& outcomes : worlds.run(wanted)) {
      if (auto gain = worlds.gain(outcomes); !gain.empty())
        moved.push_back(std::move(gain));
    }
    ReliefNoise noise{frozen, std::vector<double>(report.output.size()), moved.size()};
    for (std::size_t month = 0; month < noise.by_month.size() && !moved.empty(); ++month) {
      std::vector<double> values;
      for (const auto& gain : moved)
        values.push_back(gain[month].mean);
      noise.by_month[month] = bound_on_one_more(values);
    }
    report.noise.push_back(std::move(noise));
  }
}

bool ReliefReport::within_noise(bool frozen, const Estimate& gain, std::size_t month) const {
  const double size = std::abs(gain.mean);
  if (size == 0)
    return false;
  const auto known = std::find_if(noise.begin(), noise.end(),
                                  [&](const ReliefNoise& one) { return one.frozen == frozen; });
  return size <= gain.half || (known != noise.end() && size <= known->by_month[month]);
}

}  // namespace chokepoint
