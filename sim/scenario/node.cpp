#include "sim/scenario/node.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace chokepoint {

const Node* Node::find(std::string_view key) const {
  for (const Member& m : members) {
    if (m.key == key)
      return &m.value;
  }
  return nullptr;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

void Node::erase(std::string_view key) {
  std::erase_if(members, [&](const Member& m) { return m.key == key; });
}

std::string_view entry_name(const Node& node) {
  if (!node.is_map())
    return {};
  const Node* name = node.find("name");
  return name != nullptr && name->is_scalar() ? std::string_view(name->text) : std::string_view();
}

std::string_view entry_label(const Node& node, std::string_view by) {
  const std::string_view name = entry_name(node);
  if (!name.empty() || by.empty() || !node.is_map())
    return name;
  const Node* label = node.find(by);
  return label != nullptr && label->is_scalar() ? std::string_view(label->text)
                                                : std::string_view();
}

namespace {

/// All that a node says, whatever the order of its keys.
std::string content(const Node& node) {
  if (node.is_scalar())
    return in_quotes(node.text);
  std::vector<std::string> parts;
  for (const Node& item : node.items)
    parts.push_back(content(item));
  for (const Member& m : node.members)
    parts.push_back(in_quotes(m.key) + ":" + content(m.value));
  if (node.is_map())
    std::sort(parts.begin(), parts.end());
  std::string text(1, node.is_map() ? '{' : '[');
  for (const std::string& part : parts)
    text += part + ",";
  return text;
}

}  // namespace

std::vector<const Node*> in_canonical_order(const Node& list, std::string_view by) {
  struct Keyed {
    std::string_view label;
    std::string content;
    const Node* node;
  };
  std::vector<Keyed> entries;
  entries.reserve(list.items.size());
  for (const Node& item : list.items) {
    const bool is_called = !entry_name(item).empty();
    entries.push_back({entry_label(item, by), is_called ? std::string() : content(item), &item});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Keyed& a, const Keyed& b) {
    return std::tie(a.label, a.content) < std::tie(b.label, b.content);
  });
  std::vector<const Node*> result;
  result.reserve(entries.size());
  for (const Keyed& entry : entries)
    result.push_back(entry.node);
  return result;
}

bool is_named_list(const Node& node) {
  return node.is_list() && !node.items.empty() &&
         std::all_of(node.items.begin(), node.items.end(),
                     [](const Node& item) { return !entry_name(item).empty(); });
}

bool is_number_key(std::string_view key) {
  static constexpr std::array<std::string_view, 10> kKeys = {
      "value",       "uniform", "triangular", "normal", "lognormal",
      "exponential", "choice",  "steps",      "linear", "series"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

bool is_number_map(const Node& node) {
  return node.is_map() && std::any_of(node.members.begin(), node.members.end(),
                                      [](const Member& m) { return is_number_key(m.key); });
}

std::string found(const Node& node) {
  switch (node.type) {
    case Node::Type::null:
      return "nothing";
    case Node::Type::scalar:
      return in_quotes(node.text);
    case Node::Type::list:
      return node.items.empty() ? "an empty list" : "a list";
    case Node::Type::map:
      return "a mapping";
  }
  return "";
}

std::string join_path(std::string_view parent, std::string_view key) {
  std::string result(parent);
  if (!result.empty())
    result += '.';
  result += key;
  return result;
}

}  // namespace chokepoint
