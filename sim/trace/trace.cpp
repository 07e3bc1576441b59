#include "sim/trace/trace.hpp"

#include <algorithm>
#include <array>

#include "sim/base/error.hpp"

namespace chokepoint {

Enabler::Enabler(EventId by, EnablerClass how, Tick slack)
    : event(by),
      packed((static_cast<std::uint32_t>(how) << 28U) |
             static_cast<std::uint32_t>(std::clamp<Tick>(slack, 0, kMaxSlack))) {}

void Conditions::add(EventId by, EnablerClass how) {
  // Event ids grow with time, so dropping the smallest of a full list drops the earliest.
  if (count_ < kMost) {
    items_[count_++] = {by, how};
    return;
  }
  auto* earliest = std::min_element(items_, items_ + kMost,
                                    [](const Item& a, const Item& b) { return a.event < b.event; });
  if (earliest->event < by)
    *earliest = {by, how};
}

Trace::Trace(bool enabled, Tick tolerance) : enabled_(enabled), tolerance_(tolerance) {
  constraints_.push_back({.name = "start"});
  kinds_.emplace_back();
  gates_.emplace_back();
  served_.emplace_back();
  if (!enabled_)
    return;
  // Room for a large world at once: what is not used costs nothing, and moving costs time.
  events_.reserve(1U << 17U);
  ends_.reserve(1U << 17U);
  servers_.reserve(1U << 17U);
  enablers_.reserve(1U << 18U);
  notes_.reserve(1U << 17U);
  capacity_.reserve(1U << 14U);
  increments_.reserve(1U << 13U);
  push({});
}

ConstraintId Trace::constraint(std::string_view name) {
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    if (constraints_[i].name == name)
      return static_cast<ConstraintId>(i);
  }
  ensure(constraints_.size() < 65535, "a world has fewer than 65,535 constraints");
  constraints_.push_back({.name = std::string(name)});
  kinds_.emplace_back();
  return static_cast<ConstraintId>(constraints_.size() - 1);
}

void Trace::declare_aside(std::string_view name) {
  for (Constraint& constraint : constraints_)
    constraint.aside = constraint.aside || constraint.name == name;
}

bool Trace::has(EventKind kind) const {
  const std::uint32_t bit = 1U << static_cast<unsigned>(kind);
  return std::any_of(kinds_.begin(), kinds_.end(),
                     [bit](std::uint32_t kinds) { return (kinds & bit) != 0; });
}

namespace {

/// Has the memory behind the end of a list brought near before it is written to: a list that grows
/// by a place now and then would wait for each new line of it, half of what recording takes.
template <class T>
inline void fetch_behind(const std::vector<T>& list) {
  constexpr std::uintptr_t kFarEnough = 256;
  const auto end = reinterpret_cast<std::uintptr_t>(list.data() + list.size());
  __builtin_prefetch(reinterpret_cast<const void*>(end + kFarEnough), 1);
}

}  // namespace

/// Field by field into its place: a whole that has just been put together elsewhere can only be
/// copied when all its parts have arrived in the cache.
inline EventId Trace::push(const Event& event) {
  Event& kept = events_.emplace_back();
  kept.start = event.start;
  kept.end = event.end;
  kept.sink = event.sink;
  kept.work = event.work;
  kept.first_enabler = event.first_enabler;
  kept.constraint = event.constraint;
  kept.gate = event.gate;
  kept.kind = event.kind;
  kept.enabler_count = event.enabler_count;
  ends_.push_back(event.end);
  servers_.push_back(event.gate);
  kinds_[event.constraint] |= 1U << static_cast<unsigned>(event.kind);
  fetch_behind(events_);
  fetch_behind(ends_);
  fetch_behind(servers_);
  fetch_behind(enablers_);
  fetch_behind(notes_);
  return static_cast<EventId>(events_.size() - 1);
}

EventId Trace::add(EventKind kind, ConstraintId constraint, Tick start, Tick end, double work,
                   double sink, const Conditions& conditions) {
  if (!enabled_)
    return kWorldStart;
  Event event{.start = static_cast<std::int32_t>(start),
              .end = static_cast<std::int32_t>(end),
              .sink = sink,
              .work = static_cast<float>(work),
              .first_enabler = static_cast<std::uint32_t>(enablers_.size()),
              .constraint = constraint,
              .kind = kind};
  const auto items = conditions.items();
  std::array<Tick, Conditions::kMost> ends;
  Tick latest = -1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    ends[i] = ends_[items[i].event];
    latest = std::max(latest, ends[i]);
  }
  std::size_t runner_up = items.size();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (ends[i] + tolerance_ >= latest) {
      enablers_.emplace_back(items[i].event, items[i].how, latest - ends[i]);
      ++event.enabler_count;
    } else if (runner_up == items.size() || ends[i] > ends[runner_up]) {
      runner_up = i;
    }
  }
  if (runner_up < items.size()) {
    enablers_.emplace_back(items[runner_up].event, items[runner_up].how, latest - ends[runner_up]);
    ++event.enabler_count;
  }
  const EventId id = push(event);
  if (latest < start)
    note_unexplained(id);
  return id;
}

void Trace::note_unexplained(EventId id) {
  ++unexplained_;
  if (unexplained_list_.size() < 8)
    unexplained_list_.push_back(id);
}

