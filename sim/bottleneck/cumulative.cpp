#include "sim/bottleneck/cumulative.hpp"

#include <algorithm>
#include <cmath>

namespace chokepoint {

namespace {

constexpr std::size_t kLotsPerMonth = 40;

struct Months {
  std::size_t first;
  std::size_t end;
};

Months around_of(std::size_t month, std::size_t count, int around) {
  const auto reach = static_cast<std::size_t>(around);
  return {month > reach ? month - reach : 0, std::min(count, month + reach + 1)};
}

}  // namespace

std::vector<std::string> works(const Trace& trace, const Ledger& ledger) {
  std::vector<bool> serves(ledger.constraint_count());
  for (std::size_t id = 1; id < trace.size(); ++id) {
    const Event& event = trace.event(static_cast<EventId>(id));
    if (event.kind == EventKind::service || event.kind == EventKind::stock ||
        event.kind == EventKind::cap)
      serves[event.constraint] = true;
  }
  std::vector<std::string> names;
  for (std::size_t k = 0; k < serves.size(); ++k) {
    if (serves[k])
      names.push_back(ledger.name(static_cast<ConstraintId>(k)));
  }
  return names;
}

std::vector<double> online_by_month(const Trace& trace, const Ledger& ledger) {
  std::vector<double> online;
  double sum = 0;
  std::size_t next = 0;
  const auto lots = trace.sink_lots();
  for (const MonthLedger& month : ledger.months()) {
    while (next < lots.size() && lots[next].tick <= month.to)
      sum += lots[next++].amount;
    online.push_back(sum);
  }
  return online;
}

ShareMatrix ledger_parts(const Trace& trace, const Ledger& ledger) {
  ShareMatrix matrix;
  for (std::size_t k = 0; k < ledger.constraint_count(); ++k)
    matrix.constraints.push_back(ledger.name(static_cast<ConstraintId>(k)));
  const ConstraintId first_stock = ledger.id("initial_stock");
  const auto lots = trace.sink_lots();
  double online = 0;
  double from_stock = 0;
  std::size_t next = 0;
  for (const MonthLedger& month : ledger.months()) {
    std::vector<double>& shares = matrix.months.emplace_back(matrix.constraints.size());
    std::size_t end = next;
    while (end < lots.size() && lots[end].tick <= month.to)
      ++end;
    const std::size_t step = (end - next) / kLotsPerMonth + 1;
    while (next < end) {
      const PathWork work = ledger.path_work(next);
      const double amount = lots[next].amount;
      const double all = std::max(work.total, online + amount);
      for (const std::size_t first = next; next < std::min(end, first + step); ++next) {
        online += lots[next].amount;
        from_stock += work.begun_by == first_stock ? lots[next].amount : 0;
      }
      for (std::size_t k = 0; k < shares.size(); ++k)
        shares[k] += amount * work.by_constraint[k] / all;
      const double rest = all - work.total;
      const double stock = std::min(rest, from_stock);
      shares[first_stock] += amount * stock / all;
      shares[work.begun_by] += amount * (rest - stock) / all;
    }
    normalise(shares);
  }
  return matrix;
}

ShareMatrix with_decisions_as_one(const ShareMatrix& parts, const std::vector<std::string>& works) {
  ShareMatrix result = parts.with(works);
  result.constraints.emplace_back(kDecisions);
  for (std::size_t m = 0; m < parts.months.size(); ++m) {
    double rest = 0;
    for (const double share : parts.months[m])
      rest += share;
    for (const double share : result.months[m])
      rest -= share;
    result.months[m].push_back(std::max(0.0, rest));
  }
  return result;
}

std::vector<double> Responses::central(std::size_t k) const {
  std::vector<double> result(online.size());
  if (relaxed[k].size() != online.size() || tightened[k].size() != online.size())
    return result;
  for (std::size_t m = 0; m < result.size(); ++m)
    result[m] = (relaxed[k][m] - tightened[k][m]) / span(k);
  return result;
}

NamesByMonth Responses::uneven(double apart, int around) const {
  NamesByMonth result(online.size());
  for (std::size_t k = 0; k < constraints.size(); ++k) {
    if (relaxed[k].size() != online.size() || tightened[k].size() != online.size())
      continue;
    for (std::size_t m = 0; m < online.size(); ++m) {
      const Months months = around_of(m, online.size(), around);
      double all = 0;
      double bend = 0;
      for (std::size_t j = months.first; j < months.end; ++j) {
        all += online[j];
        bend += relaxed[k][j] - online[j] - (online[j] - tightened[k][j]);
      }
      if (std::abs(bend) * 2 / span(k) > apart * all)
        result[m].insert(constraints[k]);
    }
  }
  return result;
}

ResponseParts response_parts(const Responses& responses, int around) {
  ResponseParts parts{{responses.constraints, {}}, {}};
  std::vector<std::vector<double>> central;
  for (std::size_t k = 0; k < responses.constraints.size(); ++k)
    central.push_back(responses.central(k));
  const std::size_t count = responses.online.size();
  for (std::size_t m = 0; m < count; ++m) {
    const Months months = around_of(m, count, around);
    double online = 0;
    for (std::size_t j = months.first; j < months.end; ++j)
      online += responses.online[j];
    std::vector<double>& shares = parts.shares.months.emplace_back(central.size());
    double& all = parts.sums.emplace_back(0);
    for (std::size_t k = 0; k < central.size() && online > 0; ++k) {
      double sum = 0;
      for (std::size_t j = months.first; j < months.end; ++j)
        sum += central[k][j];
      all += sum / online;
      shares[k] = std::max(0.0, sum / online);
    }
    normalise(shares);
  }
  return parts;
}

ShareMatrix averaged(const ShareMatrix& matrix, const std::vector<double>& online, int around) {
  ShareMatrix result{matrix.constraints, {}};
  for (std::size_t m = 0; m < matrix.months.size(); ++m) {
    std::vector<double>& shares = result.months.emplace_back(matrix.constraints.size());
    const Months months = around_of(m, matrix.months.size(), around);
    for (std::size_t j = months.first; j < months.end; ++j) {
      for (std::size_t k = 0; k < shares.size(); ++k)
        shares[k] += online[j] * matrix.months[j][k];
    }
    normalise(shares);
  }
  return result;
}

}  // namespace chokepoint
