#pragma once

#include <map>

#include "sim/bound/process_model.hpp"

namespace chokepoint {

/// By stock, what it may hold at the end of each month.
using Rooms = std::map<ProcessModel::StockId, Monthly>;

/// A trial limit on what is kept of goods of which the sink takes one for one, through all that is
/// made of them: so many months' worth of what will be wanted, by the mean of the year after each
/// month. Nothing in a scenario says so: a run may hold more. Empty when there is no demand.
[[nodiscard]] Rooms rooms_for(const ProcessModel& model, double months);

}  // namespace chokepoint
