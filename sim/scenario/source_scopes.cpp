#include "sim/scenario/source_scopes.hpp"

namespace chokepoint {

void SourceScopes::enter(Node& node, std::int32_t scope, const std::string& path) {
  node.source = scope;
  if (const Node* own = node.find("source"); node.is_map() && own != nullptr) {
    node.source = find(*own, join_path(path, "source"));
    node.own_source = true;
    node.erase("source");
  }
  for (Member& m : node.members)
    enter(m.value, node.source, join_path(path, m.key));
  for (std::size_t i = 0; i < node.items.size(); ++i)
    enter(node.items[i], node.source, entry_path(path, node.items[i], i));
}

std::int32_t SourceScopes::find(const Node& node, const std::string& path) {
  if (!node.is_scalar()) {
    diagnostics_.add(node.origin, path, "expected the name of a source, found " + found(node));
    return SourceTable::kTextbook;
  }
  const std::int32_t index = sources_.find(node.text);
  if (index >= 0)
    return index;
  if (names_are_known_) {
    diagnostics_.add(node.origin, path,
                     "expected a name from the source table, found " + in_quotes(node.text) +
                         did_you_mean(node.text, hints_));
  }
  return SourceTable::kTextbook;
}

}  // namespace chokepoint
