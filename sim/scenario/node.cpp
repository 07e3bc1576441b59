#include "sim/scenario/node.hpp"

#include <algorithm>
#include <array>
#include <charconv>
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

namespace {

bool is_date(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [](char c, char form) {
    return form == '0' ? c >= '0' && c <= '9' : c == form;
  });
}

/// Characters that a step of a path may have.
bool is_step(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

std::string_view text_of(const Node& node, std::string_view key) {
  const Node* value = node.is_map() ? node.find(key) : nullptr;
  return value != nullptr && value->is_scalar() ? std::string_view(value->text)
                                                : std::string_view();
}

}  // namespace

std::string_view entry_name(const Node& node) {
  return text_of(node, "name");
}

std::string_view entry_key(const Node& node) {
  for (const std::string_view key : {"name", "firm", "seller", "supplier", "customer"}) {
    if (!text_of(node, key).empty())
      return key;
  }
  // `from` is a date in one list and the name of a store in another. What has a kind is called by
  // its name or not at all.
  if (!text_of(node, "kind").empty())
    return {};
  for (const std::string_view key : {"from", "opens"}) {
    if (is_date(text_of(node, key)))
      return key;
  }
  return {};
}

std::string_view entry_label(const Node& node) {
  const std::string_view key = entry_key(node);
  const std::string_view label = text_of(node, key);
  return key == "name" || is_step(label) ? label : std::string_view();
}

std::string entry_path(std::string_view list, const Node& entry, std::size_t at) {
  const std::string_view label = entry_label(entry);
  return label.empty() ? std::string(list) + "[" + std::to_string(at) + "]"
                       : join_path(list, label);
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

std::vector<const Node*> in_canonical_order(const Node& list) {
  struct Keyed {
    std::string_view label;
    std::string content;
    const Node* node;
  };
  std::vector<Keyed> entries;
  entries.reserve(list.items.size());
  for (const Node& item : list.items) {
    const bool is_called = !entry_name(item).empty();
    entries.push_back({entry_label(item), is_called ? std::string() : content(item), &item});
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

bool is_labelled_list(const Node& node) {
  return node.is_list() && !node.items.empty() &&
         std::all_of(node.items.begin(), node.items.end(),
                     [](const Node& item) { return !entry_label(item).empty(); });
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

bool is_bare_number(const Node& node) {
  if (!node.is_scalar() || node.quoted || node.text.empty())
    return false;
  const char first = node.text.front();
  if (first != '-' && (first < '0' || first > '9'))
    return false;
  double value = 0;
  const char* const end = node.text.data() + node.text.size();
  const auto parsed = std::from_chars(node.text.data(), end, value);
  return parsed.ptr == end && node.text.find_first_of("in") == std::string::npos;
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
