// What moves although nothing is changed to speak of.

#include <algorithm>
#include <cmath>

#include "sim/bottleneck/relief_worlds.hpp"

namespace chokepoint {

namespace {

/// So small a change says nothing about what is changed; what it moves is noise.
constexpr double kNudge = 1e-4;
/// So many constraints are nudged, up and down.
constexpr std::size_t kNudged = 4;

/// The constraints that matter most.
std::vector<std::string> main_names(const ReliefQuestion& ask) {
  std::vector<ReliefQuestion::Constraint> all = ask.constraints;
  all.insert(all.end(), ask.extensive.begin(), ask.extensive.end());
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  std::vector<std::string> names;
  for (const auto& constraint : all) {
    if (names.size() < kNudged &&
        std::find(names.begin(), names.end(), constraint.name) == names.end())
      names.push_back(constraint.name);
  }
  return names;
}

}  // namespace

void measure_noise(const ReliefQuestion& ask, ReliefWorlds& worlds, ReliefReport& report) {
  if (!ask.noise)
    return;
  const std::vector<bool> modes = ask.frozen ? std::vector<bool>{false, true} : std::vector{false};
  std::vector<ReliefWorlds::Wanted> wanted;
  for (const bool frozen : modes) {
    report.noise.push_back({frozen, std::vector<double>(report.output.size())});
    for (const std::string& name : main_names(ask)) {
      wanted.push_back(worlds.wanted({name}, kNudge, frozen));
      wanted.push_back(worlds.wanted({name}, -kNudge, frozen));
    }
  }
  const auto outcomes = worlds.run(wanted);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto moved = worlds.gain(outcomes[i]);
    std::vector<double>& noise = report.noise[wanted[i].frozen ? 1 : 0].by_month;
    for (std::size_t month = 0; month < moved.size(); ++month)
      noise[month] = std::max(noise[month], std::abs(moved[month].mean));
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
