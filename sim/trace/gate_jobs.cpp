#include "sim/trace/gate_jobs.hpp"

#include <algorithm>

namespace chokepoint {

namespace {
constexpr std::size_t kUsualServices = 128;
constexpr std::size_t kUsualQueues = 32;
}  // namespace

inline void GateJobs::wait(EventId before, std::int32_t from, std::int32_t to) {
  if (from <= queued_until_) {
    queued_until_ = std::max(queued_until_, to);
    queues_.back().to = queued_until_;
    return;
  }
  if (queues_.empty())
    queues_.reserve(kUsualQueues);
  queued_until_ = to;
  auto job = services_.end();
  if (before != last_ || services_.empty())
    job = std::lower_bound(services_.begin(), services_.end(), before);
  else
    --job;
  queues_.push_back({from, to, static_cast<std::uint32_t>(job - services_.begin())});
}

void GateJobs::add(Job job, std::span<const Enabler> conditions, std::span<const Event> events,
                   Tick tolerance) {
  if (job.start < until_)
    parallel_ = true;
  bool named = last_ == kWorldStart || until_ != job.start;  // the job before this one
  bool others = false;                                       // or another of the gate's
  const Enabler* before = nullptr;                           // that it waited for
  for (const Enabler& condition : conditions) {
    if (condition.how() != EnablerClass::gate)
      continue;
    if (before == nullptr && condition.slack() <= tolerance)
      before = &condition;
    if (condition.event == kWorldStart)
      continue;
    if (condition.event == last_)
      named = true;
    else if (events[condition.event].gate == job.gate)
      others = true;
    else if (strange_++ == 0)
      first_strange_ = job.event;
  }
  if ((!named || others) && skipping_++ == 0)
    first_skipping_ = job.event;
  if (before != nullptr)
    wait(before->event, before->event == last_ ? from_ : events[before->event].start, job.end);
  if (services_.empty())
    services_.reserve(kUsualServices);
  services_.push_back(job.event);
  last_ = job.event;
  from_ = job.start;
  until_ = job.end;
}

}  // namespace chokepoint
