#include "sim/bottleneck/gate_book.hpp"

#include <algorithm>

namespace chokepoint {

void GateBook::add(EventId id, const Event& event) {
  parallel_ = parallel_ || event.start < until_;
  until_ = event.end;
  largest_ = std::max(largest_, event.sink);
  served_.emplace_back(id, (served_.empty() ? 0.0 : served_.back().second) + event.sink);
}

void GateBook::noted(EventId id, std::uint32_t subject) {
  const double before = jobs_.empty() ? 0.0 : served_until(jobs_.back().last);
  if (jobs_.empty() || jobs_.back().last != id)
    jobs_.push_back({id, subject, served_until(id) - before});
}

double GateBook::served_until(EventId id) const {
  const auto found =
      std::lower_bound(served_.begin(), served_.end(), id,
                       [](const auto& service, EventId of) { return service.first < of; });
  return found->second;
}

std::vector<GateBook::Job>::const_iterator GateBook::job_of(EventId id) const {
  return std::lower_bound(jobs_.begin(), jobs_.end(), id,
                          [](const Job& job, EventId of) { return job.last < of; });
}

std::uint32_t GateBook::subject(EventId id) const {
  const auto job = job_of(id);
  return job == jobs_.end() ? 0 : job->subject;
}

double GateBook::overtaken_by(EventId id) const {
  auto job = job_of(id);
  if (job == jobs_.end())
    return 0;
  const std::uint32_t younger = job->subject;
  double sum = 0;
  while (++job != jobs_.end()) {
    if (job->subject < younger)
      sum += job->sink;
  }
  return sum;
}

double GateBook::worth(std::uint32_t subject) const {
  double sum = 0;
  for (const Job& job : jobs_) {
    if (job.subject == subject)
      sum += job.sink;
  }
  return sum;
}

std::vector<GateBook> gate_books(const Trace& trace) {
  std::vector<GateBook> books(trace.gates().size());
  const auto serves = [](const Event& event) {
    return event.kind == EventKind::service && event.gate != kNoGate;
  };
  for (std::size_t id = 1; id < trace.size(); ++id) {
    const Event& event = trace.event(static_cast<EventId>(id));
    if (serves(event))
      books[event.gate].add(static_cast<EventId>(id), event);
  }
  std::vector<Note> notes;
  for (const Note& note : trace.notes()) {
    if (serves(trace.event(note.event)))
      notes.push_back(note);
  }
  const auto earlier = [](const Note& a, const Note& b) { return a.event < b.event; };
  if (!std::is_sorted(notes.begin(), notes.end(), earlier))
    std::stable_sort(notes.begin(), notes.end(), earlier);
  for (const Note& note : notes)
    books[trace.event(note.event).gate].noted(note.event, note.subject);
  return books;
}

}  // namespace chokepoint
