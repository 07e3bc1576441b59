#include "sim/bottleneck/near_by_year.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sim/bottleneck/near_critical.hpp"
#include "sim/bottleneck/path.hpp"

namespace chokepoint {

namespace {

/// Slacks of what was near, by year and constraint.
struct Seen {
  std::size_t starts = 0;
  std::map<ConstraintId, std::vector<Tick>> slacks;
};

class NearWalk {
 public:
  NearWalk(const Trace& trace, const Timeline& timeline, Tick horizon)
      : trace_(trace), timeline_(timeline), horizon_(horizon) {}

  void walk(EventId id) {
    while (id != kWorldStart && seen_.insert(id).second) {
      const Enabler* by = told_enabler(trace_, ties_, id);
      if (by == nullptr)
        return;
      look(id, *by);
      id = by->event;
    }
  }
  [[nodiscard]] std::vector<NearYear> take() const;

 private:
  void look(EventId id, const Enabler& critical);

  const Trace& trace_;
  const Timeline& timeline_;
  Tick horizon_;
  TieBreaker ties_{0};
  std::set<EventId> seen_;
  std::map<int, Seen> years_;
};

void NearWalk::look(EventId id, const Enabler& critical) {
  const Event& event = trace_.event(id);
  if (event.kind == EventKind::pool)
    return;
  Seen& year = years_[timeline_.year(std::min<Tick>(event.start, horizon_ - 1))];
  ++year.starts;
  for (const Enabler& enabler : trace_.enablers(id)) {
    if (&enabler == &critical || enabler.how() == EnablerClass::gate || enabler.slack() > kNear)
      continue;
    const Event* near = decided_by(trace_, enabler.event);
    const Event* last = decided_by(trace_, critical.event);
    if (near != nullptr && (last == nullptr || near->constraint != last->constraint))
      year.slacks[near->constraint].push_back(enabler.slack());
  }
}

std::vector<NearYear> NearWalk::take() const {
  std::vector<NearYear> result;
  for (const auto& [number, seen] : years_) {
    NearYear year{.year = number, .starts = seen.starts, .inputs = {}};
    for (auto [constraint, slacks] : seen.slacks) {
      std::sort(slacks.begin(), slacks.end());
      year.inputs.push_back(
          {constraint, slacks.size(), slacks.front(), slacks[(slacks.size() - 1) / 2]});
    }
    std::stable_sort(year.inputs.begin(), year.inputs.end(), [](const auto& a, const auto& b) {
      return a.starts != b.starts ? a.starts > b.starts : a.median < b.median;
    });
    year.inputs.resize(std::min(year.inputs.size(), kMostNear));
    result.push_back(std::move(year));
  }
  return result;
}

}  // namespace

std::vector<NearYear> near_by_year(const Trace& trace, const Timeline& timeline, Tick horizon,
                                   std::size_t lots_a_year) {
  NearWalk paths(trace, timeline, horizon);
  const auto lots = trace.sink_lots();
  for (std::size_t from = 0; from < lots.size() && lots[from].tick <= horizon;) {
    std::size_t to = from;
    const auto year_of = [&](std::size_t lot) {
      return timeline.year(std::min(lots[lot].tick, horizon - 1));
    };
    while (to < lots.size() && year_of(to) == year_of(from))
      ++to;
    const std::size_t step = (to - from) / lots_a_year + 1;
    for (std::size_t lot = from; lot < to; lot += step)
      paths.walk(lots[lot].event);
    from = to;
  }
  return paths.take();
}

}  // namespace chokepoint
