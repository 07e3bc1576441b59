#include "sim/bottleneck/monthly_capacities.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace chokepoint {

namespace {

constexpr int kHalfWindow = 6;  ///< months to either side over which work per unit is measured
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

double around(const std::vector<double>& values, int month) {
  const int last = static_cast<int>(values.size()) - 1;
  double sum = 0;
  for (int m = std::max(0, month - kHalfWindow); m <= std::min(last, month + kHalfWindow); ++m)
    sum += values[static_cast<std::size_t>(m)];
  return sum;
}

}  // namespace

MonthlyCapacities::MonthlyCapacities(const Trace& trace, const Ledger& ledger,
                                     CutStructure structure)
    : trace_(trace),
      ledger_(ledger),
      structure_(std::move(structure)),
      months_(static_cast<int>(ledger.months().size())),
      of_gate_(trace.gates().size()) {
  find_servers();
  find_limits();
  find_stages();
  measure_work();
  measure_capacity();
}

void MonthlyCapacities::find_limits() {
  for (const CapacityStep& step : trace_.capacity_steps()) {
    if (!serves_[step.gate])
      continue;
    auto& known = of_gate_[step.gate];
    const bool is_new = std::none_of(known.begin(), known.end(), [&](std::size_t limit) {
      return limits_[limit].constraint == step.constraint;
    });
    if (!is_new)
      continue;
    known.push_back(limits_.size());
    limits_.push_back({step.constraint, step.gate});
  }
}

std::vector<std::size_t> MonthlyCapacities::pools() const {
  std::vector<std::size_t> parent(ledger_.constraint_count());
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&parent](std::size_t k) {
    while (parent[k] != k)
      k = parent[k];
    return k;
  };
  std::vector<std::size_t> server(trace_.size(), kNone);  // the last service before each event
  for (std::size_t id = 1; id < trace_.size(); ++id) {
    const Event& event = trace_.event(static_cast<EventId>(id));
    const auto enablers = trace_.enablers(static_cast<EventId>(id));
    if (event.kind == EventKind::service)
      server[id] = event.constraint;
    else if (event.kind == EventKind::lead && !enablers.empty())
      server[id] = server[enablers.front().event];
    if (event.kind != EventKind::pool)
      continue;
    std::size_t first = kNone;
    for (const Enabler& source : enablers) {
      const std::size_t k = server[source.event];
      if (k != kNone && first != kNone)
        parent[root(k)] = root(first);
      first = k != kNone ? k : first;
    }
  }
  for (std::size_t k = 0; k < parent.size(); ++k)
    parent[k] = root(k);
  return parent;
}

void MonthlyCapacities::find_stages() {
  const std::vector<std::size_t> pool = pools();
  std::map<std::size_t, std::set<std::size_t>> members;  // stages by their first constraint
  std::vector<std::set<std::size_t>> together;
  for (const std::vector<std::string>& names : structure_.alternatives) {
    auto& constraints = together.emplace_back();
    for (const std::string& name : names)
      constraints.insert(ledger_.id(name));
  }
  for (std::size_t k = 0; k < pool.size(); ++k) {
    const bool said = std::any_of(together.begin(), together.end(),
                                  [k](const auto& names) { return names.count(k) > 0; });
    if (!said)
      members[pool[k]].insert(k);
  }
  for (auto& [first, constraints] : members)
    together.push_back(std::move(constraints));
  for (const auto& constraints : together) {
    Stage stage;
    for (const Gate& gate : of_gate_) {
      if (!gate.empty() && constraints.count(limits_[gate.front()].constraint) > 0)
        stage.push_back(gate);
    }
    if (!stage.empty())
      stages_.push_back(std::move(stage));
  }
}

