#include "sim/bottleneck/cut_months.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "sim/base/portable_math.hpp"
#include "sim/bottleneck/detectors.hpp"
#include "sim/bottleneck/monthly_capacities.hpp"

namespace chokepoint {

namespace {

constexpr double kBacklogMonths = 3;
constexpr double kStockMonths = 3;
/// Capacities are cut as whole numbers: millionths of the sink's unit, kW of a GW.
constexpr double kWhole = 1e6;

/// What was wanted in each month: what demand added, and a third of the backlog. Where nobody said,
/// anything would have been taken.
std::vector<double> wanted_by_month(const Trace& trace, const Ledger& ledger) {
  std::vector<double> wanted;
  double demand = 0;
  double online = 0;
  for (const MonthLedger& month : ledger.months()) {
    const double backlog = std::max(0.0, demand - online);
    wanted.push_back(trace.demand_steps().empty()
                         ? std::numeric_limits<double>::infinity()
                         : month.demand - demand + spread(backlog, kBacklogMonths));
    demand = month.demand;
    online = month.online;
  }
  return wanted;
}

/// The capacities of one month by group: what replaces each other together.
struct Groups {
  std::map<std::size_t, std::vector<std::size_t>> members;
  std::map<std::size_t, double> total;
  std::vector<double> own;  ///< by constraint
};

/// `stock_months`: in which a pile is used up and adds to its capacity; 0: it does not.
Groups groups_of(const MonthlyCapacities& capacities, int month, std::size_t demand,
                 double stock_months = 0) {
  Groups groups;
  for (std::size_t k = 0; k < capacities.constraints(); ++k) {
    groups.own.push_back(capacities.capacity(k, month));
    if (!std::isfinite(groups.own[k]) && capacities.grouped(k))
      groups.own[k] = 0;
    if (!std::isfinite(groups.own[k]) || k == demand)
      continue;
    if (stock_months > 0)
      groups.own[k] += spread(capacities.pile(k, month), stock_months);
    groups.members[capacities.root(k)].push_back(k);
    groups.total[capacities.root(k)] += groups.own[k];
  }
  return groups;
}

StructuralCut::Result cut_of(const Groups& groups, double wanted, const Ledger& ledger) {
  StructuralCut cut;
  std::vector<StructuralCut::Node> needed;
  const auto whole = [](double amount) { return nearest_whole(amount * kWhole); };
  for (const auto& [root, members] : groups.members) {
    std::vector<StructuralCut::Node> sources;
    for (const std::size_t k : members)
      sources.push_back(
          cut.capacity(ledger.name(static_cast<ConstraintId>(k)), whole(groups.own[k])));
    needed.push_back(cut.any_of(std::move(sources)));
  }
  if (std::isfinite(wanted))
    needed.push_back(cut.capacity("demand", whole(wanted)));
  if (needed.empty())
    return {};
  return cut.cut(cut.all_of(std::move(needed)));
}

/// Each group in a minimum cut counts the same, and in it each capacity by its size.
std::vector<double> cut_shares(const StructuralCut::Result& cut,
                               const MonthlyCapacities& capacities, const Ledger& ledger) {
  std::vector<double> shares(ledger.constraint_count());
  std::map<std::size_t, double> in_cut;
  for (const StructuralCut::Verdict& verdict : cut.capacities) {
    if (verdict.hurts_if_lowered)
      in_cut[capacities.root(ledger.id(verdict.name))] += static_cast<double>(verdict.units);
  }
  for (const StructuralCut::Verdict& verdict : cut.capacities) {
    const std::size_t k = ledger.id(verdict.name);
    const auto group = in_cut.find(capacities.root(k));
    if (!verdict.hurts_if_lowered || group == in_cut.end())
      continue;
    const double part =
        group->second > 0 ? static_cast<double>(verdict.units) / group->second : 1.0;
    shares[k] = part / static_cast<double>(in_cut.size());
  }
  return shares;
}

struct Shortfall {
  double missing = 0;
  std::vector<double> shares;  ///< by constraint
};

/// The shortfall of a month, divided among all that lies below what was wanted.
Shortfall shortfall_of(const Groups& groups, double wanted, const Ledger& ledger) {
  std::vector<double> levels;
  for (const auto& [root, total] : groups.total)
    levels.push_back(total);
  if (!std::isfinite(wanted))
    wanted = levels.empty() ? 0 : 2 * *std::min_element(levels.begin(), levels.end());
  const std::vector<double> filled = water_filling(levels, wanted);
  Shortfall result{0, std::vector<double>(ledger.constraint_count())};
  for (const double part : filled)
    result.missing += part;
  if (result.missing <= 0) {
    result.shares[ledger.id("demand")] = 1;
    return result;
  }
  std::size_t g = 0;
  for (const auto& [root, members] : groups.members) {
    for (const std::size_t k : members) {
      const double total = groups.total.at(root);
      const double part =
          total > 0 ? groups.own[k] / total : 1.0 / static_cast<double>(members.size());
      result.shares[k] = filled[g] / result.missing * part;
    }
    ++g;
  }
  return result;
}

}  // namespace

CutMonths cut_months(const Trace& trace, const Ledger& ledger, bool is_tree) {
  const MonthlyCapacities capacities(trace, ledger, is_tree);
  const std::vector<double> wanted = wanted_by_month(trace, ledger);
  CutMonths result;
  for (std::size_t k = 0; k < ledger.constraint_count(); ++k)
    result.lowest.constraints.push_back(ledger.name(static_cast<ConstraintId>(k)));
  result.shortfall.constraints = result.lowest.constraints;
  if (is_tree)
    result.stocked.constraints = result.fluid.constraints = result.lowest.constraints;
  for (std::size_t m = 0; m < wanted.size(); ++m) {
    const auto month = static_cast<int>(m);
    const std::size_t demand = ledger.id("demand");
    const Groups groups = groups_of(capacities, month, demand);
    result.cuts.push_back(cut_of(groups, wanted[m], ledger));
    result.lowest.months.push_back(cut_shares(result.cuts.back(), capacities, ledger));
    Shortfall shortfall = shortfall_of(groups, wanted[m], ledger);
    result.missing.push_back(shortfall.missing);
    result.shortfall.months.push_back(std::move(shortfall.shares));
    if (!is_tree)
      continue;
    const auto lowest = [&](double stock_months) {
      const Groups stocked = groups_of(capacities, month, demand, stock_months);
      return cut_shares(cut_of(stocked, wanted[m], ledger), capacities, ledger);
    };
    result.stocked.months.push_back(lowest(kStockMonths));
    result.fluid.months.push_back(lowest(1));
  }
  return result;
}

ShareMatrix shortfall_years(const CutMonths& cut, const Ledger& ledger) {
  ShareMatrix result{cut.shortfall.constraints, {}};
  for (const YearLedger& year : ledger.years()) {
    auto& shares = result.months.emplace_back(result.constraints.size());
    for (std::size_t m = 0; m < cut.missing.size(); ++m) {
      if (ledger.months()[m].year != year.year)
        continue;
      for (std::size_t k = 0; k < shares.size(); ++k)
        shares[k] += cut.missing[m] * cut.shortfall.months[m][k];
    }
    normalise(shares);
    if (!result.top(result.months.size() - 1))
      shares[ledger.id("demand")] = 1;
  }
  return result;
}

}  // namespace chokepoint
