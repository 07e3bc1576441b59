#pragma once

#include <string>

#include "sim/scenario/csv_table.hpp"
#include "sim/scenario/node.hpp"
#include "sim/scenario/source_table.hpp"

namespace chokepoint {

/// All that a tree says, each value with the name of its source, in an order that does not depend
/// on the order of writing: keys sorted, lists of entries and of names sorted; only numbers keep
/// theirs. Two trees with the same text mean the same.
[[nodiscard]] std::string canonical_text(const Node& node, const SourceTable& sources);

/// The same of a source table, by name, and of a data file.
[[nodiscard]] std::string canonical_text(const SourceTable& sources);
[[nodiscard]] std::string canonical_text(const CsvTable& table);

}  // namespace chokepoint
