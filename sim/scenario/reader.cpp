#include "sim/scenario/reader.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/scenario/read_context.hpp"

namespace chokepoint {
namespace {

/// Whether a key of that form holds nothing but numbers: what is wrong there wires nothing wrongly.
bool is_number(KeySpec::Form form) {
  using Form = KeySpec::Form;
  return form == Form::count || form == Form::number || form == Form::duration ||
         form == Form::date || form == Form::numbers || form == Form::distribution ||
         form == Form::profile;
}

}  // namespace

Reader::Reader(ReadContext& context, const Node* node, std::string path,
               std::vector<KeySpec>* describe_into)
    : context_(&context),
      node_(node),
      path_(std::move(path)),
      describe_into_(describe_into),
      faults_(context.diagnostics->count()) {}

Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

KeySpec& Reader::declare(KeySpec::Form form, std::string_view key, std::string_view help,
                         bool required) {
  ensure(!is_number_key(key) && key != "source" && key != "range" && key != "why",
         "keys that belong to numbers are declared by no reader");
  // What no describing reader keeps is written here and forgotten.
  static thread_local KeySpec forgotten;
  if (describe_into_ == nullptr) {
    if (node_ != nullptr) {
      book_faults();
      declared_.emplace_back(key);
      form_ = form;
    }
    return forgotten;
  }
  KeySpec spec;
  spec.key = key;
  spec.form = form;
  spec.help = help;
  spec.required = required;
  const auto known = std::find_if(describe_into_->begin(), describe_into_->end(),
                                  [&](const KeySpec& s) { return s.key == key; });
  if (known != describe_into_->end()) {
    *known = std::move(spec);
    return *known;
  }
  return describe_into_->emplace_back(std::move(spec));
}

const Node* Reader::take(std::string_view key, bool required, std::string_view expected) {
  if (node_ == nullptr)
    return nullptr;
  const Node* value = node_->find(key);
  if (value == nullptr && required) {
    context_->diagnostics->add(node_->origin, join_path(path_, key),
                               "expected " + std::string(expected) + ", found no such key");
  }
  return value;
}

void Reader::fail(const Node& node, std::string_view key, const std::string& message) {
  context_->diagnostics->add(node.origin, join_path(path_, key), message);
}

void Reader::declare_name(std::string_view thing, std::string_view name) {
  if (node_ != nullptr)
    context_->names.emplace(thing, name);
}

bool Reader::has(std::string_view key) const {
  return is_describing() || (node_ != nullptr && node_->find(key) != nullptr);
}

Reader Reader::open_group(std::string_view key, std::string_view help, bool required) {
  KeySpec& spec = declare(KeySpec::Form::group, key, help, required);
  if (is_describing())
    return {*context_, nullptr, join_path(path_, key), &spec.children};
  const Node* node = take(key, required, "a mapping");
  if (node != nullptr && !node->is_map()) {
    fail(*node, key, "expected a mapping, found " + found(*node));
    node = nullptr;
  }
  return {*context_, node, join_path(path_, key), nullptr};
}

std::vector<Reader> Reader::open_list(std::string_view key, std::string_view help, bool required) {
  KeySpec& spec = declare(KeySpec::Form::list, key, help, required);
  const std::string step = join_path(path_, key);
  std::vector<Reader> entries;
  if (is_describing()) {
    entries.push_back({*context_, nullptr, step + "[]", &spec.children});
    return entries;
  }
  const Node* node = take(key, required, "a list of mappings");
  if (node == nullptr)
    return entries;
  if (!node->is_list()) {
    fail(*node, key, "expected a list of mappings, found " + found(*node));
    return entries;
  }
  const std::vector<const Node*> items = in_canonical_order(*node);
  entries.reserve(items.size());
  std::string_view before;
  for (const Node* const item : items) {
    std::string path = entry_path(step, *item, static_cast<std::size_t>(item - node->items.data()));
    if (!item->is_map()) {
      context_->diagnostics->add(item->origin, path, "expected a mapping, found " + found(*item));
      continue;
    }
    const std::string_view label = entry_label(*item);
    const bool again = !label.empty() && label == std::exchange(before, label);
    const std::string by(entry_key(*item));
    if (again && by != "name") {
      context_->diagnostics->add(
          item->find(by)->origin, path,
          "expected each " + by + " once in a list, found " + in_quotes(label) + " again");
    }
    entries.push_back({*context_, item, std::move(path), nullptr});
  }
  return entries;
}

void Reader::book_faults() {
  const std::size_t faults = context_->diagnostics->count() - faults_;
  faults_ += faults;
  if (faults == 0 || declared_.empty())
    return;
  faulty_.push_back(declared_.back());
  if (is_number(form_))
    context_->number_faults += faults;
}

void Reader::finish() {
  if (node_ == nullptr)
    return;
  book_faults();
  const bool all_known = refuse_unknown_keys();
  const auto is_sure = [&](const std::string& key) {
    return (all_known || node_->find(key) != nullptr) &&
           std::find(faulty_.begin(), faulty_.end(), key) == faulty_.end();
  };
  for (const BrokenRule& rule : broken_) {
    if (!std::all_of(rule.keys.begin(), rule.keys.end(), is_sure))
      continue;
    const Node* at = node_->find(rule.keys.front());
    fail(at != nullptr ? *at : *node_, rule.keys.front(), rule.message);
  }
}

bool Reader::refuse_unknown_keys() {
  std::sort(declared_.begin(), declared_.end());
  declared_.erase(std::unique(declared_.begin(), declared_.end()), declared_.end());
  bool all_known = true;
  for (const Member& m : node_->members) {
    if (std::binary_search(declared_.begin(), declared_.end(), m.key))
      continue;
    all_known = false;
    std::string message;
    // A rule about a key that nobody declares says why it is none.
    const auto why = std::find_if(broken_.begin(), broken_.end(), [&](const BrokenRule& rule) {
      return rule.keys.front() == m.key;
    });
    if (why != broken_.end()) {
      message = std::move(why->message);
      broken_.erase(why);
    } else if (!context_->diagnostics->is_full()) {
      message = "unknown key " + in_quotes(m.key) + ", expected " + one_of_text(declared_) +
                did_you_mean(m.key, declared_);
    }
    context_->diagnostics->add(m.origin, join_path(path_, m.key), message);
  }
  return all_known;
}

void Reader::require(bool holds, std::initializer_list<std::string_view> keys,
                     std::string_view message) {
  if (!holds && node_ != nullptr)
    broken_.push_back({{keys.begin(), keys.end()}, std::string(message)});
}

std::string Reader::source() const {
  if (node_ == nullptr || node_->source < 0)
    return {};
  return context_->document->sources().at(node_->source).name;
}

const Timeline& Reader::timeline() const {
  return context_->timeline;
}

Tick Reader::horizon() const {
  return context_->horizon;
}

}  // namespace chokepoint