EventId Trace::follow(EventKind kind, ConstraintId constraint, Tick start, Tick end, EventId by,
                      EnablerClass how, double work, double sink) {
  if (!enabled_)
    return kWorldStart;
  const bool gap = ends_[by] < start;
  enablers_.emplace_back(by, how, 0);
  const EventId id = push({.start = static_cast<std::int32_t>(start),
                           .end = static_cast<std::int32_t>(end),
                           .sink = sink,
                           .work = static_cast<float>(work),
                           .first_enabler = static_cast<std::uint32_t>(enablers_.size() - 1),
                           .constraint = constraint,
                           .kind = kind,
                           .enabler_count = 1});
  if (gap)
    note_unexplained(id);
  return id;
}

EventId Trace::exogenous(EventKind kind, ConstraintId constraint, Tick start, Tick end) {
  if (!enabled_)
    return kWorldStart;
  return push({.start = static_cast<std::int32_t>(start),
               .end = static_cast<std::int32_t>(end),
               .first_enabler = static_cast<std::uint32_t>(enablers_.size()),
               .constraint = constraint,
               .kind = kind});
}

EventId Trace::outage(ConstraintId constraint, Tick start, Tick end, const Conditions& before) {
  if (!enabled_)
    return kWorldStart;
  const std::size_t gaps = unexplained_;
  const std::size_t listed = unexplained_list_.size();
  const EventId id = add(EventKind::outage, constraint, start, end, 0, 0, before);
  unexplained_ = gaps;  // an outage comes when it comes
  unexplained_list_.resize(listed);
  return id;
}

EventId Trace::pool(ConstraintId constraint, Tick end, std::span<const EventId> sources) {
  if (!enabled_)
    return kWorldStart;
  Event event{
      .start = static_cast<std::int32_t>(end),
      .end = static_cast<std::int32_t>(end),
      .first_enabler = static_cast<std::uint32_t>(enablers_.size()),
      .constraint = constraint,
      .kind = EventKind::pool,
      .enabler_count = static_cast<std::uint8_t>(std::min<std::size_t>(sources.size(), 255))};
  for (std::size_t i = 0; i < event.enabler_count; ++i) {
    enablers_.emplace_back(sources[i], EnablerClass::source, end - ends_[sources[i]]);
  }
  return push(event);
}

void Trace::reached_sink(Tick tick, double amount, EventId event) {
  sink_lots_.push_back({tick, amount, event});
}

void Trace::demand(Tick tick, double amount) {
  if (!demand_.empty() && demand_.back().tick == tick) {
    demand_.back().amount += amount;
  } else {
    demand_.push_back({tick, amount});
  }
}

void Trace::capacity(Tick tick, ConstraintId constraint, double rate, EventId because,
                     GateId gate) {
  if (enabled_)
    capacity_.push_back({tick, rate, because, constraint, gate});
}

GateId Trace::gate(std::string_view name) {
  ensure(gates_.size() < 65535, "a world has fewer than 65,535 gates");
  gates_.emplace_back(name);
  served_.emplace_back();
  return static_cast<GateId>(gates_.size() - 1);
}

std::uint32_t Trace::ordered(const Increment& increment) {
  if (!enabled_)
    return 0;
  increments_.push_back(increment);
  return static_cast<std::uint32_t>(increments_.size() - 1);
}

void Trace::arrived(std::uint32_t increment, Tick tick, EventId because) {
  if (!enabled_)
    return;
  increments_[increment].arrived = tick;
  increments_[increment].because = because;
}

void Trace::left_open(const OpenActivity& activity) {
  if (!enabled_)
    return;
  open_.push_back(activity);
  kinds_[activity.constraint] |= 1U << static_cast<unsigned>(activity.kind);
}

void Trace::need(const NeedStep& step) {
  if (enabled_)
    needs_.push_back(step);
}

std::span<const Enabler> Trace::enablers(EventId id) const {
  const Event& event = events_[id];
  return {enablers_.data() + event.first_enabler, event.enabler_count};
}

void Trace::fetch_paths(std::span<EventId> ends, int steps) const {
  for (int step = 0; step < steps; ++step) {
    for (const EventId id : ends)
      fetch(id);
    for (EventId& id : ends) {
      // An event without any has the place of the next one's: what is fetched then is not needed.
      const std::size_t first = events_[id].first_enabler;
      id = first < enablers_.size() ? enablers_[first].event : kWorldStart;
      __builtin_prefetch(events_.data() + id);
    }
  }
}

std::size_t Trace::lots_by(Tick tick) const {
  const auto later =
      std::upper_bound(sink_lots_.begin(), sink_lots_.end(), tick,
                       [](Tick when, const SinkLot& lot) { return when < lot.tick; });
  return static_cast<std::size_t>(later - sink_lots_.begin());
}

std::size_t Trace::bytes() const {
  return events_.capacity() * (sizeof(Event) + sizeof ends_[0] + sizeof servers_[0]) +
         enablers_.capacity() * sizeof(Enabler) + sink_lots_.capacity() * sizeof(SinkLot) +
         demand_.capacity() * sizeof(DemandStep) + capacity_.capacity() * sizeof(CapacityStep) +
         idle_.capacity() * sizeof(IdleStep) + notes_.capacity() * sizeof(Note) +
         increments_.capacity() * sizeof(Increment) + needs_.capacity() * sizeof(NeedStep);
}

}  // namespace chokepoint