/// A gate serves the sink when some of its work is among the conditions of what came there; gates
/// that work for others only are no part of the cut. Its lag is the mean over its jobs, by what
/// they are worth, of the leads between a job and the sink; waits are no part of it.
void MonthlyCapacities::find_servers() {
  reaches_.assign(trace_.size(), kNever);
  std::vector<Tick> ahead(trace_.size(), kNever);  // leads between an event and the sink
  for (const SinkLot& lot : trace_.sink_lots()) {
    reaches_[lot.event] = lot.tick;
    ahead[lot.event] = 0;
  }
  serves_.assign(of_gate_.size(), false);
  std::vector<double> worth(of_gate_.size());
  std::vector<double> leads(of_gate_.size());
  // What enabled an event was recorded before it.
  for (std::size_t id = trace_.size(); id-- > 1;) {
    if (reaches_[id] == kNever)
      continue;
    const Event& event = trace_.event(static_cast<EventId>(id));
    serves_[event.gate] = true;
    if (event.kind == EventKind::service && event.sink > 0) {
      worth[event.gate] += event.sink;
      leads[event.gate] += event.sink * static_cast<double>(ahead[id]);
    }
    const Tick before = ahead[id] + (event.kind == EventKind::lead ? event.end - event.start : 0);
    for (const Enabler& enabler : trace_.enablers(static_cast<EventId>(id))) {
      if (enabler.how() == EnablerClass::gate || enabler.how() == EnablerClass::slot)
        continue;
      reaches_[enabler.event] = std::min(reaches_[enabler.event], reaches_[id]);
      ahead[enabler.event] = std::min(ahead[enabler.event], before);
    }
  }
  for (std::size_t gate = 0; gate < of_gate_.size(); ++gate) {
    const double minutes = worth[gate] > 0 ? leads[gate] / worth[gate] : 0.0;
    lag_.push_back(static_cast<int>(std::lround(minutes / (30.44 * kDay))));
  }
}

std::size_t MonthlyCapacities::month_of(Tick tick) const {
  const auto& months = ledger_.months();
  const auto after = std::upper_bound(months.begin(), months.end() - 1, tick,
                                      [](Tick t, const MonthLedger& m) { return t < m.to; });
  return static_cast<std::size_t>(after - months.begin());
}

void MonthlyCapacities::measure_work() {
  const std::vector<double> none(static_cast<std::size_t>(months_));
  work_.assign(limits_.size(), none);
  aside_ = sink_ = work_;
  served_.assign(of_gate_.size(), none);
  passed_ = served_;
  made_.assign(ledger_.constraint_count(), none);
  for (std::size_t id = 1; id < trace_.size(); ++id) {
    const Event& event = trace_.event(static_cast<EventId>(id));
    if (event.kind != EventKind::service || event.work <= 0 || !serves_[event.gate])
      continue;
    const std::size_t month = month_of(event.end);
    served_[event.gate][month] += event.sink;
    if (reaches_[id] != kNever)
      passed_[event.gate][month_of(reaches_[id])] += event.sink;
    made_[event.constraint][month] += event.sink;
    for (const std::size_t limit : of_gate_[event.gate]) {
      if (limits_[limit].constraint != event.constraint)
        continue;
      const bool for_sink = structure_.is_tree || event.sink > 0;
      (for_sink ? work_ : aside_)[limit][month] += static_cast<double>(event.work);
      sink_[limit][month] += event.sink;
    }
  }
}

void MonthlyCapacities::measure_capacity() {
  const auto months = static_cast<std::size_t>(months_);
  capacity_.assign(limits_.size(), std::vector<double>(months));
  stopped_.assign(limits_.size(), std::vector<Stopped>(months));
  const auto steps = trace_.capacity_steps();
  const auto idle = trace_.idle_steps();
  for (std::size_t limit = 0; limit < limits_.size(); ++limit) {
    const auto is_of = [&](const auto& step) {
      return step.gate == limits_[limit].gate && step.constraint == limits_[limit].constraint;
    };
    double rate = 0;
    IdleStep still{};
    Tick since = 0;
    auto next = steps.begin();
    auto next_idle = idle.begin();
    while (since < ledger_.horizon()) {
      next = std::find_if(next, steps.end(), is_of);
      next_idle = std::find_if(next_idle, idle.end(), is_of);
      const Tick until = std::min({ledger_.horizon(), next != steps.end() ? next->tick : kNever,
                                   next_idle != idle.end() ? next_idle->tick : kNever});
      add_capacity(limit, still.whole && still.rate > 0 ? 0 : rate, still, since, until);
      since = until;
      if (next != steps.end() && next->tick == until)
        rate = (next++)->rate;
      if (next_idle != idle.end() && next_idle->tick == until)
        still = *next_idle++;
    }
  }
}

