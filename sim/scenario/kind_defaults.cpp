#include "sim/scenario/kind_defaults.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
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

/// More than a scenario of the largest size has any use for; memory and time are bounded by it.
constexpr std::size_t kMostHandedOut = 300'000;

std::size_t nodes_of(const Node& node) {
  std::size_t count = 1;
  for (const Node& item : node.items)
    count += nodes_of(item);
  for (const Member& m : node.members)
    count += nodes_of(m.value);
  return count;
}

/// How many nodes are looked at or copied when all things take all defaults.
std::size_t most_handed_out(const Things& things, const Node& defaults) {
  std::size_t count = 0;
  for (const Member& m : defaults.members) {
    if (count > kMostHandedOut)
      break;
    count += things.size() * (is_group(m.value) ? 1 : nodes_of(m.value));
    if (is_group(m.value))
      count += most_handed_out(below(things, m.key), m.value);
  }
  return count;
}

/// Hands out the defaults of one kind.
class Filler {
 public:
  Filler(std::string kind, std::vector<UnusedDefault>& unused, Diagnostics& diagnostics)
      : kind_(std::move(kind)), unused_(unused), diagnostics_(diagnostics) {}

  void fill(const Things& things, const Node& defaults, const std::string& path) {
    std::vector<std::set<std::string>> said(things.size());  // by thing: the keys of its own
    for (std::size_t i = 0; i < things.size(); ++i) {
      for (const Member& m : things[i]->members)
        said[i].insert(m.key);
    }
    for (const Member& m : defaults.members) {
      const std::string key_path = join_path(path, m.key);
      if (m.key == "name" || m.key == "kind") {
        diagnostics_.add(m.origin, key_path, "expected a key that things of a kind may share");
      } else if (is_group(m.value)) {
        const Things inner = below(things, m.key);
        if (inner.empty())
          diagnostics_.add(m.origin, key_path,
                           "expected a group or list that something of this kind has");
        groups_.push_back(m.key);
        fill(inner, m.value, key_path);
        groups_.pop_back();
      } else {
        hand_out(things, said, defaults, m);
      }
    }
  }

 private:
  void hand_out(const Things& things, const std::vector<std::set<std::string>>& said,
                const Node& defaults, const Member& m) {
    bool used = things.empty();  // then its group was refused
    for (std::size_t i = 0; i < things.size(); ++i) {
      if (said[i].contains(m.key))
        continue;
      things[i]->members.push_back(m);
      used = true;
    }
    if (used)
      return;
    UnusedDefault unused{kind_, groups_, {}};
    unused.entry.type = Node::Type::map;
    unused.entry.origin = defaults.origin;
    unused.entry.members.push_back(m);
    unused_.push_back(std::move(unused));
  }

  std::string kind_;
  std::vector<std::string> groups_;  ///< that are being filled
  std::vector<UnusedDefault>& unused_;
  Diagnostics& diagnostics_;
};

/// All parts and actors by their kind.
std::map<std::string, Things> things_by_kind(Node& root) {
  std::map<std::string, Things> result;
  for (Member& section : root.members) {
    for (Node& thing : section.value.items) {
      const Node* kind = thing.find("kind");
      if (kind != nullptr && kind->is_scalar())
        result[kind->text].push_back(&thing);
    }
  }
  return result;
}

}  // namespace

std::optional<std::vector<UnusedDefault>> apply_kind_defaults(Node& root,
                                                              Diagnostics& diagnostics) {
  std::vector<UnusedDefault> unused;
  const Node* found_node = root.find("defaults");
  if (found_node == nullptr)
    return unused;
  const Node defaults = *found_node;
  root.erase("defaults");
  if (!is_group(defaults)) {
    diagnostics.add(defaults.origin, "defaults",
                    "expected a mapping of kinds, found " + found(defaults));
    return unused;
  }
  const std::map<std::string, Things> things = things_by_kind(root);
  std::vector<std::string> kinds;
  for (const auto& [kind, its_things] : things)
    kinds.push_back(kind);
  NameHints hints(std::move(kinds));
  std::size_t handed_out = 0;
  for (const Member& kind : defaults.members) {
    const std::string path = join_path("defaults", kind.key);
    const auto its_things = things.find(kind.key);
    if (!is_group(kind.value)) {
      diagnostics.add(kind.value.origin, path,
                      "expected a mapping of keys, found " + found(kind.value));
    } else if (its_things == things.end()) {
      diagnostics.add(kind.origin, path,
                      "expected a kind that something here has, found " + in_quotes(kind.key) +
                          did_you_mean(kind.key, hints));
    } else if ((handed_out += most_handed_out(its_things->second, kind.value)) > kMostHandedOut) {
      diagnostics.add(kind.origin, path,
                      "expected defaults that make at most " + std::to_string(kMostHandedOut) +
                          " values in all things together, found more");
      return std::nullopt;
    } else {
      Filler(kind.key, unused, diagnostics).fill(its_things->second, kind.value, path);
    }
  }
  return unused;
}

}  // namespace chokepoint
