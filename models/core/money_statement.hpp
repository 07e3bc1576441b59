#pragma once

#include <string_view>

#include "sim/bound/process_model.hpp"
#include "sim/scenario/profile.hpp"

namespace chokepoint::models {

// What money of labs and builders lets a plan buy. All amounts are in Gusd, and of all firms of a
// kind together: whose money it is is a matter of decisions.

/// What a kW costs, in Gusd for a GW.
inline constexpr double kGusd = 1e-3;

/// What builders have had and not spent, and what labs have had and not paid them.
[[nodiscard]] ProcessModel::StockId money_of_builders(ProcessModel& model);
[[nodiscard]] ProcessModel::StockId money_of_labs(ProcessModel& model);
/// GW that labs have signed for at most, and nobody has lent against.
[[nodiscard]] ProcessModel::StockId signed_contracts(ProcessModel& model);
/// Compute online, of which each GW may earn money in each month.
[[nodiscard]] ProcessModel::CapacityId earning_compute(ProcessModel& model);

/// Money that comes at each planning, by month: as much as the profile (usd a month) is at most.
[[nodiscard]] Monthly gusd_by_month(const Profile& usd_per_month, const MonthGrid& grid);
/// Money that comes whatever is decided.
void state_money(ProcessModel& model, ProcessModel::StockId stock, Monthly gusd);
/// Customers pay labs that much for a GW in a month, at most: the most of all labs.
void state_earning(ProcessModel& model, double gusd_per_gw);
/// Lenders lend that much against a signed GW: the most of all builders.
void state_loans(ProcessModel& model, double gusd_per_gw);
/// Labs pay rents to builders, who may spend so many months of these in advance: the most of all.
void state_rents(ProcessModel& model, double months_in_advance);
/// What spending so many months of such an income in advance adds, by month.
[[nodiscard]] Monthly in_advance(const Monthly& gusd, double months);

}  // namespace chokepoint::models
