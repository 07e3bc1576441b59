#include "sim/scenario/canonical.hpp"

#include <algorithm>
#include <vector>

namespace chokepoint {
namespace {

/// A text with its length in front: no text within another can be mistaken for its end.
std::string framed(std::string_view text) {
  return std::to_string(text.size()) + ":" + std::string(text);
}

bool is_word(const Node& node) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return node.is_scalar() && !node.text.empty() && letter(node.text.front());
}

/// Whether the order of a list has no meaning: its items are entries, or names of things.
bool is_unordered(const Node& list) {
  const auto is_entry = [](const Node& item) { return item.is_map() && !is_number_map(item); };
  return std::all_of(list.items.begin(), list.items.end(), is_entry) ||
         std::all_of(list.items.begin(), list.items.end(), is_word);
}

std::string together(char kind, std::vector<std::string> parts, bool sorted) {
  if (sorted)
    std::sort(parts.begin(), parts.end());
  std::string text = kind + std::to_string(parts.size()) + ":";
  for (const std::string& part : parts)
    text += part;
  return text;
}

}  // namespace

std::string canonical_text(const Node& node, const SourceTable& sources) {
  std::vector<std::string> parts;
  switch (node.type) {
    case Node::Type::null:
      return "n";
    case Node::Type::scalar:
      return "s" + framed(node.text) +
             framed(node.source < 0 ? std::string_view() : sources.at(node.source).name);
    case Node::Type::list:
      for (const Node& item : node.items)
        parts.push_back(canonical_text(item, sources));
      return together('l', std::move(parts), is_unordered(node));
    case Node::Type::map:
      for (const Member& m : node.members)
        parts.push_back(framed(m.key) + canonical_text(m.value, sources));
      return together('m', std::move(parts), true);
  }
  return "";
}

std::string canonical_text(const SourceTable& sources) {
  std::vector<std::string> parts;
  for (const Source& source : sources.all())
    parts.push_back(framed(source.name) + framed(source.title) + framed(source.who) +
                    framed(source.published) + framed(source.address) +
                    (source.kind.empty() ? "" : framed(source.kind)));
  return together('t', std::move(parts), true);
}

std::string canonical_text(const CsvTable& table) {
  std::string text = "c" + std::to_string(table.columns.size()) + ":";
  for (const std::string& column : table.columns)
    text += framed(column);
  for (const auto& row : table.rows) {
    for (const CsvTable::Cell& cell : row)
      text += framed(cell.text);
  }
  return text;
}

}  // namespace chokepoint
