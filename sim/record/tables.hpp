#pragma once

#include <string>

#include "sim/record/run_result.hpp"
#include "sim/record/text_pieces.hpp"

namespace chokepoint {

/// The texts of the result files of one run; equal results give equal bytes.
[[nodiscard]] std::string summary_json(const RunResult& result);
[[nodiscard]] std::string bottlenecks_csv(const RunResult& result);
/// The two large ones in pieces: as texts they would take as much memory as a world. The result
/// must outlive them.
[[nodiscard]] TextInPieces timeseries_csv(const RunResult& result);
[[nodiscard]] TextInPieces orders_csv(const RunResult& result);

/// The text of timing.json; differs from run to run.
[[nodiscard]] std::string timing_json(const RunTiming& timing);

/// 16 hexadecimal digits over orders and series: what happened, whatever was recorded about why.
[[nodiscard]] std::string fingerprint_of(const RunResult& result);

/// "2027-03-01" at midnight, else "2027-03-01T06:30Z".
[[nodiscard]] std::string iso_time(const Timeline& timeline, Tick tick);

}  // namespace chokepoint
