#include "sim/scenario/kind_defaults.hpp"

#include <string>
#include <vector>

namespace chokepoint {
namespace {

/// A mapping of keys, as against a number, a text or a list.
bool is_group(const Node& node) {
  return node.is_map() && !is_number_map(node);
}

/// What the things of a kind are: the nodes that one group of defaults speaks of.
using Things = std::vector<Node*>;

/// The groups under that key, and the entries of lists under it.
Things below(const Things& things, std::string_view key) {
  Things result;
  for (Node* thing : things) {
    Node* inner = thing->find(key);
    if (inner == nullptr)
      continue;
    if (is_group(*inner))
      result.push_back(inner);
    for (Node& item : inner->items) {
      if (item.is_map())
        result.push_back(&item);
    }
  }
  return result;
}

void fill(const Things& things, const Node& defaults, const std::string& path,
          Diagnostics& diagnostics) {
  for (const Member& m : defaults.members) {
    const std::string key_path = join_path(path, m.key);
    if (m.key == "name" || m.key == "kind") {
      diagnostics.add(m.origin, key_path, "expected a key that things of a kind may share");
    } else if (is_group(m.value)) {
      const Things inner = below(things, m.key);
      if (inner.empty())
        diagnostics.add(m.origin, key_path,
                        "expected a group or list that something of this kind has");
      fill(inner, m.value, key_path, diagnostics);
    } else {
      for (Node* thing : things) {
        if (thing->find(m.key) == nullptr)
          thing->members.push_back(m);
      }
    }
  }
}

}  // namespace

void apply_kind_defaults(Node& root, Diagnostics& diagnostics) {
  const Node* found_node = root.find("defaults");
  if (found_node == nullptr)
    return;
  const Node defaults = *found_node;
  root.erase("defaults");
  if (!is_group(defaults)) {
    diagnostics.add(defaults.origin, "defaults",
                    "expected a mapping of kinds, found " + found(defaults));
    return;
  }
  for (const Member& kind : defaults.members) {
    const std::string path = join_path("defaults", kind.key);
    if (!is_group(kind.value)) {
      diagnostics.add(kind.value.origin, path,
                      "expected a mapping of keys, found " + found(kind.value));
      continue;
    }
    Things things;
    std::vector<std::string> kinds;
    for (Member& section : root.members) {
      for (Node& thing : section.value.items) {
        const Node* its_kind = thing.find("kind");
        if (its_kind == nullptr || !its_kind->is_scalar())
          continue;
        kinds.push_back(its_kind->text);
        if (its_kind->text == kind.key)
          things.push_back(&thing);
      }
    }
    if (things.empty()) {
      diagnostics.add(kind.origin, path,
                      "expected a kind that something here has, found " + in_quotes(kind.key) +
                          did_you_mean(kind.key, kinds));
      continue;
    }
    fill(things, kind.value, path, diagnostics);
  }
}

}  // namespace chokepoint
