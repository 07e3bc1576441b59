#pragma once

#include <map>

#include "sim/bound/process_model.hpp"

namespace chokepoint {

/// By stock, what it may hold at the end of each month.
using Rooms = std::map<ProcessModel::StockId, Monthly>;

/// Tells what a world holds of a stock, or somebody in it, as a plan counts it: what has come, is
/// under way or is ordered, and is not used. What several tell is added up.
void add_held(ProcessModel& model, ProcessModel::StockId stock, std::size_t reading);
/// Whether anybody tells.
[[nodiscard]] bool tells_held(const ProcessModel& model);
/// Months that a bound allows unless others are asked for: none where nobody tells.
[[nodiscard]] double usual_storage_months(const ProcessModel& model);

/// Limits on what is kept of goods of which the sink takes one for one, through all that is made of
/// them: so many months' worth of what will be wanted, by the mean of the year after each month, or
/// what the run held, if that is more, so that whatever a run did remains a plan. Where somebody
/// tells what is held, other goods have no such limit; where nobody does, it is a trial, to which a
/// run need not have kept. Empty when there is no demand, or with no months.
[[nodiscard]] Rooms rooms_for(const ProcessModel& model, double months);

}  // namespace chokepoint
