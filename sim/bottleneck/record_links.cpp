#include "sim/bottleneck/record_links.hpp"

#include <vector>

namespace chokepoint {

namespace {

/// What is known of a gate while its jobs are looked at, in the order in which they ended.
struct Jobs {
  EventId last = kWorldStart;
  Tick until = 0;  ///< the end of that one
  bool parallel = false;
  std::size_t skipped = 0;  ///< jobs that do not name the last; with one server that is a defect
  EventId first_skipping = kWorldStart;
};

class Links {
 public:
  explicit Links(const Trace& trace) : trace_(trace), gates_(trace.gates().size()) {}

  void judge_jobs();
  void judge_sink();
  [[nodiscard]] RecordLinks take() { return std::move(links_); }

 private:
  void judge_job(EventId job, const Event& event, Jobs& before);
  void broken(EventId id, const char* what, std::size_t count = 1);

  const Trace& trace_;
  std::vector<Jobs> gates_;
  RecordLinks links_;
};

void Links::broken(EventId id, const char* what, std::size_t count) {
  if (links_.broken == 0)
    links_.first = "activity " + std::to_string(id) + " of '" +
                   trace_.name(trace_.event(id).constraint) + "' " + what;
  links_.broken += count;
}

void Links::judge_job(EventId job, const Event& event, Jobs& before) {
  ++links_.checked;
  bool named = before.last == kWorldStart || before.until != event.start;
  bool others = false;
  for (const Enabler& enabler : trace_.enablers(job)) {
    if (enabler.how() != EnablerClass::gate || enabler.event == kWorldStart)
      continue;
    if (enabler.event == before.last) {
      named = true;
    } else if (trace_.event(enabler.event).gate != event.gate) {
      broken(job, "names a job of another gate as the one before it");
    } else {
      others = true;
    }
  }
  before.parallel = before.parallel || event.start < before.until;
  if ((!named || others) && before.skipped++ == 0)
    before.first_skipping = job;
  before.last = job;
  before.until = event.end;
}

void Links::judge_jobs() {
  for (EventId id = kWorldStart + 1; id < trace_.size(); ++id) {
    const Event& event = trace_.event(id);
    if (event.gate != kNoGate)
      judge_job(id, event, gates_[event.gate]);
  }
  for (const Jobs& gate : gates_) {
    if (gate.skipped > 0 && !gate.parallel)
      broken(gate.first_skipping, "does not name the job before it on its gate", gate.skipped);
  }
}

void Links::judge_sink() {
  for (const SinkLot& lot : trace_.sink_lots()) {
    ++links_.checked;
    if (trace_.event(lot.event).end != lot.tick)
      broken(lot.event, "ended at another time than its lot came");
  }
}

}  // namespace

RecordLinks record_links(const Trace& trace) {
  Links links(trace);
  links.judge_jobs();
  links.judge_sink();
  return links.take();
}

}  // namespace chokepoint
