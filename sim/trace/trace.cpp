#include "sim/trace/trace.hpp"

#include <algorithm>
#include <array>

#include "sim/base/error.hpp"

namespace chokepoint {

Enabler::Enabler(EventId by, EnablerClass how, Tick slack)
    : event(by),
      packed((static_cast<std::uint32_t>(how) << 28U) |
             static_cast<std::uint32_t>(std::clamp<Tick>(slack, 0, kMaxSlack))) {}

void Conditions::replace_earliest(EventId by, EnablerClass how) {
  // Event ids grow with time, so dropping the smallest of a full list drops the earliest.
  auto* earliest = std::min_element(items_, items_ + kMost,
                                    [](const Item& a, const Item& b) { return a.event < b.event; });
  if (earliest->event < by)
    *earliest = {by, how};
}

namespace {
constexpr std::size_t kFirstRoom = 9U << 13U;  // events; a usual world has some 62,000

/// Of enablers for so many events, which have 1.4 each.
constexpr std::size_t enablers_of(std::size_t events) {
  return events + events / 2;
}
}  // namespace

Trace::Trace(bool enabled, Tick tolerance) : enabled_(enabled), tolerance_(tolerance) {
  constraints_.push_back({.name = "start"});
  kinds_.emplace_back();
  gates_.emplace_back();
  jobs_.emplace_back();
  if (!enabled_)
    return;
  // Room for a large world at once: moving costs time. No more than that: where pages are large
  // ones, what is not used is taken all the same.
  notes_.reserve(kFirstRoom);
  capacity_.reserve(1U << 14U);
  increments_.reserve(1U << 12U);
  make_room(0);
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

/// Room for one event more and all its enablers.
inline void Trace::make_room(std::size_t enablers) {
  if (events_.room() == 0 || enablers_.room() < enablers)
    grow();
}

void Trace::grow() {
  const std::size_t events = std::max(kFirstRoom, 2 * events_.size());
  events_.reserve(events);
  ends_.reserve(events);
  enablers_.reserve(enablers_of(std::max(events, enablers_.size())));
}

inline EventId Trace::push(const Event& event) {
  ends_.next() = event.end;
  // Field by field: a copy of the whole would wait until what was just written to it is there.
  Event& place = events_.next();
  place.start = event.start;
  place.end = event.end;
  place.sink = event.sink;
  place.work = event.work;
  place.first_enabler = event.first_enabler;
  place.constraint = event.constraint;
  place.gate = event.gate;
  place.kind = event.kind;
  place.enabler_count = event.enabler_count;
  kinds_[event.constraint] |= 1U << static_cast<unsigned>(event.kind);
  return static_cast<EventId>(events_.size() - 1);
}

/// An event by a gate, of which the last enablers are, is one of its jobs, too.
inline void Trace::serve(EventId id, const Event& event) {
  if (event.gate == kNoGate)
    return;
  jobs_[event.gate].add({id, event.gate, event.start, event.end},
                        enablers_.all().last(event.enabler_count), events_.all(), tolerance_);
}

EventId Trace::add(EventKind kind, ConstraintId constraint, Tick start, Tick end, double work,
                   double sink, const Conditions& conditions, GateId gate) {
  if (!enabled_)
    return kWorldStart;
  Event event{.start = static_cast<std::int32_t>(start),
              .end = static_cast<std::int32_t>(end),
              .sink = sink,
              .work = static_cast<float>(work),
              .first_enabler = static_cast<std::uint32_t>(enablers_.size()),
              .constraint = constraint,
              .gate = gate,
              .kind = kind};
  const auto items = conditions.items();
  make_room(items.size());
  std::array<std::int32_t, Conditions::kMost> ends;
  std::int32_t latest = -1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    ends[i] = ends_[items[i].event];
    latest = std::max(latest, ends[i]);
  }
  std::size_t runner_up = items.size();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (ends[i] + tolerance_ >= latest) {
      enablers_.next() = {items[i].event, items[i].how, latest - ends[i]};
      ++event.enabler_count;
    } else if (runner_up == items.size() || ends[i] > ends[runner_up]) {
      runner_up = i;
    }
  }
  if (runner_up < items.size()) {
    enablers_.next() = {items[runner_up].event, items[runner_up].how, latest - ends[runner_up]};
    ++event.enabler_count;
  }
  const EventId id = push(event);
  serve(id, event);
  if (latest != start)
    note_unexplained(id);
  return id;
}

void Trace::note_unexplained(EventId id) {
  ++unexplained_;
  if (unexplained_list_.size() < 8)
    unexplained_list_.push_back(id);
}

EventId Trace::follow(EventKind kind, ConstraintId constraint, Tick start, Tick end, EventId by,
                      EnablerClass how, double work, double sink, GateId gate) {
  if (!enabled_)
    return kWorldStart;
  const bool gap = ends_[by] != start;
  make_room(1);
  const Event event{.start = static_cast<std::int32_t>(start),
                    .end = static_cast<std::int32_t>(end),
                    .sink = sink,
                    .work = static_cast<float>(work),
                    .first_enabler = static_cast<std::uint32_t>(enablers_.size()),
                    .constraint = constraint,
                    .gate = gate,
                    .kind = kind,
                    .enabler_count = 1};
  enablers_.next() = {by, how, 0};
  const EventId id = push(event);
  serve(id, event);
  if (gap)
    note_unexplained(id);
  return id;
}

EventId Trace::exogenous(EventKind kind, ConstraintId constraint, Tick start, Tick end) {
  if (!enabled_)
    return kWorldStart;
  make_room(0);
  const EventId id = push({.start = static_cast<std::int32_t>(start),
                           .end = static_cast<std::int32_t>(end),
                           .first_enabler = static_cast<std::uint32_t>(enablers_.size()),
                           .constraint = constraint,
                           .kind = kind});
  if (kind != EventKind::order && kind != EventKind::plan && kind != EventKind::outage)
    note_unexplained(id);  // nothing is made or brought without a condition
  return id;
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
  make_room(event.enabler_count);
  for (std::size_t i = 0; i < event.enabler_count; ++i)
    enablers_.next() = {sources[i], EnablerClass::source, end - ends_[sources[i]]};
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
  jobs_.emplace_back();
  return static_cast<GateId>(gates_.size() - 1);
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

void Trace::fetch_paths(std::vector<EventId>& ends, int steps) const {
  const std::size_t paths = ends.size();
  for (std::size_t begin = 0; begin < paths * static_cast<std::size_t>(steps); begin += paths) {
    for (std::size_t i = begin; i < begin + paths; ++i)
      fetch(ends[i]);
    for (std::size_t i = begin; i < begin + paths; ++i) {
      const auto by = enablers(ends[i]);
      ends.push_back(by.empty() ? kWorldStart : by.front().event);
      __builtin_prefetch(events_.data() + ends.back());
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
  return events_.bytes() + ends_.bytes() + enablers_.bytes() +
         sink_lots_.capacity() * sizeof(SinkLot) + demand_.capacity() * sizeof(DemandStep) +
         capacity_.capacity() * sizeof(CapacityStep) + idle_.capacity() * sizeof(IdleStep) +
         notes_.capacity() * sizeof(Note) + increments_.capacity() * sizeof(Increment) +
         needs_.capacity() * sizeof(NeedStep);
}

}  // namespace chokepoint
