#include "sim/bottleneck/detectors.hpp"

#include <algorithm>

#include "sim/bottleneck/active_period.hpp"

namespace chokepoint {

namespace {

constexpr int kQuarter = 3;
/// A gate that rests for less goes on being active: lots wait for whole minutes.
constexpr Tick kPause = kDay;

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

}  // namespace

ShareMatrix ledger_months(const Ledger& ledger) {
  ShareMatrix matrix = empty_matrix(ledger);
  for (std::size_t m = 0; m < matrix.months.size(); ++m) {
    for (const LedgerShare& share : ledger.months()[m].deciding)
      matrix.months[m][share.constraint] = share.share;
  }
  return matrix;
}

ShareMatrix active_period_months(const Trace& trace, const Ledger& ledger) {
  ShareMatrix matrix = empty_matrix(ledger);
  const std::vector<GatePeriod> gates = gate_periods(trace);
  std::vector<ActivePeriod> periods;
  for (std::size_t i = 0; i < gates.size(); ++i)
    periods.push_back({i, gates[i].period.from, gates[i].period.to});
  for (const MomentaryBottleneck& now : momentary_bottlenecks(periods, 0)) {
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

ShareMatrix response_months(const Responses& responses) {
  ShareMatrix matrix{responses.constraints, {}};
  const std::size_t months = responses.online.size();
  const auto last = static_cast<int>(months) - 1;
  const auto added = [&](const std::vector<double>& online, int m) {
    const int before = m - kQuarter - 1;
    const auto end = static_cast<std::size_t>(std::min(last, m + kQuarter));
    return online[end] - (before >= 0 ? online[static_cast<std::size_t>(before)] : 0.0);
  };
  for (int m = 0; m <= last; ++m) {
    std::vector<double>& shares = matrix.months.emplace_back(responses.constraints.size());
    for (std::size_t k = 0; k < shares.size(); ++k) {
      if (responses.relaxed[k].size() == months && responses.tightened[k].size() == months)
        shares[k] =
            std::max(0.0, added(responses.relaxed[k], m) - added(responses.tightened[k], m));
    }
    normalise(shares);
  }
  return matrix;
}

}  // namespace chokepoint