void MonthlyCapacities::add_capacity(std::size_t limit, double rate, const IdleStep& still,
                                     Tick from, Tick to) {
  const auto& months = ledger_.months();
  for (std::size_t m = 0; m < months.size(); ++m) {
    const Tick common = std::min(to, months[m].to) - std::max(from, months[m].from);
    if (common <= 0)
      continue;
    capacity_[limit][m] += rate * static_cast<double>(common);
    if (still.rate <= 0)
      continue;
    stopped_[limit][m].work += still.rate * static_cast<double>(common);
    stopped_[limit][m].outage = still.outage;
  }
}

std::size_t MonthlyCapacities::named(std::size_t limit, int month) const {
  const auto m = static_cast<std::size_t>(then(limits_[limit].gate, month));
  const Stopped& stopped = stopped_[limit][m];
  return stopped.work > capacity_[limit][m] ? stopped.outage : limits_[limit].constraint;
}

double MonthlyCapacities::added_around(int month) const {
  const auto& months = ledger_.months();
  const int before = month - kHalfWindow - 1;
  const auto last = static_cast<std::size_t>(std::min(months_ - 1, month + kHalfWindow));
  return months[last].online - (before >= 0 ? months[static_cast<std::size_t>(before)].online : 0);
}

double MonthlyCapacities::pile(std::size_t k, int month) const {
  const auto limit = std::find_if(limits_.begin(), limits_.end(),
                                  [k](const Limit& one) { return one.constraint == k; });
  const int lag = limit != limits_.end() ? lag_[limit->gate] : 0;
  // Where the sink is ahead of it, there was stock behind it on day 0.
  double most_ahead = 0;
  double made = 0;
  double pile = 0;
  for (int m = 0, next = 0; m <= month; ++m) {
    for (; next < m - lag; ++next)
      made += made_[k][static_cast<std::size_t>(next)];
    const double online = m > 0 ? ledger_.months()[static_cast<std::size_t>(m) - 1].online : 0.0;
    most_ahead = std::max(most_ahead, online - made);
    pile = made - online + most_ahead;
  }
  return pile;
}

int MonthlyCapacities::then(GateId gate, int month) const {
  return std::max(0, month - lag_[gate]);
}

double MonthlyCapacities::capacity(std::size_t limit, int month) const {
  const int m = then(limits_[limit].gate, month);
  const double work = around(work_[limit], m);
  const double made = around(sink_[limit], m);
  if (work <= 0 || made <= 0)
    return std::numeric_limits<double>::infinity();
  // Jobs whose pace another constraint of the gate set ask this one for work, too.
  const double served = std::max(made, around(served_[limits_[limit].gate], m));
  const int span = std::min(months_ - 1, m + kHalfWindow) - std::max(0, m - kHalfWindow) + 1;
  const double aside = around(aside_[limit], m) / span * served / made;
  return std::max(0.0, capacity_[limit][static_cast<std::size_t>(m)] - aside) * made / work;
}

double MonthlyCapacities::passes(const Stage& stage, int month) const {
  if (structure_.is_tree)
    return 1;
  double passed = 0;
  for (const Gate& gate : stage)
    passed += around(passed_[limits_[gate.front()].gate], month);
  return passed / std::max(added_around(month), 1e-12);
}

}  // namespace chokepoint
