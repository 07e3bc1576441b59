#pragma once

#include "models/answer.hpp"

namespace chokepoint::models {

/// Adds the series that follow from what firms wrote down: totals over firms, shares of what was
/// delivered, the memory price as an index, and what a GW of each generation asks of lithography.
/// The names and definitions stand in docs/reference/result-files.md.
void add_derived_series(RunResult& result, const Told& told);

}  // namespace chokepoint::models
