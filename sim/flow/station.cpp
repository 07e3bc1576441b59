#include "sim/flow/station.hpp"

#include <algorithm>
#include <string>

#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint {

namespace {

/// Lots that a part without a gate begins in one minute: with more, it feeds itself.
constexpr std::int64_t kMostAtOnce = 10'000'000;

}  // namespace

Station::Station(Flow& flow, Spec spec)
    : flow_(flow),
      spec_(std::move(spec)),
      units_stream_(flow.random.stream(spec_.name, "service")),
      lead_stream_(flow.random.stream(spec_.name, "lead")) {
  for (const Input& input : spec_.inputs)
    input.store->listen(*this);
  const GateId gate = spec_.gate != nullptr ? spec_.gate->id() : kNoGate;
  for (const Output& output : spec_.outputs) {
    if (!output.store->bounded())
      continue;
    output.store->listen(*this);
    flow_.trace.limit_begins({output.store->space_constraint(), gate, spec_.constraint});
  }
  if (spec_.takes_slot != nullptr) {
    spec_.takes_slot->listen(*this);
    flow_.trace.limit_begins({spec_.takes_slot->constraint(), gate, spec_.constraint});
  }
}

bool Station::ready() const {
  if (started_ >= spec_.most_lots)
    return false;
  for (const Input& input : spec_.inputs) {
    if (input.store->level() < input.amount)
      return false;
  }
  for (const Output& output : spec_.outputs) {
    if (output.store->room() < output.amount)
      return false;
  }
  return spec_.takes_slot == nullptr || spec_.takes_slot->available();
}

void Station::collect(Conditions& conditions) {
  if (spec_.takes_slot != nullptr) {
    conditions.add(spec_.takes_slot->take(), EnablerClass::slot);
  }
  for (const Output& output : spec_.outputs) {
    if (output.store->bounded())
      conditions.add(output.store->reserve(output.amount), EnablerClass::slot);
  }
  for (const Input& input : spec_.inputs) {
    conditions.add(input.store->take(input.amount), input.how);
  }
  if (conditions.items().empty())
    conditions.add(kWorldStart, EnablerClass::material);
}

void Station::stirred() {
  if (spec_.gate != nullptr) {
    if (spec_.feed != nullptr)
      spec_.feed->note(*this);
    spec_.gate->poke();
    return;
  }
  if (starting_)
    return;
  starting_ = true;
  for (std::int64_t before = started_; ready();) {
    if (started_ - before > kMostAtOnce)
      throw RunError("'" + spec_.name + "' began more than " + std::to_string(kMostAtOnce) +
                     " lots in one minute: something grows without bound");
    Conditions conditions;
    collect(conditions);
    const Tick now = flow_.now();
    const EventId event =
        flow_.trace.add(EventKind::lead, spec_.constraint, now, now, 0, 0, conditions);
    for (const Input& input : spec_.inputs) {
      input.store->taken_by(event);
      if (input.store->bounded())
        input.store->stir();
    }
    served(static_cast<std::uint64_t>(started_++), event);
  }
  starting_ = false;
}

bool Station::next(Gate& gate, Job& job) {
  if (!ready())
    return false;
  collect(job.conditions);
  job.owner = this;
  job.tag = static_cast<std::uint64_t>(started_);
  job.units = spec_.random_units
                  ? std::max(0.0, spec_.units_drawn.quantile(units_stream_.uniform(job.tag)))
                  : spec_.units;
  job.sink = spec_.sink_per_lot;
  ++started_;
  free_places(gate, job);
  return true;
}

void Station::free_places(Gate& gate, const Job& job) {
  // A place in a bounded store is free from this moment on. What freed it is the start of this
  // service, recorded as an event of no length so that others can point to it.
  EventId start = kWorldStart;
  for (const Input& input : spec_.inputs) {
    if (!input.store->bounded())
      continue;
    if (start == kWorldStart) {
      const Tick now = flow_.now();
      start = flow_.trace.add(EventKind::service, gate.constraint(gate.scarcest()), now, now, 0,
                              job.sink * static_cast<double>(gate.servers()), job.conditions);
    }
    input.store->taken_by(start);
    input.store->stir();
  }
}

void Station::served(std::uint64_t tag, EventId event) {
  const LeadTime& lead = spec_.lead;
  const bool none = !lead.random && lead.fixed == Duration{};
  if (none) {
    deliver(event, tag);
    return;
  }
  const Tick now = flow_.now();
  Tick due = now;
  if (lead.random) {
    due += static_cast<Tick>(
        nearest_whole(std::max(0.0, lead.minutes.quantile(lead_stream_.uniform(tag)))));
  } else {
    ensure(spec_.timeline != nullptr || lead.fixed.months == 0,
           "a lead in months needs a calendar");
    due = spec_.timeline != nullptr ? spec_.timeline->after(now, lead.fixed)
                                    : now + lead.fixed.minutes;
  }
  due = now + flow_.relief.span(flow_.trace.name(spec_.constraint), now, due - now);
  std::uint32_t place = 0;
  if (vacant_.empty()) {
    place = static_cast<std::uint32_t>(transit_.size());
    transit_.push_back({});
  } else {
    place = vacant_.back();
    vacant_.pop_back();
  }
  transit_[place] = {event, now, tag};
  if (due > flow_.simulation.horizon())
    return;
  flow_.simulation.at(due, Priority::completion, action<&Station::arrived>(this, place));
}

void Station::arrived(std::uint64_t place) {
  const InTransit lot = transit_[place];
  vacant_.push_back(static_cast<std::uint32_t>(place));
  const EventId event =
      flow_.trace.follow(EventKind::lead, spec_.constraint, lot.left, flow_.now(), lot.served,
                         EnablerClass::material, 0, spec_.sink_per_lot);
  deliver(event, lot.lot);
}

Tick Station::under_way_since() const {
  Tick since = kNever;
  for (std::size_t place = 0; place < transit_.size(); ++place) {
    if (std::find(vacant_.begin(), vacant_.end(), place) == vacant_.end())
      since = std::min(since, transit_[place].left);
  }
  return since;
}

void Station::deliver(EventId event, std::uint64_t lot) {
  ++delivered_;
  for (const Output& output : spec_.outputs) {
    if (output.store->bounded()) {
      output.store->put_reserved(output.amount, event, output.source);
    } else {
      output.store->put(output.amount, event, output.source);
    }
  }
  if (spec_.gives_slot != nullptr)
    spec_.gives_slot->give(event);
  if (spec_.delivered)
    spec_.delivered(event, static_cast<std::int64_t>(lot));
}

bool FifoFeed::next(Gate& gate, Job& job) {
  while (!waiting_.empty()) {
    Station& station = *waiting_.front();
    waiting_.pop_front();
    const bool found = station.next(gate, job);
    note(station);
    if (found)
      return true;
  }
  return false;
}

void FifoFeed::note(Station& station) {
  if (!station.ready())
    return;
  if (std::find(waiting_.begin(), waiting_.end(), &station) == waiting_.end())
    waiting_.push_back(&station);
}

}  // namespace chokepoint
