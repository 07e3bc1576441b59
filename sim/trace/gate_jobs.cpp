#include "sim/trace/gate_jobs.hpp"

#include <algorithm>

namespace chokepoint {

namespace {
constexpr std::size_t kUsualServices = 128;
}

inline void GateJobs::wait(std::int32_t from, std::int32_t to) {
  if (!queues_.empty() && from <= queues_.back().to) {
    queues_.back().to = std::max(queues_.back().to, to);
  } else {
    queues_.push_back({from, to});
  }
}

void GateJobs::add(EventId job, std::span<const Enabler> conditions, std::span<const Event> events,
                   Tick tolerance) {
  const Event& event = events[job];
  parallel_ = parallel_ || event.start < until_;
  bool named = last_ == kWorldStart || until_ != event.start;  // the job before this one
  bool others = false;                                         // or another of the gate's
  const Enabler* before = nullptr;                             // that it waited for
  for (const Enabler& condition : conditions) {
    if (condition.how() != EnablerClass::gate)
      continue;
    if (before == nullptr && condition.slack() <= tolerance)
      before = &condition;
    if (condition.event == kWorldStart)
      continue;
    if (condition.event == last_)
      named = true;
    else if (events[condition.event].gate == event.gate)
      others = true;
    else if (strange_++ == 0)
      first_strange_ = job;
  }
  if ((!named || others) && skipping_++ == 0)
    first_skipping_ = job;
  if (before != nullptr)
    wait(before->event == last_ ? from_ : events[before->event].start, event.end);
  if (services_.empty())
    services_.reserve(kUsualServices);
  services_.push_back(job);
  last_ = job;
  from_ = event.start;
  until_ = event.end;
}

}  // namespace chokepoint
