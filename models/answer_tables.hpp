#pragma once

#include "models/core/series.hpp"
#include "sim/base/time.hpp"
#include "sim/record/run_result.hpp"

namespace chokepoint::models {

class Market;

/// Adds what firms wrote down, month by month, to the series of a result.
void add_series(RunResult& result, const Series& series, const Timeline& timeline);

/// Adds the order journal. Its names live in `result.order_names`.
void add_orders(RunResult& result, const Market& market);

}  // namespace chokepoint::models
