#include "sim/bottleneck/growth_history.hpp"

#include <algorithm>

namespace chokepoint {

namespace {

constexpr Tick kBreak = 60 * kDay;  ///< a shortage that pauses for less goes on
constexpr double kShortage = 0.01;  ///< a share below it is no shortage

template <class Lists>
auto list_of(const Lists& lists, Capacity capacity) -> const typename Lists::mapped_type& {
  static const typename Lists::mapped_type none;
  const auto found = lists.find(capacity.gate);
  return found == lists.end() ? none : found->second;
}

}  // namespace

GrowthHistory::GrowthHistory(const Trace& trace, const Ledger& ledger)
    : trace_(trace), ledger_(ledger) {
  increments_.resize(ledger.constraint_count());
  common_.resize(ledger.constraint_count());
  needs_.resize(ledger.constraint_count());
  busy_.resize(ledger.constraint_count());
  find_increments();
  find_busy();
}

/// What is of all gates under a constraint is of each of them, too.
void GrowthHistory::find_increments() {
  for (const Increment& increment : trace_.increments()) {
    increments_[increment.constraint][increment.gate];
    increments_[increment.constraint][kNoGate];
  }
  for (const NeedStep& step : trace_.need_steps()) {
    needs_[step.constraint][step.gate];
    needs_[step.constraint][kNoGate];
  }
  for (const Increment& increment : trace_.increments()) {
    if (increment.gate == kNoGate)
      common_[increment.constraint].push_back(&increment);
    for (auto& [gate, list] : increments_[increment.constraint]) {
      if (gate == kNoGate || increment.gate == kNoGate || increment.gate == gate)
        list.push_back(&increment);
    }
  }
  for (const NeedStep& step : trace_.need_steps()) {
    for (auto& [gate, list] : needs_[step.constraint]) {
      if (gate == kNoGate || step.gate == kNoGate || step.gate == gate)
        list.push_back(step);
    }
  }
  const auto sort = [this](Increments& list) {
    std::stable_sort(list.begin(), list.end(), [this](const Increment* a, const Increment* b) {
      return arrival(*a) < arrival(*b);
    });
  };
  for (auto& by_gate : increments_) {
    for (auto& [gate, list] : by_gate)
      sort(list);
  }
  for (Increments& list : common_)
    sort(list);
}

void GrowthHistory::find_busy() {
  for (const Ledger::Slot& slot : ledger_.slots()) {
    if (slot.met_until >= slot.to)
      continue;
    for (const LedgerShare& share : slot.shares) {
      if (share.share < kShortage)
        continue;
      add_busy({share.constraint}, slot, share);
      for (const GateShare& part : slot.gates) {
        if (part.constraint == share.constraint && part.share >= kShortage)
          add_busy({share.constraint, part.gate}, slot, share);
      }
    }
  }
}

void GrowthHistory::add_busy(Capacity capacity, const Ledger::Slot& slot,
                             const LedgerShare& share) {
  const bool anew = slot.met_until > slot.from;
  auto& runs = busy_[capacity.constraint][capacity.gate];
  if (!anew && !runs.empty() && slot.from - runs.back().effect_to <= kBreak) {
    runs.back().effect_to = slot.to;
    runs.back().to = std::max(runs.back().to, share.cause_to);
    return;
  }
  // As long as all that was wanted came, nothing was short.
  const Tick lag = slot.from - share.cause_from;
  runs.push_back({slot.to, std::max(share.cause_from, slot.met_until - lag), share.cause_to});
}

Tick GrowthHistory::short_since(Capacity capacity, Tick cause) const {
  Tick since = cause;
  for (const Busy& run : list_of(busy_[capacity.constraint], capacity)) {
    if (run.from <= cause)
      since = run.to + kBreak >= cause ? run.from : cause;
  }
  return since;
}

const GrowthHistory::Increments& GrowthHistory::increments(Capacity capacity) const {
  const auto& by_gate = increments_[capacity.constraint];
  const auto own = by_gate.find(capacity.gate);
  return own != by_gate.end() ? own->second : common_[capacity.constraint];
}

GrowthHistory::Increments::const_iterator GrowthHistory::first_after(Capacity capacity,
                                                                     Tick cause) const {
  const Increments& list = increments(capacity);
  return std::upper_bound(
      list.begin(), list.end(), cause,
      [this](Tick t, const Increment* increment) { return t < arrival(*increment); });
}

Tick GrowthHistory::arrival(const Increment& increment) const {
  if (increment.arrived != kNever)
    return increment.arrived;
  return std::max(ledger_.horizon(), increment.ordered + increment.usual_lead);
}

const NeedStep* GrowthHistory::last_need(Capacity capacity, Tick cause) const {
  const NeedStep* last = nullptr;
  for (const NeedStep& step : list_of(needs_[capacity.constraint], capacity)) {
    if (step.tick <= cause)
      last = &step;
  }
  return last;
}

bool GrowthHistory::expandable(Capacity capacity) const {
  if (capacity.constraint >= trace_.constraints().size() ||
      !trace_.constraints()[capacity.constraint].expandable)
    return false;
  return capacity.gate == kNoGate || needs_[capacity.constraint].count(capacity.gate) > 0 ||
         !increments(capacity).empty() || increments_[capacity.constraint].empty();
}

}  // namespace chokepoint
