#include "sim/bottleneck/effect_walk.hpp"

#include <algorithm>
#include <utility>

namespace chokepoint {

namespace {

/// Pools that lie behind one another: deeper ones follow one source only.
constexpr int kDeepestPool = 4;

}  // namespace

void LimitsPassed::pass(ConstraintId limit) {
  const auto end = limits_.begin() + static_cast<std::ptrdiff_t>(count_);
  if (count_ < kMost && std::find(limits_.begin(), end, limit) == end)
    limits_[count_++] = limit;
}

void LimitsPassed::leave(const Trace& trace, const Event& event) {
  for (const LimitEntrance& entrance : trace.limit_entrances()) {
    const bool here = entrance.gate != kNoGate
                          ? entrance.gate == event.gate
                          : event.kind == EventKind::lead && entrance.step == event.constraint;
    if (!here)
      continue;
    const auto end = limits_.begin() + static_cast<std::ptrdiff_t>(count_);
    count_ = static_cast<std::size_t>(std::remove(limits_.begin(), end, entrance.limit) -
                                      limits_.begin());
  }
}

const std::vector<EffectPiece>& EffectWalk::walk(const SinkLot& lot, Tick from,
                                                 std::uint64_t salt) {
  pieces_.clear();
  served_.clear();
  branch_begin_ = 0;
  outages_met_.clear();
  from_ = static_cast<double>(from);
  follow(lot.event, 0, static_cast<double>(lot.tick), TieBreaker(salt), 0, {});
  return pieces_;
}

void EffectWalk::add(ConstraintId constraint, double low, double high, Tick cause_from,
                     Tick cause_to, GateId gate) {
  low = std::max(low, from_);
  if (high <= low)
    return;
  pieces_.push_back({constraint, gate, high - low, low, high, static_cast<double>(cause_from),
                     static_cast<double>(cause_to)});
}

void EffectWalk::end_at(const Event& event, Tick lead, double high) {
  const auto cause_to = std::max<Tick>(static_cast<Tick>(high) - lead, 0);
  add(is_chosen(event.kind) ? event.constraint : names_.initial_stock, from_, high,
      std::min<Tick>(event.start, cause_to), cause_to);
}

double EffectWalk::busy_until(const Served& job, double low, double high) const {
  const auto services = trace_.services(trace_.event(job.service).gate);
  const auto effect = [&](EventId service) {
    return static_cast<double>(trace_.event(service).end + job.lead);
  };
  auto next = std::upper_bound(services.begin(), services.end(), high,
                               [&](double at, EventId service) { return at < effect(service); });
  const TieBreaker ties(0);
  while (next != services.begin() && effect(*--next) > low) {
    // What begins as the outage ends has waited for it.
    const bool before = static_cast<double>(trace_.event(*next).start + job.lead) < high;
    if (before && paced_by_gate(trace_, ties.pick(trace_, *next)))
      return effect(*next);
  }
  return low;
}

void EffectWalk::note_served(EventId service, Tick lead) {
  const Event& event = trace_.event(service);
  const bool again = served_.size() > branch_begin_ && served_.back().lead == lead &&
                     trace_.event(served_.back().service).gate == event.gate;
  if (!again)
    served_.push_back({service, lead});
  else if (event.end > event.start)
    served_.back().service = service;
}

void EffectWalk::meet_outage(EventId outage, bool stopped_gate, double low, double high) {
  // The outage may have come just as a job was done, which then is one of no length.
  double rate = 0;
  for (auto job = served_.rbegin(); stopped_gate && job != served_.rend() && rate <= 0; ++job) {
    const Event& service = trace_.event(job->service);
    if (service.gate != trace_.event(served_.back().service).gate)
      break;
    if (service.end > service.start)
      rate = service.sink / static_cast<double>(service.end - service.start);
  }
  for (const Served& job : served_)
    low = std::max(low, busy_until(job, low, high));
  if (high > low)
    outages_met_.push_back({outage, low, high, rate});
}

double EffectWalk::follow(EventId id, Tick lead, double high, const TieBreaker& ties, int depth,
                          LimitsPassed limits) {
  double served = 0;
  bool after_outage = false;  // a service that may have waited for it
  bool after_plan = false;    // a decision: what stood still kept no lot that was there
  OutageHold hold;            // of the outage that was waited for
  while (high > from_) {
    const Event& event = trace_.event(id);
    if (event.kind == EventKind::pool && depth < kDeepestPool)
      return served + follow_pool(event, lead, high, ties, depth, limits);
    const Enabler* by = ties.pick(trace_, id);
    if (notes_outages_ && event.kind == EventKind::service && event.gate != kNoGate)
      note_served(id, lead);
    const bool outage = event.kind == EventKind::outage;
    const Tick begin = outage ? std::max<Tick>(event.start, hold.from) : Tick{event.start};
    if (holds_time(trace_, event, by)) {
      const double low = std::max(from_, static_cast<double>(begin + lead));
      const auto cause_from = outage ? begin : static_cast<Tick>(low) - lead;
      const auto cause_to = outage ? Tick{event.end} : static_cast<Tick>(high) - lead;
      if (event.end > event.start && high > low)
        served += event.sink * (high - low) / static_cast<double>(event.end - event.start);
      add(event.constraint, low, high, cause_from, cause_to, event.gate);
      if (outage && notes_outages_ && !after_plan && high > low)
        meet_outage(id, after_outage, low, high);
      high = std::min(high, low);
    } else if (limits.none()) {
      lead += event.end - event.start;
    } else {
      const double low = std::max(from_, static_cast<double>(event.start + lead));
      add(limits.last(), low, high, static_cast<Tick>(low) - lead, static_cast<Tick>(high) - lead);
      high = std::min(high, low);
    }
    if (event.kind == EventKind::cap)
      limits.pass(event.constraint);
    else if (!limits.none())
      limits.leave(trace_, event);
    if (begin > event.start) {
      // Without the outage it would have waited for this, from before then.
      id = hold.condition;
      hold = {};
      after_outage = after_plan = false;
      continue;
    }
    if (by == nullptr) {
      end_at(event, lead, high);
      return served;
    }
    if (by->how() == EnablerClass::outage && !outage)
      hold = outage_hold(trace_, id, *by);
    else if (outage && by->how() != EnablerClass::outage)
      hold = {};
    const Tick enabled = trace_.event(by->event).end;
    if (enabled < event.start && event.kind != EventKind::pool) {
      const double low = std::max(from_, static_cast<double>(enabled + lead));
      if (event.kind != EventKind::outage)
        add(names_.unexplained, low, high, enabled, event.start);
      high = std::min(high, low);
    }
    if (event.kind == EventKind::pool)
      high = std::min(high, static_cast<double>(enabled + lead));
    after_outage = event.kind == EventKind::service;
    after_plan = event.kind == EventKind::plan;
    id = by->event;
  }
  return served;
}

double EffectWalk::follow_pool(const Event& pool, Tick lead, double high, const TieBreaker& ties,
                               int depth, const LimitsPassed& limits) {
  const std::size_t first = pieces_.size();
  struct Branch {
    std::size_t begin;
    double weight;
    double served;
  };
  std::vector<Branch> branches;
  branches.reserve(pool.enabler_count);
  for (std::uint32_t i = 0; i < pool.enabler_count; ++i)
    trace_.fetch(trace_.enabler(pool.first_enabler + i).event);
  double served = 0;
  for (std::uint32_t i = 0; i < pool.enabler_count; ++i) {
    const EventId source = trace_.enabler(pool.first_enabler + i).event;
    const std::size_t begin = pieces_.size();
    const auto delivered = static_cast<double>(trace_.event(source).end + lead);
    const std::size_t passed = served_.size();
    const std::size_t begun_before = std::exchange(branch_begin_, passed);
    const double work = follow(source, lead, std::min(high, delivered), ties, depth + 1, limits);
    served_.resize(passed);
    branch_begin_ = begun_before;
    double weight = 0;
    for (std::size_t p = begin; p < pieces_.size(); ++p)
      weight += pieces_[p].weight;
    branches.push_back({begin, weight, work});
    served += work;
  }
  // Together the sources explain the window once, each in proportion to what it delivered.
  const double equal = 1.0 / static_cast<double>(std::max<std::size_t>(branches.size(), 1));
  for (std::size_t b = 0; b < branches.size(); ++b) {
    const std::size_t end = b + 1 < branches.size() ? branches[b + 1].begin : pieces_.size();
    const double part = served > 0 ? branches[b].served / served : equal;
    const double scale = branches[b].weight > 0 ? part * (high - from_) / branches[b].weight : 0.0;
    for (std::size_t p = branches[b].begin; p < end; ++p)
      pieces_[p].weight *= scale;
  }
  if (pieces_.size() == first)
    add(names_.unexplained, from_, high, static_cast<Tick>(from_), static_cast<Tick>(high));
  return served;
}

}  // namespace chokepoint
