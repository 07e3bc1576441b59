#include "sim/bottleneck/binding_runs.hpp"

#include <algorithm>

namespace chokepoint {

namespace {

constexpr double kLeave = 0.20;
constexpr int kSmoothingRadius = 2;  // five months, centred
constexpr int kShortest = 3;
constexpr int kLongestGap = 2;

}  // namespace

std::vector<double> smoothed_months(std::span<const double> shares) {
  const int count = static_cast<int>(shares.size());
  std::vector<double> result(shares.size());
  for (int m = 0; m < count; ++m) {
    const int low = std::max(0, m - kSmoothingRadius);
    const int high = std::min(count - 1, m + kSmoothingRadius);
    double sum = 0;
    for (int i = low; i <= high; ++i)
      sum += shares[static_cast<std::size_t>(i)];
    result[static_cast<std::size_t>(m)] = sum / (high - low + 1);
  }
  return result;
}

std::vector<MonthRun> binding_runs(std::span<const double> smoothed) {
  std::vector<MonthRun> runs;
  bool inside = false;
  for (int m = 0; m < static_cast<int>(smoothed.size()); ++m) {
    const double share = smoothed[static_cast<std::size_t>(m)];
    const bool binds = inside ? share >= kLeave : share >= kBindsFrom;
    if (binds && inside)
      runs.back().last = m;
    if (binds && !inside)
      runs.push_back({m, m});
    inside = binds;
  }
  std::vector<MonthRun> merged;
  for (const MonthRun& run : runs) {
    if (!merged.empty() && run.first - merged.back().last - 1 <= kLongestGap) {
      merged.back().last = run.last;
    } else {
      merged.push_back(run);
    }
  }
  std::erase_if(merged, [](const MonthRun& run) { return run.last - run.first + 1 < kShortest; });
  return merged;
}

}  // namespace chokepoint
