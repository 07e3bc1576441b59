#pragma once

#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/root_cause.hpp"
#include "sim/record/run_result.hpp"

namespace chokepoint::models {

/// Each binding constraint's roots by name, and all of the year's by class.
void set_roots(YearSummary& summary, const YearLedger& year, const Ledger& ledger,
               const RootCauses& causes);

/// The rows of bottlenecks.csv: a constraint's share of each month, divided by root cause.
void add_shares(RunResult& result, const Ledger& ledger, const RootCauses& causes,
                const Timeline& timeline);

/// Each month's loss by the year in which its causes lay.
void add_matrix(RunResult& result, const Ledger& ledger, const Timeline& timeline);

}  // namespace chokepoint::models
