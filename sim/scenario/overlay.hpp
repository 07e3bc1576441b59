#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/node.hpp"

namespace chokepoint {

/// Lays the map `over` on the map `base`: maps merge by key, named lists by `name`, everything
/// else is replaced, a number with its source and range as a whole; !delete takes away.
void merge_maps(Node& base, Node&& over, std::string_view path, Diagnostics& diagnostics);

/// Reports entries of one list that have the same name: merging would silently make them one.
void refuse_duplicate_names(const Node& node, const std::string& path, Diagnostics& diagnostics);

/// The value at a path, as a setting would find it; nullptr when there is none.
[[nodiscard]] const Node* find_at(const Node& root, std::string_view path);

/// One `--set path=value`. The steps of the path are keys, or names of entries of a list; what is
/// missing on the way in a map is made, and found by the reader if it knows no such key.
void apply_set(Node& root, std::string_view path, Origin path_origin, Node&& value,
               Diagnostics& diagnostics);

}  // namespace chokepoint
