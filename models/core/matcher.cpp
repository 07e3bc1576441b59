#include "models/core/matcher.hpp"

#include <algorithm>

#include "models/core/relieved.hpp"
#include "sim/base/error.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

Matcher::Matcher(Market& market, Spec spec)
    : market_(market),
      spec_(std::move(spec)),
      lead_stream_(market.flow.random.stream(spec_.name, "lead")) {
  ensure(!spec_.inputs.empty(), "a matcher has inputs");
  number_ = static_cast<std::uint32_t>(market.matchers.size());
  market.matchers.push_back(this);
  for (const Input& input : spec_.inputs)
    input.store->listen(*this);
}

std::int64_t Matcher::matchable() const {
  std::int64_t amount = spec_.largest;
  for (const Input& input : spec_.inputs)
    amount = std::min(amount, input.store->level());
  return amount;
}

void Matcher::set_smallest(std::int64_t amount) {
  if (amount != spec_.smallest && market_.written != nullptr)
    market_.written->lot_sizes.push_back({market_.flow.now(), number_, amount});
  spec_.smallest = amount;
}

void Matcher::stirred() {
  if (matching_ || matchable() < spec_.smallest)
    return;
  matching_ = true;
  market_.flow.simulation.at(market_.flow.now(), Priority::planning,
                             action<&Matcher::match_all>(this));
}

void Matcher::match_all(std::uint64_t) {
  if (spec_.before)
    spec_.before();
  for (;;) {
    const std::int64_t amount = matchable();
    if (amount < spec_.smallest)
      break;
    match(amount);
  }
  matching_ = false;
}

std::uint64_t Matcher::draw_index() {
  constexpr std::uint64_t kMostAtOnce = 64;
  const Tick now = market_.flow.now();
  drawn_ = now == drawn_at_ ? drawn_ + 1 : 0;
  drawn_at_ = now;
  return static_cast<std::uint64_t>(now) * kMostAtOnce + drawn_;
}

void Matcher::match(std::int64_t amount) {
  const Tick now = market_.flow.now();
  Conditions conditions;
  for (const Input& input : spec_.inputs) {
    conditions.add(input.store->take(amount), input.how);
  }
  Tick due = now;
  if (spec_.has_lead) {
    const double minutes = spec_.lead_minutes.quantile(lead_stream_.uniform(draw_index()));
    due = shortened(market_.flow, spec_.constraint,
                    due + static_cast<Tick>(nearest_whole(std::max(0.0, minutes))));
  }
  const EventId event =
      market_.flow.trace.add(EventKind::lead, spec_.constraint, now, due, 0,
                             spec_.sink_per_unit * static_cast<double>(amount), conditions);
  under_way_ += amount;
  if (spec_.started)
    spec_.started(amount);
  std::uint32_t place = 0;
  if (vacant_.empty()) {
    place = static_cast<std::uint32_t>(lots_.size());
    lots_.push_back({});
  } else {
    place = vacant_.back();
    vacant_.pop_back();
  }
  lots_[place] = {amount, event};
  if (due == now) {
    arrived(place);
  } else if (due <= market_.flow.simulation.horizon()) {
    market_.flow.simulation.at(due, Priority::completion, action<&Matcher::arrived>(this, place));
  }
}

void Matcher::arrived(std::uint64_t place) {
  const Lot lot = lots_[place];
  vacant_.push_back(static_cast<std::uint32_t>(place));
  under_way_ -= lot.amount;
  spec_.delivered(lot.amount, lot.event);
}

}  // namespace chokepoint::models
