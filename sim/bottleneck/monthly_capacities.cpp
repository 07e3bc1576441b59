#include "sim/bottleneck/monthly_capacities.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace chokepoint {

namespace {

constexpr int kHalfWindow = 6;  ///< months to either side over which work per unit is measured
/// What piles up in a store is passed without reaching the sink, and is no second way to it.
constexpr double kOtherWay = 0.25;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

double around(const std::vector<double>& values, int month) {
  const int last = static_cast<int>(values.size()) - 1;
  double sum = 0;
  for (int m = std::max(0, month - kHalfWindow); m <= std::min(last, month + kHalfWindow); ++m)
    sum += values[static_cast<std::size_t>(m)];
  return sum;
}

}  // namespace

MonthlyCapacities::MonthlyCapacities(const Trace& trace, const Ledger& ledger, bool is_tree)
    : trace_(trace),
      ledger_(ledger),
      is_tree_(is_tree),
      months_(static_cast<int>(ledger.months().size())) {
  find_groups();
  find_servers();
  measure_work();
  measure_capacity();
  measure_lags();
}

std::size_t MonthlyCapacities::root(std::size_t k) const {
  while (group_[k] != k)
    k = group_[k];
  return k;
}

/// The sources of a pool replace each other: the constraints that decide in its branches.
void MonthlyCapacities::find_groups() {
  group_.resize(ledger_.constraint_count());
  std::iota(group_.begin(), group_.end(), 0);
  grouped_.assign(group_.size(), false);
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
      if (k == kNone)
        continue;
      if (first != kNone) {
        group_[root(k)] = root(first);
        grouped_[k] = grouped_[first] = true;
      }
      first = k;
    }
  }
}

/// A gate serves the sink when some of its work is among the conditions of what came there; gates
/// that work for others only are no part of the cut.
void MonthlyCapacities::find_servers() {
  std::vector<bool> wanted(trace_.size());
  for (const SinkLot& lot : trace_.sink_lots())
    wanted[lot.event] = true;
  serves_.assign(trace_.gates().size(), false);
  for (std::size_t id = trace_.size(); id-- > 1;) {
    if (!wanted[id])
      continue;
    const auto event = static_cast<EventId>(id);
    serves_[trace_.event(event).gate] = true;
    for (const Enabler& enabler : trace_.enablers(event)) {
      if (enabler.how() != EnablerClass::gate && enabler.how() != EnablerClass::slot)
        wanted[enabler.event] = true;
    }
  }
}

void MonthlyCapacities::measure_work() {
  const std::vector<double> none(static_cast<std::size_t>(months_));
  work_.assign(group_.size(), none);
  sink_.assign(group_.size(), none);
  std::size_t month = 0;
  for (std::size_t id = 1; id < trace_.size(); ++id) {
    const Event& event = trace_.event(static_cast<EventId>(id));
    if (event.kind != EventKind::service || event.work <= 0 || !serves_[event.gate])
      continue;
    const auto& months = ledger_.months();
    while (month > 0 && event.end < months[month].from)
      --month;
    while (month + 1 < months.size() && event.end >= months[month].to)
      ++month;
    work_[event.constraint][month] += static_cast<double>(event.work);
    sink_[event.constraint][month] += event.sink;
  }
}

void MonthlyCapacities::measure_capacity() {
  capacity_.assign(group_.size(), std::vector<double>(static_cast<std::size_t>(months_)));
  struct Rate {
    ConstraintId constraint = 0;
    double rate = 0;
    Tick since = 0;
  };
  std::vector<std::vector<Rate>> gates(trace_.gates().size());
  const auto add = [&](const Rate& rate, Tick until) {
    for (int m = 0; m < months_; ++m) {
      const MonthLedger& month = ledger_.months()[static_cast<std::size_t>(m)];
      const Tick common = std::min(until, month.to) - std::max(rate.since, month.from);
      if (common > 0)
        capacity_[rate.constraint][static_cast<std::size_t>(m)] +=
            rate.rate * static_cast<double>(common);
    }
  };
  for (const CapacityStep& step : trace_.capacity_steps()) {
    if (!serves_[step.gate])
      continue;
    auto& rates = gates[step.gate];
    auto known = std::find_if(rates.begin(), rates.end(),
                              [&](const Rate& r) { return r.constraint == step.constraint; });
    if (known == rates.end()) {
      rates.push_back({step.constraint, step.rate, step.tick});
      continue;
    }
    add(*known, step.tick);
    *known = {step.constraint, step.rate, step.tick};
  }
  for (const auto& rates : gates) {
    for (const Rate& rate : rates)
      add(rate, ledger_.horizon());
  }
}

void MonthlyCapacities::measure_lags() {
  std::vector<double> weight(group_.size());
  std::vector<double> lag(group_.size());
  for (const MonthLedger& month : ledger_.months()) {
    for (const LedgerShare& share : month.shares) {
      weight[share.constraint] += share.share;
      lag[share.constraint] += share.share * static_cast<double>(month.from - share.cause_from);
    }
  }
  for (std::size_t k = 0; k < group_.size(); ++k) {
    const double minutes = weight[k] > 0 ? std::max(0.0, lag[k] / weight[k]) : 0.0;
    lag_.push_back(static_cast<int>(std::lround(minutes / (30.44 * kDay))));
  }
}

double MonthlyCapacities::added_around(int month) const {
  const auto& months = ledger_.months();
  const int before = month - kHalfWindow - 1;
  const auto last = static_cast<std::size_t>(std::min(months_ - 1, month + kHalfWindow));
  return months[last].online - (before >= 0 ? months[static_cast<std::size_t>(before)].online : 0);
}

double MonthlyCapacities::pile(std::size_t k, int month) const {
  // Where the sink is ahead of it, there was stock behind it on day 0.
  double most_ahead = 0;
  double made = 0;
  double pile = 0;
  for (int m = 0, next = 0; m <= month; ++m) {
    for (; next < m - lag_[k]; ++next)
      made += sink_[k][static_cast<std::size_t>(next)];
    const double online = m > 0 ? ledger_.months()[static_cast<std::size_t>(m) - 1].online : 0.0;
    most_ahead = std::max(most_ahead, online - made);
    pile = made - online + most_ahead;
  }
  return pile;
}

double MonthlyCapacities::capacity(std::size_t k, int month) const {
  const int then = std::max(0, month - lag_[k]);
  const double work = around(work_[k], then);
  if (work <= 0)
    return std::numeric_limits<double>::infinity();
  // What serves the sink in several ways (a tool for logic and for memory) is passed so many times;
  // what serves only part of it (an older node) is worth more.
  const double made = around(sink_[k], then);
  const double added = std::max(added_around(month), 1e-12);
  const double passes = made / added;
  const double times = grouped_[k] || is_tree_ ? 1
                       : passes < 1            ? passes
                                               : std::floor(passes + kOtherWay);
  return capacity_[k][static_cast<std::size_t>(then)] * made / work / times;
}

}  // namespace chokepoint
