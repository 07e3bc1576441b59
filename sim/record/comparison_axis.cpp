#include "sim/record/comparison_axis.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace chokepoint {

namespace {

constexpr std::size_t kMonthsBefore = 11;  ///< with that of the event twelve

using Begin = std::pair<std::size_t, std::string>;  ///< the month in which an event begins

/// Those that this run has and the base has not, the earliest first.
std::vector<Begin> new_events(const std::vector<Date>& months, const WorldFigures& run,
                              const WorldFigures& base) {
  std::vector<Begin> found;
  for (const EventNote& event : run.events) {
    const bool in_base =
        std::any_of(base.events.begin(), base.events.end(), [&](const EventNote& other) {
          return other.name == event.name && other.from == event.from;
        });
    if (in_base)
      continue;
    std::size_t month = 0;
    while (month + 1 < months.size() &&
           std::chrono::sys_days(months[month + 1]) <= std::chrono::sys_days(event.from))
      ++month;
    found.emplace_back(month, event.name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Whether an event is on the same date in all seeds; also where there is none at all.
bool has_common(const std::vector<std::vector<Begin>>& of_seeds) {
  if (std::all_of(of_seeds.begin(), of_seeds.end(), [](const auto& one) { return one.empty(); }))
    return true;
  const auto& first = of_seeds.front();
  return std::any_of(first.begin(), first.end(), [&](const Begin& begin) {
    return std::all_of(of_seeds.begin(), of_seeds.end(), [&](const auto& one) {
      return std::binary_search(one.begin(), one.end(), begin);
    });
  });
}

}  // namespace

Axis axis_of(const Comparison& comparison, std::size_t world) {
  const auto& runs = comparison.worlds[world].runs;
  std::vector<std::vector<Begin>> of_seeds;
  for (std::size_t s = 0; s < runs.size(); ++s)
    of_seeds.push_back(new_events(comparison.months, runs[s], comparison.worlds.front().runs[s]));
  Axis axis;
  axis.since_event = !has_common(of_seeds);
  std::size_t first = comparison.months.size();
  for (const auto& begins : of_seeds)
    first = begins.empty() ? first : std::min(first, begins.front().first);
  if (first == comparison.months.size())
    first = 0;  // without an event, what differs does so from the start
  for (std::size_t s = 0; s < runs.size(); ++s) {
    const auto& begins = of_seeds[s];
    if (axis.since_event && begins.empty())
      continue;
    axis.seeds.push_back(s);
    axis.events.push_back(axis.since_event ? begins.front().first : first);
    for (const Begin& begin : begins)
      axis.begins.push_back(begin.first - (axis.since_event ? begins.front().first : 0));
  }
  if (axis.begins.empty())
    axis.begins.push_back(first);
  std::sort(axis.begins.begin(), axis.begins.end());
  axis.begins.erase(std::unique(axis.begins.begin(), axis.begins.end()), axis.begins.end());
  axis.event = axis.since_event ? kMonthsBefore : first;
  axis.length = comparison.months.size();
  if (!axis.since_event)
    return axis;
  // As far as half of these seeds go.
  std::vector<std::size_t> sorted = axis.events;
  std::sort(sorted.begin(), sorted.end());
  axis.length = axis.event + comparison.months.size() - sorted[(sorted.size() - 1) / 2];
  return axis;
}

}  // namespace chokepoint
