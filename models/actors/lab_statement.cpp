// What a lab can do at most, for the bound of perfect foresight.

#include <algorithm>

#include "models/actors/lab.hpp"
#include "models/core/money_statement.hpp"
#include "models/core/rates.hpp"
#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"
#include "models/policy/contracting.hpp"
#include "models/policy/planning.hpp"

namespace chokepoint::models {

/// What it wants is taken to be served at all times, which lets it grow most.
void Lab::state(ProcessModel& model) const {
  const ProcessModel::StockId sink = model.stock(kSink);
  if (model.sinks().empty())
    model.count(sink);
  model.start_with(sink, online_ * kGwPerKw, std::string(kInitialStock));
  Monthly more;
  double before = online_;
  for (int month = 0; month < model.grid().months(); ++month) {
    const double wish = std::max(before, wish_ * law_.factor(0, model.grid().end(month), 0));
    more.push_back((wish - before) * kGwPerKw);
    before = wish;
  }
  model.edit(model.stock(kComputeWanted))
      .inflows.push_back({std::string(kDemand), EndowmentKind::demand, {.fixed = std::move(more)}});
  state_budget(model);
}

/// Customers pay the price of the greatest scarcity, and contracts are signed for the growth that
/// it believes in at most.
void Lab::state_budget(ProcessModel& model) const {
  const MonthGrid& grid = model.grid();
  Monthly raised = gusd_by_month(spec_.raises, grid);
  for (int month = 0; month < grid.months(); ++month)
    raised[static_cast<std::size_t>(month)] *= MonthGrid::plannings(month, 1);
  state_money(model, money_of_labs(model), std::move(raised));
  model.edit_capacity(earning_compute(model)).path.initial += online_ * kGwPerKw;
  state_earning(model, spec_.revenue.usd_per_kw * spec_.revenue.most * kGusd);
  Monthly contracts;
  double before = online_;
  for (int month = 0; month < grid.months(); ++month) {
    const double wish = wish_ * law_.factor(0, grid.end(month), 0);
    const double contracted =
        announced_wish(wish, spec_.most_believed_growth, spec_.ahead_months, spec_.ahead_months);
    contracts.push_back(std::max(0.0, contracted - before) * kGwPerKw);
    before = std::max(before, contracted);
  }
  state_money(model, signed_contracts(model), std::move(contracts));
}

}  // namespace chokepoint::models
