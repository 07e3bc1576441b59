#include "models/generic/rate_schedule.hpp"

#include <algorithm>

namespace chokepoint::models {

RateSchedule::RateSchedule(Flow& flow, Gate& gate, std::size_t resource, Profile rate)
    : flow_(flow), gate_(gate), resource_(resource), rate_(std::move(rate)) {
  change(0);
}

double RateSchedule::now() const {
  return rate_.at(flow_.now()) + added_;
}

void RateSchedule::add(double per_day, EventId because) {
  added_ += per_day;
  apply(because);
}

void RateSchedule::watch(std::function<void(double)> watcher) {
  watcher(now());
  watchers_.push_back(std::move(watcher));
}

void RateSchedule::change(std::uint64_t) {
  apply(kWorldStart);
  // A slope is followed day by day.
  const Tick now = flow_.now();
  Tick next = rate_.next_change(now);
  const bool sloping = rate_.shape() == Profile::Shape::linear && !rate_.is_constant() &&
                       now >= rate_.points().front().tick && now < rate_.points().back().tick;
  if (sloping)
    next = std::min(next, now + kDay);
  if (next > flow_.simulation.horizon())
    return;
  flow_.simulation.at(next, Priority::capacity, action<&RateSchedule::change>(this));
}

void RateSchedule::apply(EventId because) {
  gate_.set_rate(resource_, now() / static_cast<double>(kDay), because);
  for (const auto& watcher : watchers_)
    watcher(now());
}

}  // namespace chokepoint::models
