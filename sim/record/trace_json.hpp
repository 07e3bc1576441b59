#pragma once

#include <string>

#include "sim/record/run_result.hpp"

namespace chokepoint {

/// The order journal as a JSON Trace Event file, which ui.perfetto.dev and chrome://tracing open. A
/// process is a kind of goods, a thread one lane of a seller (slices of a thread never overlap), a
/// slice an order from its placing to its last delivery, an arrow leads from an order to one placed
/// for it. Counters show what is online and wanted. One minute of the model is one microsecond.
[[nodiscard]] std::string trace_json(const RunResult& result);

}  // namespace chokepoint
