#include <algorithm>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/path.hpp"

namespace chokepoint {

namespace {
constexpr std::size_t kUsualLength = 256;  ///< of a path, in events
}  // namespace

PathWork Ledger::path_work(std::size_t lot, std::uint64_t salt) const {
  PathWork result{std::vector<double>(names_.size()), 0, initial_stock_};
  const TieBreaker ties(mix(options_.seed ^ salt, lot));
  std::vector<EventId> to_walk{trace_.sink_lots()[lot].event};
  std::vector<EventId> met;  // events at which branches of a pool may come together again
  while (!to_walk.empty()) {
    EventId id = to_walk.back();
    to_walk.pop_back();
    const bool branching = !met.empty() || !to_walk.empty();
    std::vector<EventId> walked;
    walked.reserve(kUsualLength);
    while (id != kWorldStart) {
      if (branching && std::binary_search(met.begin(), met.end(), id))
        break;
      walked.push_back(id);
      const Event& event = trace_.event(id);
      if (event.kind == EventKind::pool) {
        for (const Enabler& source : trace_.enablers(id))
          to_walk.push_back(source.event);
        break;
      }
      const Enabler* by = ties.pick(trace_, id);
      const double work = counted_work(trace_, event, by);
      result.by_constraint[event.constraint] += work;
      result.total += work;
      if (by == nullptr || by->event == kWorldStart)
        result.begun_by =
            by == nullptr && is_chosen(event.kind) ? event.constraint : initial_stock_;
      if (by == nullptr)
        break;
      id = by->event;
    }
    if (to_walk.empty())
      break;
    const auto middle = static_cast<std::ptrdiff_t>(met.size());
    std::reverse(walked.begin(), walked.end());
    met.insert(met.end(), walked.begin(), walked.end());
    std::inplace_merge(met.begin(), met.begin() + middle, met.end());
  }
  return result;
}

std::vector<EventId> Ledger::path(std::size_t lot, std::uint64_t salt) const {
  const TieBreaker ties(mix(options_.seed ^ salt, lot));
  std::vector<EventId> result;
  result.reserve(kUsualLength);
  for (EventId id = trace_.sink_lots()[lot].event; id != kWorldStart;) {
    result.push_back(id);
    const auto enablers = trace_.enablers(id);
    const Enabler* by = trace_.event(id).kind == EventKind::pool && !enablers.empty()
                            ? &enablers.front()
                            : ties.pick(trace_, id);
    if (by == nullptr)
      break;
    id = by->event;
  }
  return result;
}

std::vector<double> Ledger::elasticities(Tick at, std::size_t lots, Tick window) const {
  const auto all = trace_.sink_lots();
  std::vector<double> result(names_.size());
  std::size_t end = 0;
  while (end < all.size() && all[end].tick <= at)
    ++end;
  if (end == 0)
    return result;
  std::size_t first = end - 1;
  while (first > 0 && all[first - 1].tick > at - window)
    --first;
  const std::size_t step = (end - first - 1) / std::max<std::size_t>(lots, 1) + 1;
  double walks = 0;
  for (std::size_t i = end - 1;; i -= step) {
    const PathWork work = path_work(i);
    if (work.total > 0) {
      for (std::size_t k = 0; k < result.size(); ++k)
        result[k] += work.by_constraint[k] / work.total;
      walks += 1;
    }
    if (i < first + step)
      break;
  }
  for (double& value : result)
    value = walks > 0 ? value / walks : 0.0;
  return result;
}

Ledger::Bounds Ledger::bounds(std::size_t lot, ConstraintId constraint) const {
  const EventId last = trace_.sink_lots()[lot].event;
  struct Range {
    double low = 0;
    double high = 0;
  };
  // Enablers were recorded before what they enabled, so one pass in order of ids meets them first.
  std::vector<Range> range(last + 1);
  for (EventId id = 1; id <= last; ++id) {
    const Event& event = trace_.event(id);
    const auto enablers = trace_.enablers(id);
    if (event.kind == EventKind::pool) {
      for (const Enabler& source : enablers) {
        range[id].low += range[source.event].low;
        range[id].high += range[source.event].high;
      }
      continue;
    }
    Range best{std::numeric_limits<double>::infinity(), -1};
    for (const Enabler& enabler : enablers) {
      if (enabler.slack() > trace_.tolerance())
        continue;
      const double work =
          event.constraint == constraint ? counted_work(trace_, event, &enabler) : 0.0;
      best.low = std::min(best.low, range[enabler.event].low + work);
      best.high = std::max(best.high, range[enabler.event].high + work);
    }
    if (best.high < 0) {
      const double work = event.constraint == constraint ? counted_work(trace_, event, nullptr) : 0;
      best = {work, work};
    }
    range[id] = best;
  }
  return {range[last].low, range[last].high};
}

}  // namespace chokepoint
