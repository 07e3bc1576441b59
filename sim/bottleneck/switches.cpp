#include "sim/bottleneck/switches.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/bottleneck/agreement.hpp"
#include "sim/bottleneck/binding_runs.hpp"

namespace chokepoint {

namespace {

constexpr std::size_t kStays = 3;  ///< months
constexpr Tick kYear = 365 * kDay;

/// A tie is no switch: the new one is ahead by so much in the mean of the months that it leads, and
/// by more than a tie is by chance. The ledger walks 24 paths a month and decides ties at random,
/// so that a lead has a standard error of about 0.2 in one month; this is two and a half of them.
constexpr double kAhead = 0.10;
constexpr double kChance = 0.5;

/// What is written of each month, not what decided when its lots came: a backlog that is not made
/// up stays with what it was lost to, and nothing takes over from that.
ShareMatrix told_months(const Ledger& ledger) {
  ShareMatrix matrix;
  for (const MonthLedger& month : ledger.months()) {
    auto& row = matrix.months.emplace_back(ledger.constraint_count());
    for (const LedgerShare& share : month.shares)
      row[share.constraint] = share.share;
  }
  return matrix;
}

/// The largest constraint of each month, smoothed, without those that do not last; none while
/// nothing is short.
std::vector<std::optional<ConstraintId>> leaders(const Ledger& ledger) {
  ShareMatrix smooth = told_months(ledger);
  std::vector<double> column(smooth.months.size());
  for (std::size_t k = 0; k < ledger.constraint_count(); ++k) {
    for (std::size_t m = 0; m < column.size(); ++m)
      column[m] = smooth.months[m][k];
    // Most constraints never have a share.
    if (std::all_of(column.begin(), column.end(), [](double share) { return share == 0; }))
      continue;
    const std::vector<double> means = smoothed_months(column);
    for (std::size_t m = 0; m < means.size(); ++m)
      smooth.months[m][k] = means[m];
  }
  std::vector<std::optional<ConstraintId>> result;
  for (std::size_t m = 0; m < smooth.months.size();) {
    const auto top = smooth.top(m);
    std::size_t end = m + 1;
    while (end < smooth.months.size() && smooth.top(end) == top)
      ++end;
    const auto before = result.empty() ? std::nullopt : result.back();
    double lead = 0;
    for (std::size_t i = m; top && before && i < end; ++i)
      lead += smooth.months[i][*top] - smooth.months[i][*before];
    const auto span = static_cast<double>(end - m);
    const bool ahead = lead >= std::max(kAhead * span, kChance * std::sqrt(span));
    std::optional<ConstraintId> leader = before;
    if (!top)
      leader = std::nullopt;
    else if (!before || (ahead && end - m >= kStays))
      leader = static_cast<ConstraintId>(*top);
    result.insert(result.end(), end - m, leader);
    m = end;
  }
  return result;
}

/// The rates of all gates under that constraint added up.
double capacity_at(const Trace& trace, ConstraintId constraint, Tick at) {
  std::vector<double> rates(trace.gates().size());
  for (const CapacityStep& step : trace.capacity_steps()) {
    if (step.tick > at)
      break;
    if (step.constraint == constraint)
      rates[step.gate] = step.rate;
  }
  double sum = 0;
  for (const double rate : rates)
    sum += rate;
  return sum;
}

SwitchSide side_of(const Trace& trace, ConstraintId constraint, Tick at, Tick lag) {
  SwitchSide side{.constraint = constraint, .cause = std::max<Tick>(0, at - lag), .growth = {}};
  // What is wanted is served by a gate, but nobody could add to it.
  const auto constraints = trace.constraints();
  if (constraint < constraints.size() && constraints[constraint].nature == Nature::demand)
    return side;
  const double before = capacity_at(trace, constraint, std::max<Tick>(0, side.cause - kYear));
  if (before > 0)
    side.growth = capacity_at(trace, constraint, side.cause) / before - 1;
  for (const Increment& increment : trace.increments()) {
    if (increment.constraint != constraint || increment.arrived > side.cause ||
        increment.arrived <= side.cause - kYear)
      continue;
    ++side.increments;
    side.first_order = std::min(side.first_order, increment.ordered);
    side.last_order = std::max(side.last_order, increment.ordered);
  }
  return side;
}

/// From the cause to the effect, as last seen up to that month.
Tick lag_of(const Ledger& ledger, ConstraintId constraint, std::size_t month) {
  const auto months = ledger.months();
  for (std::size_t back = 0; back <= month; ++back) {
    for (const LedgerShare& share : months[month - back].deciding) {
      if (share.constraint == constraint && share.cause_from != kNever)
        return std::max<Tick>(0, months[month - back].from - share.cause_from);
    }
  }
  return 0;
}

double growth_of_added(const Ledger& ledger, std::size_t month) {
  const auto months = ledger.months();
  if (month < 24)
    return 0;
  const double last = months[month - 1].online - months[month - 13].online;
  const double before = months[month - 13].online - (month >= 25 ? months[month - 25].online : 0.0);
  return before > 0 ? last / before - 1 : 0;
}

}  // namespace

std::vector<Switch> switches(const Trace& trace, const Ledger& ledger) {
  const auto tops = leaders(ledger);
  std::vector<Switch> result;
  for (std::size_t m = 1; m < tops.size(); ++m) {
    if (!tops[m] || !tops[m - 1] || tops[m] == tops[m - 1])
      continue;
    const Tick at = ledger.months()[m].from;
    result.push_back({at, side_of(trace, *tops[m - 1], at, lag_of(ledger, *tops[m - 1], m - 1)),
                      side_of(trace, *tops[m], at, lag_of(ledger, *tops[m], m)),
                      growth_of_added(ledger, m)});
  }
  return result;
}

}  // namespace chokepoint
