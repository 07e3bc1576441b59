#include "sim/bottleneck/cut_months.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "sim/base/portable_math.hpp"
#include "sim/bottleneck/detectors.hpp"

namespace chokepoint {

namespace {

constexpr double kBacklogMonths = 3;
constexpr double kStockMonths = 3;
/// Capacities are cut as whole numbers: millionths of the sink's unit, kW of a GW.
constexpr double kWhole = 1e6;
/// What serves less of what reaches the sink is no stage of it.
constexpr double kRarely = 1e-9;

/// What was wanted in a month. Where nobody said, anything would have been taken.
struct Wanted {
  double added;         ///< what demand added
  double with_backlog;  ///< and a third of the backlog
};

std::vector<Wanted> wanted_by_month(const Trace& trace, const Ledger& ledger) {
  constexpr double kAnything = std::numeric_limits<double>::infinity();
  std::vector<Wanted> wanted;
  double demand = 0;
  double online = 0;
  for (const MonthLedger& month : ledger.months()) {
    const double added = trace.demand_steps().empty() ? kAnything : month.demand - demand;
    wanted.push_back({added, added + spread(std::max(0.0, demand - online), kBacklogMonths)});
    demand = month.demand;
    online = month.online;
  }
  return wanted;
}

/// One month: what is needed together, each stage with the gates that replace each other.
struct Stages {
  struct Limit {
    std::size_t constraint;
    double units;
  };
  using Gate = std::vector<Limit>;
  std::vector<std::vector<Gate>> list;
};

double least(const Stages::Gate& gate) {
  double units = std::numeric_limits<double>::infinity();
  for (const Stages::Limit& limit : gate)
    units = std::min(units, limit.units);
  return units;
}

double total(const std::vector<Stages::Gate>& stage) {
  double units = 0;
  for (const Stages::Gate& gate : stage)
    units += least(gate);
  return units;
}

/// `stock_months`: in which a pile is used up and adds to its capacity; 0: it does not. What set no
/// pace around that month is left out: it was no limit.
Stages stages_of(const MonthlyCapacities& capacities, int month, std::size_t demand,
                 double stock_months = 0) {
  Stages stages;
  for (const MonthlyCapacities::Stage& stage : capacities.stages()) {
    std::vector<Stages::Gate> gates;
    for (const MonthlyCapacities::Gate& gate : stage) {
      Stages::Gate limits;
      for (const std::size_t limit : gate) {
        double units = capacities.capacity(limit, month);
        if (!std::isfinite(units))
          continue;
        const std::size_t k = capacities.limits()[limit].constraint;
        if (k == demand)
          continue;
        if (stock_months > 0)
          units += spread(capacities.pile(k, month), stock_months);
        limits.push_back({capacities.named(limit, month),
                          units / std::max(capacities.passes(stage, month), kRarely)});
      }
      if (!limits.empty())
        gates.push_back(std::move(limits));
    }
    if (!gates.empty())
      stages.list.push_back(std::move(gates));
  }
  return stages;
}

StructuralCut::Result cut_of(const Stages& stages, double wanted, const Ledger& ledger) {
  StructuralCut cut;
  std::vector<StructuralCut::Node> needed;
  const auto whole = [](double amount) { return nearest_whole(amount * kWhole); };
  for (const auto& stage : stages.list) {
    std::vector<StructuralCut::Node> gates;
    for (const Stages::Gate& gate : stage) {
      std::vector<StructuralCut::Node> limits;
      for (const Stages::Limit& limit : gate)
        limits.push_back(cut.capacity(ledger.name(static_cast<ConstraintId>(limit.constraint)),
                                      whole(limit.units)));
      gates.push_back(cut.all_of(std::move(limits)));
    }
    needed.push_back(cut.any_of(std::move(gates)));
  }
  if (std::isfinite(wanted))
    needed.push_back(cut.capacity("demand", whole(wanted)));
  if (needed.empty())
    return {};
  return cut.cut(cut.all_of(std::move(needed)));
}

/// Each stage in a minimum cut counts the same, and in it each gate by its size; of a gate what is
/// in the cut, alike. The verdicts stand in the order of the limits, then that on demand.
std::vector<double> cut_shares(const StructuralCut::Result& cut, const Stages& stages,
                               const Ledger& ledger) {
  std::vector<double> shares(ledger.constraint_count());
  std::size_t next = 0;
  for (const auto& stage : stages.list) {
    std::vector<double> of_stage(shares.size());
    for (const Stages::Gate& gate : stage) {
      std::vector<std::size_t> in_cut;
      for (const Stages::Limit& limit : gate) {
        if (cut.capacities[next++].hurts_if_lowered)
          in_cut.push_back(limit.constraint);
      }
      for (const std::size_t k : in_cut)
        of_stage[k] += std::max(least(gate), kRarely) / static_cast<double>(in_cut.size());
    }
    normalise(of_stage);
    for (std::size_t k = 0; k < shares.size(); ++k)
      shares[k] += of_stage[k];
  }
  if (next < cut.capacities.size() && cut.capacities[next].hurts_if_lowered)
    shares[ledger.id("demand")] += 1;
  normalise(shares);
  return shares;
}

/// What is needed and shares a shortfall as one: a capacity, or several that replace each other.
struct Level {
  double units = 0;
  std::vector<std::pair<std::size_t, double>> parts{};  ///< constraints, and which part is theirs
};

std::vector<Level> levels_of(const Stages& stages) {
  std::vector<Level> levels;
  for (const auto& stage : stages.list) {
    if (stage.size() == 1) {
      for (const Stages::Limit& limit : stage.front())
        levels.push_back({limit.units, {{limit.constraint, 1.0}}});
      continue;
    }
    Level level{total(stage)};
    for (const Stages::Gate& gate : stage) {
      const Stages::Limit& lowest = *std::min_element(
          gate.begin(), gate.end(), [](const auto& a, const auto& b) { return a.units < b.units; });
      const double part =
          level.units > 0 ? lowest.units / level.units : 1.0 / static_cast<double>(stage.size());
      level.parts.emplace_back(lowest.constraint, part);
    }
    levels.push_back(std::move(level));
  }
  return levels;
}

/// What comes less than was wanted, by constraint: all zero where enough comes.
std::vector<double> short_by(const std::vector<Level>& levels, double wanted, std::size_t count) {
  std::vector<double> units;
  for (const Level& level : levels)
    units.push_back(level.units);
  if (!std::isfinite(wanted))
    wanted = units.empty() ? 0 : 2 * *std::min_element(units.begin(), units.end());
  const std::vector<double> filled = water_filling(units, wanted);
  std::vector<double> missing(count);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    for (const auto& [constraint, part] : levels[i].parts)
      missing[constraint] += filled[i] * part;
  }
  return missing;
}

struct Shortfall {
  double missing = 0;
  std::vector<double> shares;  ///< by constraint
};

/// The flow that is short of what demand added in a month, divided among all that lies below that.
/// The backlog is no part of it: it was short in earlier months, and shared then. Where enough
/// comes but for the backlog, the shares say who lies below what would work it off.
Shortfall shortfall_of(const Stages& stages, const Wanted& wanted, const Ledger& ledger) {
  const std::vector<Level> levels = levels_of(stages);
  Shortfall result{0, short_by(levels, wanted.added, ledger.constraint_count())};
  const auto sum = [](const std::vector<double>& parts) {
    return std::accumulate(parts.begin(), parts.end(), 0.0);
  };
  result.missing = sum(result.shares);
  if (result.missing <= 0)
    result.shares = short_by(levels, wanted.with_backlog, ledger.constraint_count());
  if (sum(result.shares) <= 0)
    result.shares[ledger.id("demand")] = 1;
  normalise(result.shares);
  return result;
}

/// See `CutMonths::above`.
std::vector<double> above_lowest(const Stages& stages, double wanted, const Ledger& ledger) {
  double lowest = wanted;
  for (const auto& stage : stages.list)
    lowest = std::min(lowest, total(stage));
  std::vector<double> above(ledger.constraint_count(), std::numeric_limits<double>::infinity());
  if (lowest <= 0 || !std::isfinite(lowest))
    return above;
  for (const auto& stage : stages.list) {
    for (const Stages::Gate& gate : stage) {
      for (const Stages::Limit& limit : gate) {
        if (limit.units <= least(gate))
          above[limit.constraint] = std::min(above[limit.constraint], total(stage) / lowest);
      }
    }
  }
  return above;
}

}  // namespace

