#pragma once

#include <string_view>

#include "sim/scenario/node.hpp"
#include "sim/scenario/read_context.hpp"
#include "sim/scenario/resolved.hpp"

namespace chokepoint {

/// Every number has a source, and an assumption says how far it may be wrong.
void check_source(const Node& node, std::string_view path, bool has_range,
                  Diagnostics& diagnostics);

/// Fills in what a record says about the origin and the source of a node's value.
void fill_provenance(ResolvedValue& value, const Node& node, const ReadContext& context);

}  // namespace chokepoint
