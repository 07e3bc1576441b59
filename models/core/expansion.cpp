#include "models/core/expansion.hpp"

#include <algorithm>

#include "models/core/rates.hpp"
#include "models/core/relieved.hpp"
#include "sim/base/error.hpp"

namespace chokepoint::models {

namespace {
/// Beyond that amounts mean nothing, and sums of them are not exact.
constexpr double kMostAdded = 1e15;
}  // namespace

Expansion::Expansion(Market& market, Gate& gate, std::size_t resource, ConstraintId lead_constraint,
                     double work_per_month_per_unit)
    : market_(market),
      gate_(gate),
      resource_(resource),
      lead_constraint_(lead_constraint),
      work_per_month_(work_per_month_per_unit),
      record_(market, gate.name(), gate.constraint(resource), gate.id()) {
  standing_ = per_month(gate.rate(resource)) / work_per_month_;
}

void Expansion::stand_at(Firm& owner) {
  owner_ = &owner;
  if (owner.is_exposed())
    placed_.emplace(owner.places(), standing_);
}

void Expansion::give_up() {
  if (!placed_)
    return;
  const Places& places = owner_->places();
  for (Project& project : projects_) {
    if (project.due <= market_.flow.now())
      continue;
    const std::vector<double> parts = places.split_before(project.began);
    double kept = 0;
    for (std::size_t place = 0; place < parts.size(); ++place)
      kept += parts[place] * places.counted(place);
    under_way_ -= project.amount * (1 - kept);
    project.amount *= kept;
  }
}

void Expansion::planned(double wanted, ConstraintId limit) {
  record_.planned(market_.flow.now(), wanted, standing_ + under_way_, limit);
}

void Expansion::start(double amount, Duration lead, EventId decided) {
  ensure(amount > 0, "a project adds capacity");
  if (amount > kMostAdded)
    throw ModelError("an expansion by more than 1e15 units: something grows without bound");
  const Tick now = market_.flow.now();
  const Tick due = shortened(market_.flow, lead_constraint_, market_.timeline.after(now, lead));
  schedule(amount * relieved(market_, decided), now, due, decided);
}

void Expansion::inherited(double amount, Tick due) {
  schedule(amount, 0, due, kWorldStart);
}

void Expansion::schedule(double amount, Tick began, Tick due, EventId decided) {
  const std::uint32_t increment =
      record_.ordered(began, amount, standing_ + under_way_, due - began);
  projects_.push_back({amount, began, due, decided, increment});
  under_way_ += amount;
  if (due > market_.flow.simulation.horizon())
    return;
  market_.flow.simulation.at(due, Priority::capacity,
                             action<&Expansion::done>(this, projects_.size() - 1));
}

void Expansion::done(std::uint64_t index) {
  const Project& project = projects_[index];
  under_way_ -= project.amount;
  const EventId event =
      market_.flow.trace.follow(EventKind::capacity, lead_constraint_, project.began, project.due,
                                project.decided, EnablerClass::planned);
  record_.arrived(project.increment, project.due, event);
  raise(project.amount, project.began, event);
}

void Expansion::add(double amount, EventId because) {
  if (amount > 0) {
    const Tick now = market_.flow.now();
    record_.arrived(record_.ordered(now, amount, standing_ + under_way_, 0), now, because);
  }
  raise(amount, market_.flow.now(), because);
}

void Expansion::raise(double amount, Tick decided, EventId because) {
  standing_ += amount;
  if (placed_)
    placed_->add(amount, decided);
  gate_.set_rate(resource_, gate_.rate(resource_) + per_minute(amount * work_per_month_), because);
  gate_.poke();
  if (placed_)
    owner_->look_at_capacity();
}

}  // namespace chokepoint::models
