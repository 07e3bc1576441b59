#include "sim/bottleneck/gate_books.hpp"

#include <algorithm>

namespace chokepoint {

const std::vector<std::uint32_t>& GateBooks::subjects() {
  if (!subjects_.empty())
    return subjects_;
  subjects_.resize(trace_.size());
  for (const Note& note : trace_.notes()) {
    if (subjects_[note.event] == 0)
      subjects_[note.event] = note.subject;
  }
  return subjects_;
}

GateBooks::Book::Place GateBooks::Book::find(EventId service) const {
  return std::lower_bound(services_.begin(), services_.end(), service);
}

double GateBooks::Book::served_until(EventId service) {
  if (served_.empty()) {
    served_.reserve(services_.size());
    double served = 0;
    for (const EventId id : services_) {
      served += trace_.event(id).sink;
      served_.push_back(served);
    }
  }
  return served_[static_cast<std::size_t>(find(service) - services_.begin())];
}

double GateBooks::Book::served_between(EventId first, EventId last) const {
  double served = 0;
  for (Place service = find(last); *service > first; --service)
    served += trace_.event(*service).sink;
  return served;
}

double GateBooks::Book::largest() {
  if (largest_ >= 0)
    return largest_;
  largest_ = 0;
  for (const EventId id : services_)
    largest_ = std::max(largest_, trace_.event(id).sink);
  return largest_;
}

GateBooks::Book::Place GateBooks::Book::end_of_job(EventId service) const {
  Place end = find(service);
  while (subject_at(end) == 0 && end + 1 != services_.end())
    ++end;
  return end;
}

template <class See>
void GateBooks::Book::walk_jobs(Place from, See see) const {
  double sink = 0;
  EventId first = from == services_.end() ? kWorldStart : *from;
  for (Place service = from; service != services_.end(); ++service) {
    sink += trace_.event(*service).sink;
    const std::uint32_t subject = subject_at(service);
    if (subject == 0)
      continue;
    see(subject, sink, first);
    sink = 0;
    if (service + 1 != services_.end())
      first = *(service + 1);
  }
}

bool GateBooks::Book::waited_for_material(EventId service, Tick since) const {
  const Tick start = trace_.event(service).start;
  const auto enablers = trace_.enablers(service);
  return std::any_of(enablers.begin(), enablers.end(), [&](const Enabler& enabler) {
    return enabler.how() == EnablerClass::material && start - enabler.slack() > since;
  });
}

double GateBooks::Book::overtaken_by(EventId service) const {
  const Place end = end_of_job(service);
  const std::uint32_t own = subject_at(end);
  const Tick begun = trace_.event(service).start;
  double sum = 0;
  walk_jobs(end + 1, [&](std::uint32_t subject, double sink, EventId first) {
    if (subject < own && !waited_for_material(first, begun))
      sum += sink;
  });
  return sum;
}

double GateBooks::Book::worth(EventId service) const {
  const std::uint32_t wanted = subject(service);
  double sum = 0;
  walk_jobs(services_.begin(), [&](std::uint32_t subject, double sink, EventId) {
    sum += subject == wanted ? sink : 0.0;
  });
  return sum;
}

}  // namespace chokepoint