std::set<std::string> near_cut(const CutMonths& cut, const Ledger& ledger, double part) {
  constexpr int kMonths = 12;
  std::set<std::string> near;
  for (std::size_t k = 0; k < ledger.constraint_count(); ++k) {
    std::map<int, int> months;  // of each year in which it is that near
    for (std::size_t m = 0; m < cut.above.size(); ++m) {
      const int year = ledger.months()[m].year;
      if (cut.above[m][k] <= 1 + part && ++months[year] > kMonths / 2)
        near.insert(ledger.name(static_cast<ConstraintId>(k)));
    }
  }
  return near;
}

CutMonths cut_months(const Trace& trace, const Ledger& ledger, const CutStructure& structure) {
  const MonthlyCapacities capacities(trace, ledger, structure);
  const std::vector<Wanted> wanted = wanted_by_month(trace, ledger);
  CutMonths result;
  for (std::size_t k = 0; k < ledger.constraint_count(); ++k)
    result.lowest.constraints.push_back(ledger.name(static_cast<ConstraintId>(k)));
  result.shortfall.constraints = result.lowest.constraints;
  if (structure.is_tree)
    result.stocked.constraints = result.fluid.constraints = result.lowest.constraints;
  for (std::size_t m = 0; m < wanted.size(); ++m) {
    const auto month = static_cast<int>(m);
    const Stages stages = stages_of(capacities, month, ledger.id("demand"));
    const double to_come = wanted[m].with_backlog;
    result.cuts.push_back(cut_of(stages, to_come, ledger));
    result.above.push_back(above_lowest(stages, to_come, ledger));
    result.lowest.months.push_back(cut_shares(result.cuts.back(), stages, ledger));
    Shortfall shortfall = shortfall_of(stages, wanted[m], ledger);
    result.missing.push_back(shortfall.missing);
    result.shortfall.months.push_back(std::move(shortfall.shares));
    if (!structure.is_tree)
      continue;
    const auto lowest = [&](double stock_months) {
      const Stages stocked = stages_of(capacities, month, ledger.id("demand"), stock_months);
      return cut_shares(cut_of(stocked, to_come, ledger), stocked, ledger);
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
    std::vector<double> of_any(shares.size());  // of what is still missing where nothing new is
    for (std::size_t m = 0; m < cut.missing.size(); ++m) {
      if (ledger.months()[m].year != year.year)
        continue;
      for (std::size_t k = 0; k < shares.size(); ++k) {
        shares[k] += cut.missing[m] * cut.shortfall.months[m][k];
        of_any[k] += ledger.months()[m].shortfall ? cut.shortfall.months[m][k] : 0.0;
      }
    }
    if (!result.top(result.months.size() - 1))
      shares = std::move(of_any);
    normalise(shares);
  }
  return result;
}

}  // namespace chokepoint
