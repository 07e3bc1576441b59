#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/bottleneck/detectors.hpp"
#include "sim/bottleneck/path.hpp"
#include "sim/bottleneck/structural_cut.hpp"

namespace chokepoint {

namespace {

constexpr double kBacklogMonths = 3;
constexpr int kHalfWindow = 6;  ///< months to either side over which work per unit is measured
/// What piles up in a store is passed without reaching the sink, and is no second way to it.
constexpr double kOtherWay = 0.25;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// What each constraint could have done and did, by month of the clock.
struct MonthlyWork {
  std::vector<std::vector<double>> capacity;  ///< [constraint][month], work
  std::vector<std::vector<double>> work;
  std::vector<std::vector<double>> sink;
};

class Cut {
 public:
  Cut(const Trace& trace, const Ledger& ledger)
      : trace_(trace), ledger_(ledger), months_(static_cast<int>(ledger.months().size())) {
    find_groups();
    find_servers();
    measure_work();
    measure_capacity();
    measure_lags();
  }

  ShareMatrix matrix() {
    ShareMatrix result = ledger_months(ledger_);
    double demand_before = 0;
    double online_before = 0;
    for (int m = 0; m < months_; ++m) {
      const MonthLedger& month = ledger_.months()[static_cast<std::size_t>(m)];
      const double backlog = std::max(0.0, demand_before - online_before);
      const double wanted = month.demand - demand_before + spread(backlog, kBacklogMonths);
      result.months[static_cast<std::size_t>(m)] = shares(m, wanted);
      demand_before = month.demand;
      online_before = month.online;
    }
    return result;
  }

 private:
  [[nodiscard]] std::size_t root(std::size_t k) const {
    while (group_[k] != k)
      k = group_[k];
    return k;
  }
  void find_groups();
  void find_servers();
  void measure_work();
  void measure_capacity();
  void measure_lags();
  [[nodiscard]] std::vector<double> shares(int month, double wanted) const;
  /// In units of the sink that month; infinite when nothing is known of it.
  [[nodiscard]] double capacity(std::size_t constraint, int month) const;
  [[nodiscard]] static double around(const std::vector<double>& values, int month);
  [[nodiscard]] double added_around(int month) const;

  const Trace& trace_;
  const Ledger& ledger_;
  int months_;
  MonthlyWork did_;
  std::vector<std::size_t> group_;  ///< the group's root, by constraint
  std::vector<bool> grouped_;
  std::vector<bool> serves_;  ///< by gate: whether its work reaches the sink
  std::vector<int> lag_;      ///< months from the work to the sink
};

/// The sources of a pool replace each other: the constraints that decide in its branches.
void Cut::find_groups() {
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
void Cut::find_servers() {
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

void Cut::measure_work() {
  const std::vector<double> none(static_cast<std::size_t>(months_));
  did_.work.assign(group_.size(), none);
  did_.sink.assign(group_.size(), none);
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
    did_.work[event.constraint][month] += static_cast<double>(event.work);
    did_.sink[event.constraint][month] += event.sink;
  }
}

void Cut::measure_capacity() {
  did_.capacity.assign(group_.size(), std::vector<double>(static_cast<std::size_t>(months_)));
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
        did_.capacity[rate.constraint][static_cast<std::size_t>(m)] +=
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

void Cut::measure_lags() {
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

double Cut::around(const std::vector<double>& values, int month) {
  const int last = static_cast<int>(values.size()) - 1;
  double sum = 0;
  for (int m = std::max(0, month - kHalfWindow); m <= std::min(last, month + kHalfWindow); ++m)
    sum += values[static_cast<std::size_t>(m)];
  return sum;
}

double Cut::added_around(int month) const {
  const auto& months = ledger_.months();
  const int before = month - kHalfWindow - 1;
  const auto last = static_cast<std::size_t>(std::min(months_ - 1, month + kHalfWindow));
  return months[last].online - (before >= 0 ? months[static_cast<std::size_t>(before)].online : 0);
}

double Cut::capacity(std::size_t k, int month) const {
  const int then = std::max(0, month - lag_[k]);
  const double work = around(did_.work[k], then);
  if (work <= 0)
    return std::numeric_limits<double>::infinity();
  // What serves the sink in several ways (a tool for logic and for memory) is passed so many times;
  // what serves only part of it (an older node) is worth more.
  const double made = around(did_.sink[k], then);
  const double added = std::max(added_around(month), 1e-12);
  const double passes = made / added;
  const double times = grouped_[k] ? 1 : passes < 1 ? passes : std::floor(passes + kOtherWay);
  return did_.capacity[k][static_cast<std::size_t>(then)] * made / work / times;
}

std::vector<double> Cut::shares(int month, double wanted) const {
  std::vector<double> groups(group_.size());
  std::vector<double> own(group_.size());
  for (std::size_t k = 0; k < group_.size(); ++k) {
    own[k] = capacity(k, month);
    if (!std::isfinite(own[k]) && grouped_[k])
      own[k] = 0;
    groups[root(k)] += own[k];
  }
  // Where nobody said how much is wanted, anything would have been taken.
  if (trace_.demand_steps().empty()) {
    double lowest = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < groups.size(); ++k) {
      if (root(k) == k)
        lowest = std::min(lowest, groups[k]);
    }
    wanted = std::isfinite(lowest) ? 2 * lowest : 0;
  }
  for (std::size_t k = 0; k < group_.size(); ++k) {
    if (root(k) != k)
      groups[k] = std::numeric_limits<double>::infinity();  // counted at its root
  }
  const std::size_t demand = ledger_.id("demand");
  groups[demand] = std::numeric_limits<double>::infinity();
  const std::vector<double> filled = water_filling(groups, wanted);
  std::vector<double> result(group_.size());
  double sum = 0;
  for (std::size_t k = 0; k < group_.size(); ++k) {
    const std::size_t r = root(k);
    const double total = groups[r];
    if (filled[r] <= 0)
      continue;
    result[k] = total > 0 && std::isfinite(own[k]) ? filled[r] * own[k] / total : 0;
    sum += result[k];
  }
  if (sum <= 0) {
    result[demand] = 1;
    return result;
  }
  for (double& share : result)
    share /= sum;
  return result;
}

}  // namespace

ShareMatrix cut_months(const Trace& trace, const Ledger& ledger) {
  return Cut(trace, ledger).matrix();
}

}  // namespace chokepoint
