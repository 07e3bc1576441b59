#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace chokepoint {

struct Member;

/// One value of a scenario's tree, with the place where it was written.
struct Node {
  enum class Type : std::uint8_t { null, scalar, list, map };

  Type type = Type::null;
  bool quoted = false;       ///< a scalar in quotes, or a block text
  bool remove = false;       ///< tagged !delete
  bool own_source = false;   ///< has a `source:` of its own, not one from above
  bool unmatched = false;    ///< an entry new to a list of the files before, which has others
  std::int32_t source = -1;  ///< the source in scope, an index into Document::sources(); -1: none
  Origin origin;
  std::string text;             ///< scalar
  std::vector<Node> items;      ///< list
  std::vector<Member> members;  ///< map, in the order of writing

  [[nodiscard]] bool is_scalar() const { return type == Type::scalar; }
  [[nodiscard]] bool is_list() const { return type == Type::list; }
  [[nodiscard]] bool is_map() const { return type == Type::map; }
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
  /// Takes a member out of the map; does nothing when there is none.
  void erase(std::string_view key);
};

struct Member {
  std::string key;
  Origin origin;  ///< of the key
  Node value;
};

/// The name of an entry of a named list; empty when the node is not a map with a text `name`.
[[nodiscard]] std::string_view entry_name(const Node& node);

/// The key by which an entry of a list is known: `name`, else the partner it names (`firm`,
/// `seller`, `supplier`, `customer`), else its date (`from`, `opens`); empty when it has none.
[[nodiscard]] std::string_view entry_key(const Node& node);

/// What tells an entry from its neighbours, in paths too: the text under `entry_key`. Empty where
/// it has none, or names its partner by what can be no name.
[[nodiscard]] std::string_view entry_label(const Node& node);

/// The path of the entry at that position of a list: "actors.tsmc", "stages[2]".
[[nodiscard]] std::string entry_path(std::string_view list, const Node& entry, std::size_t at);

/// The entries of a list in an order that does not depend on the order of writing: by label, then
/// by all they say; those that say the same as they were written.
[[nodiscard]] std::vector<const Node*> in_canonical_order(const Node& list);

/// A list that merges entry by entry: not empty, and every entry has a label.
[[nodiscard]] bool is_labelled_list(const Node& node);

/// A map that writes one number (it has `value`, `uniform`, ... or `series`) rather than a group
/// of keys. Such a map is replaced as a whole by an overlay, source and range included.
[[nodiscard]] bool is_number_map(const Node& node);

/// The keys that make a map a number; no reader may declare them.
[[nodiscard]] bool is_number_key(std::string_view key);

/// A number as YAML has it: without quotes, plus sign or unit.
[[nodiscard]] bool is_bare_number(const Node& node);

/// "a mapping", "a list", "nothing", "'text'"
[[nodiscard]] std::string found(const Node& node);

/// "parent.key", or "key" at the top.
[[nodiscard]] std::string join_path(std::string_view parent, std::string_view key);

}  // namespace chokepoint
