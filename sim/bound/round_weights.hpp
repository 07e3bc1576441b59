#pragma once

#include <set>
#include <vector>

#include "sim/bound/process_model.hpp"

namespace chokepoint {

/// What one unit of each stock of a round counts for, so that no process that takes from the round
/// gives more than it takes: two pans make a crate, so a crate counts for two. By stock, at least
/// 1; 0 where there is no such number, as more of it comes out of the round than went in.
///
/// Processes that take something from elsewhere as well may give more, as little as can be: that
/// bounds how often they do.
[[nodiscard]] std::vector<double> round_weights(const ProcessModel& model,
                                                const std::set<ProcessModel::StockId>& round);

}  // namespace chokepoint
