#include "models/core/money_statement.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "models/core/reasons.hpp"
#include "models/core/statement.hpp"
#include "sim/flow/relief.hpp"

namespace chokepoint::models {

namespace {

constexpr const char* kPayments = "customers' payments";
constexpr const char* kLoans = "loans to builders";
constexpr const char* kRents = "rents paid to builders";
constexpr const char* kLastRents = "rents paid to builders in the last month";

}  // namespace

ProcessModel::StockId money_of_builders(ProcessModel& model) {
  return model.stock("money of builders");
}
ProcessModel::StockId money_of_labs(ProcessModel& model) {
  return model.stock("money of labs");
}
ProcessModel::StockId signed_contracts(ProcessModel& model) {
  return model.stock("contracts to lend against");
}

ProcessModel::CapacityId earning_compute(ProcessModel& model) {
  const ProcessModel::CapacityId id = model.capacity("compute online that earns");
  ProcessModel::Capacity& compute = model.edit_capacity(id);
  if (!compute.grows) {
    compute.grows = true;
    compute.constraint = std::string(kInitialStock);
    compute.kind = EndowmentKind::stock;
    for (int month = 0; month < model.grid().months(); ++month)
      compute.path.worth.push_back(MonthGrid::plannings(month, 1));
  }
  return id;
}

Monthly gusd_by_month(const Profile& usd_per_month, const MonthGrid& grid) {
  constexpr double kGusdPerUsd = 1e-9;
  Monthly gusd;
  for (int month = 0; month < grid.months(); ++month)
    gusd.push_back(most_in(usd_per_month, grid, month) * kGusdPerUsd);
  return gusd;
}

void state_money(ProcessModel& model, ProcessModel::StockId stock, Monthly gusd) {
  model.edit(stock).inflows.push_back(
      {std::string(kMoney), EndowmentKind::money, {.fixed = std::move(gusd)}});
}

void state_earning(ProcessModel& model, double gusd_per_gw) {
  if (gusd_per_gw <= 0)
    return;
  if (ProcessModel::Process* known = model.find_process(kPayments)) {
    known->uses.front().each = std::min(known->uses.front().each, 1 / gusd_per_gw);
    return;
  }
  model.add({.name = kPayments,
             .flows = {{money_of_labs(model), 1}},
             .uses = {{earning_compute(model), 1 / gusd_per_gw}}});
}

void state_loans(ProcessModel& model, double gusd_per_gw) {
  if (gusd_per_gw <= 0)
    return;
  if (ProcessModel::Process* known = model.find_process(kLoans)) {
    known->flows.back().amount = std::max(known->flows.back().amount, gusd_per_gw);
    return;
  }
  model.add({.name = kLoans,
             .flows = {{signed_contracts(model), -1}, {money_of_builders(model), gusd_per_gw}}});
}

void state_rents(ProcessModel& model, double months_in_advance) {
  const ProcessModel::StockId labs = money_of_labs(model);
  const ProcessModel::StockId builders = money_of_builders(model);
  if (model.find_process(kRents) == nullptr) {
    model.add(
        {.name = kRents, .flows = {{labs, -1}, {builders, 1}, {builders, 0, Duration{1, 0}}}});
    Monthly last = model.every_month(0);
    last.back() = std::numeric_limits<double>::infinity();
    model.add({.name = kLastRents,
               .flows = {{labs, -1}, {builders, 1}},
               .limited = true,
               .limit = {.fixed = std::move(last)}});
  }
  // What is spent in advance of one month's rents is there again when the next ones come.
  std::vector<ProcessModel::Flow>& rents = model.find_process(kRents)->flows;
  const double most = std::max(months_in_advance, -rents.back().amount);
  rents[1].amount = 1 + most;
  rents.back().amount = -most;
  model.find_process(kLastRents)->flows.back().amount = 1 + most;
}

Monthly in_advance(const Monthly& gusd, double months) {
  Monthly more;
  double before = 0;
  for (const double income : gusd) {
    more.push_back(std::max(0.0, income - before) * months);
    before = std::max(before, income);
  }
  return more;
}

}  // namespace chokepoint::models
