#include "sim/flow/gate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/base/error.hpp"

namespace chokepoint {

namespace {
/// Exact completion times are fractions of a minute; this absorbs the rounding of their sums.
constexpr double kSliver = 1e-6;
}  // namespace

Gate::Gate(Flow& flow, std::string name, int servers)
    : flow_(flow),
      id_(flow.trace.gate(name)),
      servers_(static_cast<std::size_t>(servers)),
      number_(flow.gates.size()),
      name_(std::move(name)) {
  ensure(servers >= 1, "a gate has at least one server");
  find_pace();
  flow.gates.push_back(this);
  if (flow.replayed != nullptr)
    replay(0);
}

std::size_t Gate::add_resource(ConstraintId constraint, double rate, double per_unit) {
  ensure(rate >= 0 && per_unit >= 0, "a gate's rate and work per unit are not negative");
  const double factor = flow_.relief.factor(flow_.trace.name(constraint), flow_.now());
  resources_.push_back({constraint, rate * factor * throttle_, per_unit, rate});
  find_pace();
  flow_.trace.capacity(flow_.now(), constraint, rate * factor * throttle_, kWorldStart, id_);
  await_relief(resources_.size() - 1);
  return resources_.size() - 1;
}

void Gate::await_relief(std::size_t resource) {
  const Tick next =
      flow_.relief.next_change(flow_.trace.name(resources_[resource].constraint), flow_.now());
  if (next <= flow_.simulation.horizon())
    flow_.simulation.at(next, Priority::capacity, action<&Gate::relieve>(this, resource));
}

void Gate::relieve(std::uint64_t resource) {
  change({.resource = static_cast<std::uint32_t>(resource), .value = resources_[resource].nominal},
         kWorldStart);
  await_relief(resource);
  poke();
}

void Gate::find_pace() {
  scarcest_ = 0;
  pace_ = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    if (resources_[i].per_unit <= 0)
      continue;
    const double speed = resources_[i].rate / resources_[i].per_unit;
    if (speed < pace_) {
      pace_ = speed;
      scarcest_ = i;
    }
  }
}

void Gate::set_rate(std::size_t resource, double rate, EventId because) {
  ensure(rate >= 0, "a gate's rate is not negative");
  record({.tick = flow_.now(),
          .phase = flow_.simulation.phase(),
          .resource = static_cast<std::uint32_t>(resource),
          .value = rate},
         because);
}

void Gate::set_per_unit(std::size_t resource, double per_unit) {
  record({.tick = flow_.now(),
          .phase = flow_.simulation.phase(),
          .resource = static_cast<std::uint32_t>(resource),
          .per_unit = true,
          .value = per_unit},
         kWorldStart);
}

/// A change that somebody wants. A frozen world has its own from the tape.
void Gate::record(const PaceChange& wanted, EventId because) {
  if (flow_.running && flow_.replayed != nullptr)
    return;
  if (flow_.running && flow_.written != nullptr) {
    auto& gates = flow_.written->gates;
    gates.resize(std::max(gates.size(), number_ + 1));
    gates[number_].push_back(wanted);
  }
  change(wanted, because);
}

void Gate::change(const PaceChange& change, EventId because) {
  for (Server& server : servers_)
    advance(server);
  Resource& resource = resources_[change.resource];
  if (change.per_unit) {
    resource.per_unit = change.value;
  } else {
    const std::string& name = flow_.trace.name(resource.constraint);
    resource.nominal = change.value;
    resource.rate = change.value * flow_.relief.factor(name, flow_.now()) * throttle_;
    flow_.trace.capacity(flow_.now(), resource.constraint, resource.rate, because, id_);
  }
  pace_changed();
}

void Gate::throttle(double part) {
  ensure(part > 0 && part <= 1, "what is left of a gate is a part of it");
  if (part == throttle_)
    return;
  throttle_ = part;
  for (std::uint32_t i = 0; i < resources_.size(); ++i)
    change({.resource = i, .value = resources_[i].nominal}, kWorldStart);
  poke();
}

void Gate::record_left(double part, ConstraintId outage) {
  for (const Resource& resource : resources_) {
    const double all =
        resource.nominal * flow_.relief.factor(flow_.trace.name(resource.constraint), flow_.now());
    flow_.trace.idle({.tick = flow_.now(),
                      .rate = all * (1 - part),
                      .constraint = resource.constraint,
                      .outage = outage,
                      .gate = id_,
                      .whole = part <= 0});
  }
}

/// Does the change with that number, unless the tape has just begun, and waits for the next.
void Gate::replay(std::uint64_t next) {
  if (number_ >= flow_.replayed->gates.size())
    return;
  const std::vector<PaceChange>& tape = flow_.replayed->gates[number_];
  while (next < tape.size() && flow_.running && tape[next].tick == flow_.now() &&
         tape[next].phase == flow_.simulation.phase())
    change(tape[next++], kWorldStart);
  if (flow_.running)
    poke();
  if (next < tape.size())
    flow_.simulation.at(tape[next].tick, tape[next].phase, action<&Gate::replay>(this, next));
}

