#include "sim/bottleneck/gate_books.hpp"

#include <algorithm>

namespace chokepoint {

namespace {
/// So many services before it is read a piece of the record is fetched.
constexpr std::size_t kAhead = 16;
}  // namespace

GateBooks::GateBooks(const Trace& trace) : trace_(trace), subjects_(trace.size()) {
  for (const Note& note : trace.notes()) {
    if (subjects_[note.event] == 0)
      subjects_[note.event] = note.subject;
  }
}

const GateBooks::Book& GateBooks::of(GateId gate) {
  const auto [place, is_new] = books_.try_emplace(gate);
  Book& book = place->second;
  if (!is_new)
    return book;
  book.trace_ = &trace_;
  const auto services = trace_.services(gate);
  book.services_.reserve(services.size());
  double served = 0;
  for (std::size_t i = 0; i < services.size(); ++i) {
    if (i + kAhead < services.size())
      __builtin_prefetch(&trace_.event(services[i + kAhead]));
    const EventId id = services[i];
    const Event& event = trace_.event(id);
    book.largest_ = std::max(book.largest_, event.sink);
    served += event.sink;
    book.services_.push_back({id, subjects_[id], event.sink, served});
  }
  return book;
}

GateBooks::Book::Place GateBooks::Book::find(EventId service) const {
  return std::lower_bound(services_.begin(), services_.end(), service,
                          [](const Service& one, EventId event) { return one.event < event; });
}

GateBooks::Book::Place GateBooks::Book::end_of_job(EventId service) const {
  Place end = find(service);
  while (end->subject == 0 && end + 1 != services_.end())
    ++end;
  return end;
}

template <class See>
void GateBooks::Book::walk_jobs(Place from, See see) const {
  double sink = 0;
  EventId first = from == services_.end() ? kWorldStart : from->event;
  for (Place service = from; service != services_.end(); ++service) {
    sink += service->sink;
    if (service->subject == 0)
      continue;
    see(service->subject, sink, first);
    sink = 0;
    if (service + 1 != services_.end())
      first = (service + 1)->event;
  }
}

bool GateBooks::Book::waited_for_material(EventId service, Tick since) const {
  const Tick start = trace_->event(service).start;
  const auto enablers = trace_->enablers(service);
  return std::any_of(enablers.begin(), enablers.end(), [&](const Enabler& enabler) {
    return enabler.how() == EnablerClass::material && start - enabler.slack() > since;
  });
}

double GateBooks::Book::overtaken_by(EventId service) const {
  const Place end = end_of_job(service);
  const Tick begun = trace_->event(service).start;
  double sum = 0;
  walk_jobs(end + 1, [&](std::uint32_t subject, double sink, EventId first) {
    if (subject < end->subject && !waited_for_material(first, begun))
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
