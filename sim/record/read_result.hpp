#pragma once

#include <filesystem>
#include <vector>

#include "sim/record/run_result.hpp"

namespace chokepoint {

/// What the tables of a result directory say, as a run had it. All throw ScenarioError, which names
/// the file and the line, when a file is missing or is not such a table.

/// timeseries.csv. The length of a period is not known there: `months` is 1, and a series keeps its
/// written name ("capacity_quarterly").
[[nodiscard]] std::vector<Series> read_series(const std::filesystem::path& file);

/// bottlenecks.csv
[[nodiscard]] std::vector<BottleneckRow> read_bottlenecks(const std::filesystem::path& file);

/// orders.csv, into `orders` and `order_names`; ticks count from `result.start`.
void read_orders(RunResult& result, const std::filesystem::path& file);

}  // namespace chokepoint
