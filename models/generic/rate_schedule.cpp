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

double RateSchedule::brought() const {
  return brought_ +
         added_ * static_cast<double>(flow_.now() - added_at_) / static_cast<double>(kDay);
}

void RateSchedule::add(double per_day, EventId because) {
  brought_ = brought();
  added_at_ = flow_.now();
  added_ += per_day;
  apply(because);
}

void RateSchedule::watch(std::function<void(double)> watcher, Tick ahead) {
  watchers_.push_back({std::move(watcher), ahead});
  foresee(watchers_.size() - 1);
}

void RateSchedule::foresee(std::uint64_t index) {
  const Watcher& watcher = watchers_[index];
  const Tick then = flow_.now() + watcher.ahead;
  watcher.tell(rate_.at(then) + added_);
  if (watcher.ahead == 0)
    return;  // told with every change
  const Tick next = next_change(then);
  if (next - watcher.ahead > flow_.simulation.horizon())
    return;
  flow_.simulation.at(next - watcher.ahead, Priority::capacity,
                      action<&RateSchedule::foresee>(this, index));
}

Tick RateSchedule::next_change(Tick now) const {
  // A slope is followed day by day.
  const bool sloping = rate_.shape() == Profile::Shape::linear && !rate_.is_constant() &&
                       now >= rate_.points().front().tick && now < rate_.points().back().tick;
  const Tick next = rate_.next_change(now);
  return sloping ? std::min(next, now + kDay) : next;
}

void RateSchedule::change(std::uint64_t) {
  apply(kWorldStart);
  const Tick next = next_change(flow_.now());
  if (next > flow_.simulation.horizon())
    return;
  flow_.simulation.at(next, Priority::capacity, action<&RateSchedule::change>(this));
}

void RateSchedule::apply(EventId because) {
  gate_.set_rate(resource_, now() / static_cast<double>(kDay), because);
  for (const Watcher& watcher : watchers_) {
    if (watcher.ahead == 0)
      watcher.tell(now());
  }
}

}  // namespace chokepoint::models
