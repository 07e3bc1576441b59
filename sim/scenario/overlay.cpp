#include "sim/scenario/overlay.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/text.hpp"

namespace chokepoint {
namespace {

constexpr const char* kNothingToDelete = "expected something to delete, found nothing of that name";

/// A value that lands on nothing has nothing to delete inside it.
void refuse_deletes(Node& node, std::string_view path, Diagnostics& diagnostics) {
  if (node.is_map()) {
    for (Member& m : node.members) {
      if (m.value.remove) {
        diagnostics.add(m.value.origin, join_path(path, m.key), kNothingToDelete);
      } else {
        refuse_deletes(m.value, join_path(path, m.key), diagnostics);
      }
    }
    std::erase_if(node.members, [](const Member& m) { return m.value.remove; });
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    Node& item = node.items[i];
    if (item.remove) {
      diagnostics.add(item.origin, entry_path(path, item, i), kNothingToDelete);
    } else {
      refuse_deletes(item, entry_path(path, item, i), diagnostics);
    }
  }
  std::erase_if(node.items, [](const Node& item) { return item.remove; });
}

/// Finds members or entries by name in logarithmic time and takes them out at the end.
class NameIndex {
 public:
  void add(std::string name, std::size_t position) {
    positions_.emplace(std::move(name), position);
  }
  [[nodiscard]] std::size_t find(std::string_view name) const {
    const auto at = positions_.find(name);
    return at == positions_.end() ? kNone : at->second;
  }
  void remove(std::string_view name) {
    const auto at = positions_.find(name);
    removed_.push_back(at->second);
    positions_.erase(at);
  }
  template <class T>
  void take_removed_from(std::vector<T>& all) const {
    if (removed_.empty())
      return;
    std::vector<bool> gone(all.size(), false);
    for (const std::size_t i : removed_)
      gone[i] = true;
    std::size_t i = 0;
    std::erase_if(all, [&](const T&) { return gone[i++]; });
  }
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

 private:
  std::map<std::string, std::size_t, std::less<>> positions_;
  std::vector<std::size_t> removed_;
};

void merge_value(Node& base, Node&& over, std::string_view path, Diagnostics& diagnostics);

void merge_labelled_lists(Node& base, Node&& over, std::string_view path,
                          Diagnostics& diagnostics) {
  NameIndex index;
  for (std::size_t i = 0; i < base.items.size(); ++i) {
    index.add(std::string(entry_label(base.items[i])), i);
  }
  const std::string key(entry_key(base.items.front()));
  for (Node& item : over.items) {
    const std::string name(entry_label(item));
    if (name.empty()) {
      diagnostics.add(item.origin, path,
                      "expected " + with_article(key) + " (entries of this list merge by " + key +
                          "), found " + found(item));
      continue;
    }
    const std::size_t at = index.find(name);
    const std::string item_path = join_path(path, name);
    if (item.remove) {
      for (const Member& m : item.members) {
        if (m.key != entry_key(item))
          diagnostics.add(
              m.origin, join_path(item_path, m.key),
              "expected only the " + key + " of an entry to delete, found " + in_quotes(m.key));
      }
      if (at == NameIndex::kNone) {
        diagnostics.add(item.origin, item_path, kNothingToDelete);
      } else {
        index.remove(name);
      }
    } else if (at == NameIndex::kNone) {
      refuse_deletes(item, item_path, diagnostics);
      index.add(name, base.items.size());
      item.unmatched = true;
      base.items.push_back(std::move(item));
    } else {
      merge_value(base.items[at], std::move(item), item_path, diagnostics);
    }
  }
  index.take_removed_from(base.items);
}

void merge_value(Node& base, Node&& over, std::string_view path, Diagnostics& diagnostics) {
  if (base.is_map() && over.is_map() && !is_number_map(base) && !is_number_map(over)) {
    merge_maps(base, std::move(over), path, diagnostics);
  } else if (is_labelled_list(base) && over.is_list() && !over.items.empty()) {
    merge_labelled_lists(base, std::move(over), path, diagnostics);
  } else {
    refuse_deletes(over, path, diagnostics);
    base = std::move(over);
  }
}

}  // namespace

void merge_maps(Node& base, Node&& over, std::string_view path, Diagnostics& diagnostics) {
  if (base.members.empty()) {
    refuse_deletes(over, path, diagnostics);
    base.members = std::move(over.members);
    return;
  }
  NameIndex index;
  for (std::size_t i = 0; i < base.members.size(); ++i)
    index.add(base.members[i].key, i);
  for (Member& m : over.members) {
    const std::size_t at = index.find(m.key);
    const std::string member_path = join_path(path, m.key);
    if (m.value.remove) {
      if (at == NameIndex::kNone) {
        diagnostics.add(m.value.origin, member_path, kNothingToDelete);
      } else {
        index.remove(m.key);
      }
    } else if (at == NameIndex::kNone) {
      refuse_deletes(m.value, member_path, diagnostics);
      index.add(m.key, base.members.size());
      base.members.push_back(std::move(m));
    } else {
      merge_value(base.members[at].value, std::move(m.value), member_path, diagnostics);
    }
  }
  index.take_removed_from(base.members);
}

namespace {

struct Step {
  std::string name;
  std::string path;  ///< up to and including this step
  Origin origin;
};

/// Nothing, with a diagnostic, when a step is empty.
std::vector<Step> split_path(std::string_view path, Origin origin, Diagnostics& diagnostics) {
  std::vector<Step> steps;
  std::size_t begin = 0;
  while (begin <= path.size()) {
    // A position is a step of its own: "stages[2]".
    const std::size_t from = begin + (begin < path.size() && path[begin] == '[' ? 1 : 0);
    const std::size_t end = std::min(path.find_first_of(".[", from), path.size());
    Origin at = origin;
    at.column += static_cast<std::int32_t>(begin);
    if (end == begin) {
      diagnostics.add(at, "", "expected a path such as actors.tsmc.rate, found " + in_quotes(path));
      return {};
    }
    steps.push_back(
        {std::string(path.substr(begin, end - begin)), std::string(path.substr(0, end)), at});
    begin = end < path.size() && path[end] == '[' ? end : end + 1;
  }
  return steps;
}

/// Whether a step means the entry at that position of a list: by its label, else by "[2]".
bool is_entry(const Node& list, std::size_t position, const Step& step) {
  return step.name == entry_path("", list.items[position], position);
}

Node* step_into(Node& node, const Step& step, Diagnostics& diagnostics) {
  if (node.is_list()) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      if (is_entry(node, i, step))
        return &node.items[i];
      names.push_back(entry_path("", node.items[i], i));
    }
    const std::string hint = did_you_mean(step.name, names);
    const std::string all = hint.empty() && !names.empty() ? " (" + one_of_text(names) + ")" : "";
    diagnostics.add(
        step.origin, step.path,
        "expected the name of an entry" + all + ", found " + in_quotes(step.name) + hint);
    return nullptr;
  }
  if (node.type == Node::Type::null)
    node.type = Node::Type::map;
  if (!node.is_map()) {
    diagnostics.add(
        step.origin, step.path,
        "expected a mapping or a list of named entries above this, found " + found(node));
    return nullptr;
  }
  if (Node* member = node.find(step.name))
    return member;
  Node fresh;
  fresh.origin = step.origin;
  node.members.push_back({step.name, step.origin, std::move(fresh)});
  return &node.members.back().value;
}

