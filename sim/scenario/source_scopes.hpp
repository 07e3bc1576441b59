#pragma once

#include <string>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/node.hpp"
#include "sim/scenario/source_table.hpp"

namespace chokepoint {

/// Gives every node of one file the source in scope and takes the `source` keys away. A source
/// covers the file in which it stands: what an overlay changes does not keep the old number's.
class SourceScopes {
 public:
  static constexpr std::int32_t kNone = -1;

  /// `names_are_known`: false when the source table was wrong, so that no name can be judged.
  SourceScopes(const SourceTable& sources, bool names_are_known, Diagnostics& diagnostics)
      : sources_(sources),
        hints_(sources.names()),
        names_are_known_(names_are_known),
        diagnostics_(diagnostics) {}

  /// `scope` is the source from above, `path` where the node stands.
  void enter(Node& node, std::int32_t scope, const std::string& path);

 private:
  std::int32_t find(const Node& node, const std::string& path);

  const SourceTable& sources_;
  NameHints hints_;
  bool names_are_known_;
  Diagnostics& diagnostics_;
};

}  // namespace chokepoint
