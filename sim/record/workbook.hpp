#pragma once

#include <string>

#include "sim/record/run_result.hpp"

namespace chokepoint {

/// Whether the program was built with libxlsxwriter.
[[nodiscard]] bool has_workbooks();

/// The bytes of summary.xlsx: years, shares, causes and months of a run, as numbers, for those
/// whose spreadsheet wants other commas than CSV has. Equal results give equal bytes. Throws
/// ModelError when the program was built without libxlsxwriter.
[[nodiscard]] std::string workbook(const RunResult& result);

}  // namespace chokepoint
