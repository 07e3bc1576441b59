#include "sim/bottleneck/gate_use.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace chokepoint {

namespace {

/// What is seen of a gate in a month; minutes.
struct GateMonth {
  double worked = 0;
  double waited_in = 0;  ///< by all jobs, within the month
  double waited = 0;     ///< by those that began in it, whenever they did
  int begun = 0;
};

bool is_of_the_gate(const Enabler& by) {
  return by.how() == EnablerClass::gate || by.how() == EnablerClass::outage;
}

/// When all that the job needed beside the gate was there. What was long before may not be on
/// record: then it waited for as long as the earliest that is, at least.
Tick ready_at(const Trace& trace, EventId job) {
  Tick wait = 0;
  bool known = false;
  for (const Enabler& by : trace.enablers(job)) {
    if (!is_of_the_gate(by)) {
      wait = known ? std::min(wait, by.slack()) : by.slack();
      known = true;
    } else if (!known) {
      wait = std::max(wait, by.slack());
    }
  }
  return trace.event(job).start - wait;
}

/// A source has all it needs from the start.
bool needs_material(const Trace& trace, std::span<const EventId> jobs) {
  return std::any_of(jobs.begin(), jobs.end(), [&trace](EventId job) {
    const auto conditions = trace.enablers(job);
    return std::any_of(conditions.begin(), conditions.end(), [](const Enabler& by) {
      return by.how() == EnablerClass::material && by.event != kWorldStart;
    });
  });
}

class Months {
 public:
  Months(const Timeline& timeline, Tick horizon) : horizon_(horizon) {
    for (int month = 0; timeline.month_begin(month) < horizon; ++month)
      begins_.push_back(timeline.month_begin(month));
    begins_.push_back(horizon);
    months_.resize(begins_.size() - 1);
  }

  void add(const Trace& trace, EventId job) {
    const Event& event = trace.event(job);
    const Tick ready = ready_at(trace, job);
    spread(event.start, event.end, &GateMonth::worked);
    spread(ready, event.start, &GateMonth::waited_in);
    if (event.start >= horizon_)
      return;
    GateMonth& month = months_[month_of(event.start)];
    ++month.begun;
    month.waited += static_cast<double>(event.start - ready);
  }

  [[nodiscard]] double mean(double GateMonth::*minutes) const {
    double sum = 0;
    for (std::size_t m = 0; m < months_.size(); ++m)
      sum += months_[m].*minutes / static_cast<double>(begins_[m + 1] - begins_[m]);
    return months_.empty() ? 0 : sum / static_cast<double>(months_.size());
  }
  [[nodiscard]] double days_waited() const {
    double sum = 0;
    int months = 0;
    for (const GateMonth& month : months_) {
      sum += month.begun > 0 ? month.waited / month.begun / static_cast<double>(kDay) : 0.0;
      months += month.begun > 0 ? 1 : 0;
    }
    return months > 0 ? sum / months : 0;
  }

 private:
  [[nodiscard]] std::size_t month_of(Tick at) const {
    const auto later = std::upper_bound(begins_.begin(), begins_.end(), at);
    return static_cast<std::size_t>(later - begins_.begin()) - 1;
  }
  void spread(Tick from, Tick to, double GateMonth::*minutes) {
    from = std::max<Tick>(from, 0);
    to = std::min(to, horizon_);
    for (std::size_t m = month_of(from); from < to; ++m) {
      const Tick end = std::min(to, begins_[m + 1]);
      months_[m].*minutes += static_cast<double>(end - from);
      from = end;
    }
  }

  Tick horizon_;
  std::vector<Tick> begins_;  ///< of the months, and the horizon
  std::vector<GateMonth> months_;
};

}  // namespace

std::vector<GateUse> gate_uses(const Trace& trace, const Timeline& timeline, Tick horizon) {
  std::vector<GateUse> result;
  for (std::size_t gate = 0; gate < trace.gates().size(); ++gate) {
    const auto jobs = trace.services(static_cast<GateId>(gate));
    if (!needs_material(trace, jobs))
      continue;
    Months months(timeline, horizon);
    for (const EventId job : jobs)
      months.add(trace, job);
    result.push_back({.gate = trace.gates()[gate],
                      .busy = months.mean(&GateMonth::worked),
                      .queue = months.mean(&GateMonth::waited_in),
                      .wait_days = months.days_waited()});
  }
  return result;
}

}  // namespace chokepoint
