#include "models/core/inheritance.hpp"

#include "sim/base/error.hpp"

namespace chokepoint::models {

void Inheritance::expect(std::int64_t amount, int from, int until, ConstraintId constraint,
                         std::function<void(std::int64_t, EventId)> arrive) {
  ensure(from >= 0 && until >= from, "an inheritance arrives over a span of months");
  const std::int64_t months = until - from + 1;
  receivers_.push_back(std::move(arrive));
  std::int64_t left = market_.flow.relief.amount(kInitialStock, 0, amount);
  for (std::int64_t i = 0; i < months; ++i) {
    const std::int64_t part = left / (months - i);
    left -= part;
    if (part == 0)
      continue;
    const Tick due = market_.timeline.month_begin(from + static_cast<int>(i)) + 14 * kDay;
    lots_.push_back({due, part, constraint, receivers_.size() - 1});
    to_come_ += part;
    if (due > market_.flow.simulation.horizon())
      continue;
    market_.flow.simulation.at(due, Priority::completion,
                               action<&Inheritance::arrived>(this, lots_.size() - 1));
  }
}

std::int64_t Inheritance::to_come_until(Tick t) const {
  std::int64_t sum = 0;
  for (const Lot& lot : lots_) {
    if (lot.due > market_.flow.now() && lot.due <= t)
      sum += lot.amount;
  }
  return sum;
}

void Inheritance::arrived(std::uint64_t index) {
  const Lot lot = lots_[index];
  to_come_ -= lot.amount;
  const EventId event = market_.flow.trace.follow(EventKind::lead, lot.constraint, 0, lot.due,
                                                  kWorldStart, EnablerClass::material);
  receivers_[lot.receiver](lot.amount, event);
}

}  // namespace chokepoint::models