void delete_step(Node& node, const Step& step, Origin origin, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (is_entry(node, i, step)) {
      node.items.erase(node.items.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }
  if (std::erase_if(node.members, [&](const Member& m) { return m.key == step.name; }) == 0)
    diagnostics.add(origin, step.path, kNothingToDelete);
}

}  // namespace

const Node* find_at(const Node& root, std::string_view path) {
  Diagnostics ignored;
  const Node* node = &root;
  for (const Step& step : split_path(path, {}, ignored)) {
    const Node* below = node->find(step.name);
    for (std::size_t i = 0; i < node->items.size() && below == nullptr; ++i) {
      if (is_entry(*node, i, step))
        below = &node->items[i];
    }
    if (below == nullptr)
      return nullptr;
    node = below;
  }
  return node;
}

void apply_set(Node& root, std::string_view path, Origin path_origin, Node&& value,
               Diagnostics& diagnostics) {
  const std::vector<Step> steps = split_path(path, path_origin, diagnostics);
  if (steps.empty())
    return;
  Node* node = &root;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    node = step_into(*node, steps[i], diagnostics);
    if (node == nullptr)
      return;
  }
  if (value.remove) {
    delete_step(*node, steps.back(), value.origin, diagnostics);
    return;
  }
  node = step_into(*node, steps.back(), diagnostics);
  if (node != nullptr)
    merge_value(*node, std::move(value), steps.back().path, diagnostics);
}

void refuse_duplicate_names(const Node& node, const std::string& path, Diagnostics& diagnostics) {
  for (const Member& m : node.members) {
    refuse_duplicate_names(m.value, join_path(path, m.key), diagnostics);
  }
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Node& item = node.items[i];
    const std::string_view name = entry_name(item);
    const std::string item_path =
        name.empty() ? path + "[" + std::to_string(i) + "]" : join_path(path, name);
    if (!name.empty() && !names.insert(name).second) {
      diagnostics.add(item.find("name")->origin, item_path,
                      "expected each name once in a list, found " + in_quotes(name) + " again");
    }
    refuse_duplicate_names(item, item_path, diagnostics);
  }
}

}  // namespace chokepoint
