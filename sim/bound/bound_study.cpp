#include "sim/bound/bound_study.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "sim/base/steps.hpp"
#include "sim/bound/loops.hpp"
#include "sim/bound/plan_bindings.hpp"
#include "sim/bound/solver.hpp"
#include "sim/bound/tied_needs.hpp"
#include "sim/bound/varying_years.hpp"

namespace chokepoint {

namespace {

/// What a row is about, without what kind of row it is: units and days of what goes round are of
/// the same goods.
std::string goods_of(std::string name) {
  if (name.ends_with(kStanding))
    name.resize(name.size() - kStanding.size());
  if (name.starts_with(kStockOf))
    name.erase(0, kStockOf.size());
  const std::string days = std::string(kDaysOf) + std::string(kGoingRound);
  return name.starts_with(days) ? name.substr(kDaysOf.size()) : name;
}

/// What was there at the start is one constraint, of many goods.
std::vector<StockRent> stocks_of(const LinearProgramme& programme, Solver& solver,
                                 std::size_t endowment) {
  const std::vector<double> worth = solver.worth_of_parts(endowment);
  std::map<std::string, double> by_stock;
  for (std::size_t i = 0; i < worth.size(); ++i) {
    const LinearProgramme::Part& part = programme.endowments[endowment].parts[i];
    const auto& names = part.is_column ? programme.column_names : programme.row_names;
    const std::string& row = names[static_cast<std::size_t>(part.index)].what;
    by_stock[goods_of(row)] += worth[i];
  }
  std::vector<StockRent> stocks;
  for (const auto& [stock, rent] : by_stock)
    stocks.push_back({stock, rent});
  std::stable_sort(stocks.begin(), stocks.end(),
                   [](const StockRent& a, const StockRent& b) { return a.rent > b.rent; });
  return stocks;
}

std::vector<ConstraintRent> rents_of(const LinearProgramme& programme, Solver& solver) {
  std::vector<std::vector<double>> by_month = solver.rents();
  std::vector<ConstraintRent> rents;
  for (std::size_t e = 0; e < by_month.size(); ++e) {
    ConstraintRent rent{.constraint = programme.endowments[e].constraint,
                        .kind = programme.endowments[e].kind,
                        .by_month = std::move(by_month[e])};
    for (const double part : rent.by_month)
      rent.rent += part;
    if (rent.kind == EndowmentKind::stock)
      rent.stocks = stocks_of(programme, solver, e);
    rents.push_back(std::move(rent));
  }
  return rents;
}

DatedBound bound_of(const LinearProgramme& programme, Solver& solver, int decide) {
  const PricedPlan plan = solver.solve();
  DatedBound bound{.decide = decide, .value = plan.value, .level = plan.level};
  bound.rents = rents_of(programme, solver);
  for (const ConstraintRent& rent : bound.rents)
    bound.sum += rent.rent;
  return bound;
}

std::optional<double> rounded_up(const ProcessModel& model, int decide, const Rooms& rooms) {
  const LinearProgramme programme = write_programme(model, decide, rooms, Begun::last_minute);
  try {
    return Solver(programme).solve().value;
  } catch (const NoBoundError&) {
    return std::nullopt;
  }
}

/// What the plan gains by month, over the step.
std::vector<double> difference(const LinearProgramme& programme, const std::vector<double>& upper,
                               const std::vector<double>& lower, double step) {
  std::vector<double> result;
  for (std::size_t t = 0; t < upper.size(); ++t)
    result.push_back(programme.weights[t] * (upper[t] - lower[t]) / step);
  return result;
}

/// More and less of one endowment. Either may leave no plan at all (less of what others need, more
/// of what was decided and has to be made): then there is nothing to say.
void solve_sides(const LinearProgramme& programme, Solver& solver, const DatedBound& bound,
                 std::size_t endowment, double step, ConstraintRent& rent) {
  const auto per_cent = [&](double gain) {
    return bound.value > 0 ? std::optional(gain / (step * bound.value)) : std::nullopt;
  };
  if (solver.is_idle(endowment, 1 + step)) {
    rent.e_plus = rent.e_minus = per_cent(0);
    return;
  }
  try {
    const PricedPlan more = solver.solve_with(endowment, 1 + step);
    rent.e_plus = per_cent(more.value - bound.value);
    rent.more = difference(programme, more.level, bound.level, step);
  } catch (const NoBoundError&) {
    rent.no_more = true;
  }
  try {
    const PricedPlan less = solver.solve_with(endowment, 1 - step);
    rent.e_minus = per_cent(bound.value - less.value);
    rent.less = difference(programme, bound.level, less.level, step);
  } catch (const NoBoundError&) {
    rent.no_less = true;
  }
}

constexpr double kWorthSolvingAgain = 0.005;
constexpr double kPaysNothing = 1e-9;
constexpr double kMovesNothing = 1e-6;  ///< per cent of the value for a per cent

/// Of two needs that are short together a plan may pay for one alone: those that are not paid for
/// and cost or bring something all the same.
std::set<std::size_t> tied_needs(const std::vector<Need>& needs, const std::vector<double>& paid,
                                 Solver& solver, double value, double step) {
  if (value <= 0)
    return {};
  std::vector<std::size_t> unpaid;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    if (!needs[i].comes_back && std::abs(paid[i]) <= kPaysNothing * value)
      unpaid.push_back(i);
  }
  std::set<std::size_t> tied;
  for (const double factor : {1 + step, 1 - step}) {
    for (const std::size_t i :
         needs_that_matter(solver, needs, unpaid, factor, value, kMovesNothing * step * value))
      tied.insert(i);
  }
  return tied;
}

std::vector<TechnologyRent> technologies_of(const LinearProgramme& programme, Solver& solver,
                                            const DatedBound& bound, double step) {
  const std::vector<Need> needs = needs_of(programme);
  const std::vector<double> paid = solver.paid(needs);
  const std::set<std::size_t> tied = tied_needs(needs, paid, solver, bound.value, step);
  std::vector<TechnologyRent> list;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    tell_steps("needs", i, needs.size());
    if (std::abs(paid[i]) <= kPaysNothing * bound.value && !tied.contains(i))
      continue;
    TechnologyRent rent{.process = needs[i].process, .of = needs[i].of, .paid = paid[i]};
    const bool worth_it = tied.contains(i) || paid[i] >= kWorthSolvingAgain * bound.value;
    if (worth_it && !needs[i].comes_back) {
      const auto with = [&](double factor) -> std::optional<double> {
        try {
          const double gain = solver.solve_with(needs[i], factor).value - bound.value;
          return gain / ((factor - 1) * bound.value);
        } catch (const NoBoundError&) {
          return std::nullopt;  // others need it, too
        }
      };
      rent.e_plus = with(1 + step);
      rent.e_minus = with(1 - step);
    }
    list.push_back(std::move(rent));
  }
  tell_steps("needs", needs.size(), needs.size());
  return list;
}

}  // namespace

