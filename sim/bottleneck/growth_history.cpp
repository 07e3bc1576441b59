#include "sim/bottleneck/growth_history.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "sim/bottleneck/gate_queues.hpp"

namespace chokepoint {

namespace {

constexpr Tick kBreak = 60 * kDay;         ///< a shortage that pauses for less goes on
constexpr double kShortage = 0.01;         ///< a share below it is no shortage
constexpr Tick kSameDelivery = 30 * kDay;  ///< what comes so soon after the next belongs to it

}  // namespace

template <class T>
const std::vector<T>* GrowthHistory::find(const std::vector<AtGate<T>>& lists, GateId gate) {
  const auto found = std::find_if(lists.begin(), lists.end(),
                                  [gate](const AtGate<T>& at) { return at.gate == gate; });
  return found == lists.end() ? nullptr : &found->list;
}

template <class T>
std::vector<T>& GrowthHistory::made(std::vector<AtGate<T>>& lists, GateId gate) {
  for (AtGate<T>& at : lists) {
    if (at.gate == gate)
      return at.list;
  }
  return lists.emplace_back(AtGate<T>{gate, {}}).list;
}

/// What is of all gates under a constraint is of each of them, too.
template <class T>
void GrowthHistory::add_to_its_gates(std::vector<AtGate<T>>& lists, GateId gate, const T& value) {
  for (AtGate<T>& at : lists) {
    if (at.gate == kNoGate || gate == kNoGate || gate == at.gate)
      at.list.push_back(value);
  }
}

GrowthHistory::GrowthHistory(const Trace& trace, const Ledger& ledger)
    : trace_(trace),
      ledger_(ledger),
      first_(ledger.constraint_count() + 1),
      ordered_(trace.increments().size()),
      growth_(ledger.constraint_count()),
      busy_(ledger.constraint_count()) {
  find_increments();
}

/// A counting sort: where each constraint's begin, then each to its place.
void GrowthHistory::find_increments() {
  for (const Increment& increment : trace_.increments())
    ++first_[increment.constraint + 1U];
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  std::vector<std::uint32_t> next = first_;
  for (const Increment& increment : trace_.increments())
    ordered_[next[increment.constraint]++] = &increment;
}

const GrowthHistory::Growth& GrowthHistory::growth(ConstraintId constraint) const {
  Growth& growth = growth_[constraint];
  if (!growth.read)
    read(constraint, growth);
  return growth;
}

void GrowthHistory::read(ConstraintId constraint, Growth& growth) const {
  growth.read = true;
  Increments all(ordered_.begin() + first_[constraint], ordered_.begin() + first_[constraint + 1U]);
  std::stable_sort(all.begin(), all.end(),
                   [](const Increment* a, const Increment* b) { return a->arrived < b->arrived; });
  for (const Increment* increment : all) {
    made(growth.increments, kNoGate);
    made(growth.increments, increment->gate);
  }
  for (AtGate<const Increment*>& at : growth.increments)
    at.list.reserve(all.size());
  for (const Increment* increment : all) {
    if (increment->gate == kNoGate)
      growth.common.push_back(increment);
    add_to_its_gates(growth.increments, increment->gate, increment);
  }
  std::vector<NeedStep> steps;
  for (const NeedStep& step : trace_.need_steps()) {
    if (step.constraint != constraint)
      continue;
    steps.push_back(step);
    made(growth.needs, kNoGate);
    made(growth.needs, step.gate);
  }
  for (AtGate<NeedStep>& at : growth.needs)
    at.list.reserve(steps.size());
  for (const NeedStep& step : steps)
    add_to_its_gates(growth.needs, step.gate, step);
}

void GrowthHistory::advance(Tick short_to, Tick seen) {
  seen_ = seen;
  const auto slots = ledger_.slots();
  for (; next_slot_ < slots.size() && slots[next_slot_].from < short_to; ++next_slot_)
    add_busy(slots[next_slot_]);
}

void GrowthHistory::add_busy(const Ledger::Slot& slot) {
  if (slot.met_until >= slot.to)
    return;
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

void GrowthHistory::add_busy(Capacity capacity, const Ledger::Slot& slot,
                             const LedgerShare& share) {
  const bool anew = slot.met_until > slot.from;
  std::vector<Busy>& runs = made(busy_[capacity.constraint], capacity.gate);
  if (!anew && !runs.empty() && slot.from - runs.back().effect_to <= kBreak) {
    runs.back().effect_to = slot.to;
    runs.back().to = std::max(runs.back().to, share.cause_to);
    return;
  }
  // As long as all that was wanted came, nothing was short.
  const Tick lag = slot.from - share.cause_from;
  runs.push_back({slot.to, std::max(share.cause_from, slot.met_until - lag), share.cause_to});
}

const GrowthHistory::Busy* GrowthHistory::shortage_at(Capacity capacity, Tick cause) const {
  const std::vector<Busy>* const runs = find(busy_[capacity.constraint], capacity.gate);
  const Busy* last = nullptr;
  if (runs == nullptr)
    return last;
  for (const Busy& run : *runs) {
    if (run.from <= cause)
      last = &run;
  }
  return last != nullptr && last->to + kBreak >= cause ? last : nullptr;
}

Tick GrowthHistory::short_since(Capacity capacity, Tick cause) const {
  const Busy* const shortage = shortage_at(capacity, cause);
  if (shortage == nullptr || capacity.gate == kNoGate)
    return shortage != nullptr ? shortage->from : cause;
  // A job is on the critical path also while it is served without having waited.
  return std::max(shortage->from, busy_since(trace_.jobs()[capacity.gate].queues(), cause));
}

const GrowthHistory::Increments& GrowthHistory::increments(Capacity capacity) const {
  const Growth& all = growth(capacity.constraint);
  const Increments* const own = find(all.increments, capacity.gate);
  return own != nullptr ? *own : all.common;
}

GrowthHistory::Increments GrowthHistory::next_to(Capacity capacity, Tick cause) const {
  const Busy* const shortage = shortage_at(capacity, cause);
  Increments next;
  const Increments& all = increments(capacity);
  auto later =
      std::upper_bound(all.begin(), all.end(), cause,
                       [](Tick t, const Increment* increment) { return t < increment->arrived; });
  Tick first = kNever;
  for (; later != all.end(); ++later) {
    const Increment* const increment = *later;
    if (!has_come(*increment) && first != kNever && first + kSameDelivery <= seen_)
      break;
    // One too small for the ledger may be answered for as long as an answer takes.
    const Tick over = shortage != nullptr ? shortage->effect_to : cause + increment->usual_lead;
    if (increment->ordered >= seen_ || increment->ordered > over + kBreak)
      continue;
    // Of what had not come yet nobody knew in which order it would.
    first = std::min(first, arrival(*increment));
    if (!has_come(*increment) || increment->arrived < first + kSameDelivery)
      next.push_back(increment);
    else
      break;
  }
  std::erase_if(next, [&](const Increment* increment) {
    return arrival(*increment) >= first + kSameDelivery;
  });
  std::sort(next.begin(), next.end(), [this](const Increment* a, const Increment* b) {
    return std::pair(arrival(*a), a) < std::pair(arrival(*b), b);
  });
  return next;
}

Tick GrowthHistory::arrival(const Increment& increment) const {
  if (has_come(increment))
    return increment.arrived;
  return std::max(seen_, increment.ordered + increment.usual_lead);
}

EventId GrowthHistory::because(const Increment& increment) const {
  return has_come(increment) ? increment.because : kWorldStart;
}

const Increment& GrowthHistory::last_to_come(const Increment& increment) const {
  if (has_come(increment))
    return increment;
  const Increments& all = increments({increment.constraint, kNoGate});
  const auto next = std::partition_point(all.begin(), all.end(),
                                         [this](const Increment* one) { return has_come(*one); });
  return next == all.begin() ? increment : **std::prev(next);
}

const NeedStep* GrowthHistory::last_need(Capacity capacity, Tick cause) const {
  const NeedStep* last = nullptr;
  const std::vector<NeedStep>* const steps = find(growth(capacity.constraint).needs, capacity.gate);
  if (steps == nullptr)
    return nullptr;
  for (const NeedStep& step : *steps) {
    if (step.tick <= cause)
      last = &step;
  }
  return last;
}

bool GrowthHistory::expandable(Capacity capacity) const {
  if (capacity.constraint >= trace_.constraints().size() ||
      !trace_.constraints()[capacity.constraint].expandable)
    return false;
  const Growth& all = growth(capacity.constraint);
  const auto has_begun = [this](const Increment* one) { return one->ordered < seen_; };
  const auto begun = [&](const Increments& of) {
    return std::any_of(of.begin(), of.end(), has_begun);
  };
  const std::vector<NeedStep>* const needs = find(all.needs, capacity.gate);
  return capacity.gate == kNoGate ||
         (needs != nullptr &&
          std::any_of(needs->begin(), needs->end(),
                      [this](const NeedStep& step) { return step.tick < seen_; })) ||
         begun(increments(capacity)) ||
         std::none_of(ordered_.begin() + first_[capacity.constraint],
                      ordered_.begin() + first_[capacity.constraint + 1U], has_begun);
}

}  // namespace chokepoint
