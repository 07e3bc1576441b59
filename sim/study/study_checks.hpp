#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/document.hpp"
#include "sim/study/study.hpp"

namespace chokepoint {

/// Where the entry of a list begins; the document's beginning when there is none of that name.
[[nodiscard]] Origin origin_of(const Document& document, std::string_view list,
                               const std::string& name);

/// No two factors may set the same value.
void check_paths(const Study& study, Diagnostics& diagnostics);

/// Outputs must be known to runs, and every column of the table of runs have a name of its own.
void check_outputs(const Study& study, const Document& document, Diagnostics& diagnostics);

}  // namespace chokepoint