void Gate::pace_changed() {
  find_pace();
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    Server& server = servers_[i];
    if (!server.busy)
      continue;
    if (server.scarcest != scarcest_ && server.piece > 0)
      record_piece(server, flow_.now());
    server.scarcest = scarcest_;
    schedule(i);
  }
}

void Gate::advance(Server& server) {
  if (!server.busy)
    return;
  const double now = static_cast<double>(flow_.now());
  if (now <= server.clock)
    return;
  const double done = std::min(server.remaining, (now - server.clock) * speed());
  server.remaining -= done;
  server.piece += done;
  server.clock = now;
}

void Gate::schedule(std::size_t index) {
  Server& server = servers_[index];
  if (server.completion != 0)
    flow_.simulation.cancel(std::exchange(server.completion, 0));
  const double pace = speed();
  if (pace <= 0)
    return;
  const double end = server.clock + server.remaining / pace;
  if (end > static_cast<double>(flow_.simulation.horizon()) + 1)
    return;
  const Tick due = std::max(flow_.now(), static_cast<Tick>(std::ceil(end - kSliver)));
  server.completion =
      flow_.simulation.at(due, Priority::completion, action<&Gate::completed>(this, index));
}

EventId Gate::record_piece(Server& server, Tick end) {
  flow_.trace.fetch_jobs(id_);
  const Resource& scarce = resources_[server.scarcest];
  const double share = server.job.units > 0 ? server.piece / server.job.units : 1.0;
  // The chain of one server's jobs stands for what all servers do meanwhile.
  const auto parallel = static_cast<double>(servers_.size());
  const EventId event =
      flow_.trace.add(EventKind::service, scarce.constraint, server.piece_start, end,
                      server.piece * scarce.per_unit, server.job.sink * share * parallel,
                      server.job.conditions, id_);
  server.job.conditions.clear();
  server.job.conditions.add(event, EnablerClass::gate);
  server.piece = 0;
  server.piece_start = end;
  return event;
}

void Gate::poke() {
  if (poking_ || stopped_ || feed_ == nullptr)
    return;
  poking_ = true;
  for (std::size_t i = 0; i < servers_.size(); ++i) {
    if (servers_[i].busy)
      continue;
    Server& server = servers_[i];
    server.job.clear();
    if (server.ever)
      server.job.conditions.add(server.previous, EnablerClass::gate);
    if (outage_ != server.outage_seen)
      server.job.conditions.add(outage_, EnablerClass::outage);
    if (!feed_->next(*this, server.job))
      break;
    server.outage_seen = outage_;
    start(i);
  }
  poking_ = false;
}

void Gate::start(std::size_t index) {
  Server& server = servers_[index];
  const Tick now = flow_.now();
  // A server that is busy without a break keeps its exact clock, so that rounding to whole minutes
  // does not add up over thousands of jobs.
  const bool unbroken = server.ever && static_cast<double>(now) - server.clock < 1.0;
  if (!unbroken)
    server.clock = static_cast<double>(now);
  server.busy = true;
  server.began = server.clock;
  server.ever = true;
  server.remaining = server.job.units;
  server.piece = 0;
  server.piece_start = now;
  server.scarcest = scarcest_;
  schedule(index);
}

void Gate::completed(std::uint64_t index) {
  Server& server = servers_[index];
  server.completion = 0;
  const double pace = speed();
  server.clock += server.remaining / pace;
  server.piece += server.remaining;
  server.remaining = 0;
  units_served_ += server.job.units;
  const Tick now = flow_.now();
  busy_minutes_ += server.clock - server.began;
  const EventId event = record_piece(server, now);
  server.busy = false;
  server.previous = event;
  JobOwner* owner = server.job.owner;
  const std::uint64_t tag = server.job.tag;
  if (owner != nullptr)
    owner->served(tag, event);
  poke();
}

bool Gate::idle() const {
  return std::none_of(servers_.begin(), servers_.end(), [](const Server& s) { return s.busy; });
}

std::optional<OpenActivity> Gate::under_way() const {
  if (stopped_) {
    const Outage last = chain_of_outages().back();
    return OpenActivity{last.constraint, last.from, EventKind::outage, false};
  }
  std::optional<OpenActivity> oldest;
  for (const Server& server : servers_) {
    if (server.busy && (!oldest || server.piece_start < oldest->since))
      oldest = {resources_[server.scarcest].constraint, server.piece_start, EventKind::service,
                speed() > 0};
  }
  return oldest;
}

void Gate::leave_open() {
  if (stopped_) {
    for (const Outage& outage : chain_of_outages())
      flow_.trace.exogenous(EventKind::outage, outage.constraint, outage.from, outage.to);
    flow_.trace.left_open(*under_way());
    return;
  }
  for (const Server& server : servers_) {
    if (server.busy)
      flow_.trace.left_open({resources_[server.scarcest].constraint, server.piece_start,
                             EventKind::service, speed() > 0});
  }
}

}  // namespace chokepoint