BoundReport study_bound(const ProcessModel& model, const BoundQuestion& question) {
  BoundReport report{.step = question.step};
  const Rooms rooms = rooms_for(model, question.storage_months);
  for (std::size_t i = 0; i < question.decide.size(); ++i) {
    tell_steps("dates of decision", i, question.decide.size());
    const LinearProgramme programme = write_programme(model, question.decide[i], rooms);
    Solver solver(programme);
    DatedBound bound = bound_of(programme, solver, question.decide[i]);
    bound.rounded_up = rounded_up(model, question.decide[i], rooms);
    if (i == 0) {
      report.years = programme.weights;
      for (std::size_t e = 0; e < bound.rents.size(); ++e) {
        tell_steps("plans", 2 * e, 2 * bound.rents.size());
        solve_sides(programme, solver, bound, e, question.step, bound.rents[e]);
      }
      tell_steps("plans", 2 * bound.rents.size(), 2 * bound.rents.size());
      mark_varying_years(bound, report.years, question.year_ends);
      find_bindings(bound, question.year_ends);
      bound.technologies = technologies_of(programme, solver, bound, question.step);
      for (const int month : question.year_ends) {
        tell_steps("best years", report.envelope.size(), question.year_ends.size());
        report.envelope.push_back(solver.solve_for(month).level[static_cast<std::size_t>(month)]);
      }
      tell_steps("best years", report.envelope.size(), question.year_ends.size());
    }
    report.dates.push_back(std::move(bound));
  }
  tell_steps("dates of decision", question.decide.size(), question.decide.size());
  return report;
}

}  // namespace chokepoint
