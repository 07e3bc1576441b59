#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/node.hpp"

namespace chokepoint {

/// What `defaults:` says for a kind and every thing of that kind says itself.
struct UnusedDefault {
  std::string kind;
  std::vector<std::string> groups;  ///< the groups and lists that lead to the key
  Node entry;                       ///< a mapping of that one key
};

/// Gives every part and actor what `defaults:` says for its kind and it does not say itself, and
/// takes `defaults` out of the tree. A copy keeps the place and the source of what was written.
/// The result is what no reader of parts and actors will see; nothing when there is too much to
/// give (reported, and nothing more is worth reading).
std::optional<std::vector<UnusedDefault>> apply_kind_defaults(Node& root, Diagnostics& diagnostics);

}  // namespace chokepoint
