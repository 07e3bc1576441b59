#include "sim/bottleneck/detectors.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "sim/bottleneck/active_period.hpp"

namespace chokepoint {

namespace {

/// A gate that rests for less goes on being active: lots wait for whole minutes.
constexpr Tick kPause = kDay;
constexpr int kAside = std::numeric_limits<int>::max();

ShareMatrix empty_matrix(const Ledger& ledger) {
  ShareMatrix matrix;
  for (std::size_t k = 0; k < ledger.constraint_count(); ++k)
    matrix.constraints.push_back(ledger.name(static_cast<ConstraintId>(k)));
  matrix.months.assign(ledger.months().size(), std::vector<double>(ledger.constraint_count()));
  return matrix;
}

struct GatePeriod {
  ConstraintId constraint;
  ActivePeriod period;
};

/// When each gate worked without a break, under one constraint.
std::vector<GatePeriod> gate_periods(const Trace& trace) {
  std::vector<GatePeriod> done;
  std::vector<GatePeriod> now(trace.gates().size());
  for (std::size_t id = 1; id < trace.size(); ++id) {
    const Event& event = trace.event(static_cast<EventId>(id));
    if (event.kind != EventKind::service || event.gate == kNoGate || event.end == event.start)
      continue;
    GatePeriod& current = now[event.gate];
    const bool goes_on = current.period.to > 0 && current.constraint == event.constraint &&
                         event.start - current.period.to <= kPause;
    if (!goes_on) {
      if (current.period.to > 0)
        done.push_back(current);
      current = {event.constraint, {event.gate, event.start, event.end}};
    }
    current.period.to = std::max<Tick>(current.period.to, event.end);
  }
  for (const GatePeriod& last : now) {
    if (last.period.to > 0)
      done.push_back(last);
  }
  return done;
}

/// By gate: leads on the shortest way from its work to the sink; kAside when none leads there.
std::vector<int> leads_to_sink(const Trace& trace) {
  std::vector<int> of_event(trace.size(), kAside);
  for (const SinkLot& lot : trace.sink_lots())
    of_event[lot.event] = 0;
  std::vector<int> of_gate(trace.gates().size(), kAside);
  // What enabled an event was recorded before it.
  for (std::size_t id = trace.size(); id-- > 1;) {
    if (of_event[id] == kAside)
      continue;
    const Event& event = trace.event(static_cast<EventId>(id));
    if (event.kind == EventKind::service)
      of_gate[event.gate] = std::min(of_gate[event.gate], of_event[id]);
    const bool takes_time = event.kind == EventKind::lead && event.end > event.start;
    for (const Enabler& enabler : trace.enablers(static_cast<EventId>(id))) {
      if (enabler.how() != EnablerClass::gate && enabler.how() != EnablerClass::slot)
        of_event[enabler.event] =
            std::min(of_event[enabler.event], of_event[id] + (takes_time ? 1 : 0));
    }
  }
  return of_gate;
}

/// The momentary bottlenecks among those gates; a machine is a place in that list.
std::vector<MomentaryBottleneck> bottlenecks_of(const std::vector<GatePeriod>& gates) {
  std::vector<ActivePeriod> periods;
  for (std::size_t i = 0; i < gates.size(); ++i)
    periods.push_back({i, gates[i].period.from, gates[i].period.to});
  return momentary_bottlenecks(periods, 0);
}

/// In which part of each month each constraint was the momentary bottleneck among those gates.
ShareMatrix activity_months(const std::vector<GatePeriod>& gates,
                            const std::vector<MomentaryBottleneck>& bottlenecks,
                            const Ledger& ledger) {
  ShareMatrix matrix = empty_matrix(ledger);
  for (const MomentaryBottleneck& now : bottlenecks) {
    for (std::size_t m = 0; m < matrix.months.size(); ++m) {
      const MonthLedger& month = ledger.months()[m];
      const Tick common = std::min(now.to, month.to) - std::max(now.from, month.from);
      if (common > 0)
        matrix.months[m][gates[now.machine].constraint] += static_cast<double>(common);
    }
  }
  for (auto& shares : matrix.months)
    normalise(shares);
  return matrix;
}

}  // namespace

ShareMatrix ledger_months(const Ledger& ledger) {
  ShareMatrix matrix = empty_matrix(ledger);
  for (std::size_t m = 0; m < matrix.months.size(); ++m) {
    for (const LedgerShare& share : ledger.months()[m].deciding)
      matrix.months[m][share.constraint] = share.share;
  }
  return matrix;
}

std::vector<TierMonths> active_periods_by_tier(const Trace& trace, const Ledger& ledger) {
  const std::vector<int> leads = leads_to_sink(trace);
  std::map<int, std::vector<GatePeriod>> tiers;
  for (const GatePeriod& gate : gate_periods(trace)) {
    const int away = leads[gate.period.machine];
    if (away != kAside)
      tiers[away].push_back(gate);
  }
  std::vector<TierMonths> result;
  for (const auto& [away, gates] : tiers) {
    std::set<ConstraintId> constraints;
    for (const GatePeriod& gate : gates)
      constraints.insert(gate.constraint);
    if (constraints.size() < 2)
      continue;
    const std::vector<MomentaryBottleneck> bottlenecks = bottlenecks_of(gates);
    TierMonths tier{.leads = away,
                    .constraints = {},
                    .spans = {},
                    .activity = activity_months(gates, bottlenecks, ledger),
                    .ledger = ledger_months(ledger)};
    for (const MomentaryBottleneck& now : bottlenecks)
      tier.spans.push_back(
          {ledger.name(gates[now.machine].constraint), now.from, now.to, now.sole});
    for (const ConstraintId k : constraints)
      tier.constraints.push_back(ledger.name(k));
    tier.activity = tier.activity.with(tier.constraints);
    tier.ledger = tier.ledger.with(tier.constraints);
    for (auto& shares : tier.ledger.months)
      normalise(shares);
    result.push_back(std::move(tier));
  }
  return result;
}

ShareMatrix response_months(const Responses& responses) {
  ShareMatrix matrix{responses.constraints, {}};
  const std::size_t months = responses.online.size();
  const auto last = static_cast<int>(months) - 1;
  const auto added = [&](const std::vector<double>& online, int m) {
    const int before = m - kMonthsAroundAdditions - 1;
    const auto end = static_cast<std::size_t>(std::min(last, m + kMonthsAroundAdditions));
    return online[end] - (before >= 0 ? online[static_cast<std::size_t>(before)] : 0.0);
  };
  for (int m = 0; m <= last; ++m) {
    std::vector<double>& shares = matrix.months.emplace_back(responses.constraints.size());
    for (std::size_t k = 0; k < shares.size(); ++k) {
      if (responses.relaxed[k].size() == months && responses.tightened[k].size() == months)
        shares[k] =
            std::max(0.0, added(responses.relaxed[k], m) - added(responses.tightened[k], m)) /
            responses.span(k);
    }
    normalise(shares);
  }
  return matrix;
}

}  // namespace chokepoint
