#include "sim/bottleneck/active_period.hpp"

#include <algorithm>
#include <tuple>

namespace chokepoint {

namespace {

using Periods = std::vector<ActivePeriod>;

/// The longest periods that cover that instant.
Periods longest_at(std::span<const ActivePeriod> periods, Tick t) {
  Periods best;
  for (const ActivePeriod& period : periods) {
    if (period.from > t || period.to <= t)
      continue;
    const Tick length = period.to - period.from;
    const Tick longest = best.empty() ? 0 : best.front().to - best.front().from;
    if (length > longest)
      best.clear();
    if (length >= longest)
      best.push_back(period);
  }
  return best;
}

Tick next_start(std::span<const ActivePeriod> periods, Tick t) {
  Tick next = kNever;
  for (const ActivePeriod& period : periods) {
    if (period.from > t)
      next = std::min(next, period.from);
  }
  return next;
}

/// The bottlenecks in turn.
Periods chain(std::span<const ActivePeriod> periods, Tick from) {
  Periods result;
  for (Tick t = from; t != kNever;) {
    const Periods now = longest_at(periods, t);
    if (now.empty()) {
      t = next_start(periods, t);
      continue;
    }
    for (const ActivePeriod& period : now) {
      result.push_back({period.machine, std::max(period.from, from), period.to});
      t = std::max(t, period.to);
    }
  }
  return result;
}

}  // namespace

std::vector<MomentaryBottleneck> momentary_bottlenecks(std::span<const ActivePeriod> periods,
                                                       Tick from) {
  const Periods bottlenecks = chain(periods, from);
  std::vector<Tick> dates;
  for (const ActivePeriod& period : bottlenecks) {
    dates.push_back(period.from);
    dates.push_back(period.to);
  }
  std::sort(dates.begin(), dates.end());
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  std::vector<MomentaryBottleneck> result;
  for (const ActivePeriod& period : bottlenecks) {
    const std::size_t first = result.size();
    for (std::size_t d = 0; d + 1 < dates.size(); ++d) {
      if (dates[d] < period.from || dates[d] >= period.to)
        continue;
      const auto at_once = std::count_if(
          bottlenecks.begin(), bottlenecks.end(),
          [&](const ActivePeriod& p) { return p.from <= dates[d] && dates[d] < p.to; });
      const bool sole = at_once == 1;
      if (result.size() > first && result.back().sole == sole) {
        result.back().to = dates[d + 1];
      } else {
        result.push_back({period.machine, dates[d], dates[d + 1], sole});
      }
    }
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const MomentaryBottleneck& a, const MomentaryBottleneck& b) {
                     return std::tuple(a.from, a.machine) < std::tuple(b.from, b.machine);
                   });
  return result;
}

}  // namespace chokepoint
