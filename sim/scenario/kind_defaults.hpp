#pragma once

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/node.hpp"

namespace chokepoint {

/// Gives every part and actor what `defaults:` says for its kind and it does not say itself, and
/// takes `defaults` out of the tree. A copy keeps the place and the source of what was written.
void apply_kind_defaults(Node& root, Diagnostics& diagnostics);

}  // namespace chokepoint
