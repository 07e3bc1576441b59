#include <algorithm>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/scenario/read_context.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint {
namespace {

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

}  // namespace

const Node* Reader::take_scalar(std::string_view key, bool required, std::string_view expected) {
  const Node* node = take(key, required, expected);
  if (node == nullptr)
    return nullptr;
  if (node->is_scalar() && !node->text.empty())
    return node;
  fail(*node, key, "expected " + std::string(expected) + ", found " + found(*node));
  return nullptr;
}

const Node* Reader::take_text(std::string_view key, bool required) {
  const Node* node = take_scalar(key, required, "a text");
  context_->lacks_text = context_->lacks_text || (required && node_ != nullptr && !has(key));
  if (node == nullptr)
    return nullptr;
  const bool is_flag = !node->quoted && (node->text == "true" || node->text == "false");
  if (!is_flag && !is_bare_number(*node))
    return node;
  fail(*node, key, "expected a text, found " + node->text + "; put it in quotes if it is one");
  return nullptr;
}

void Reader::record_text(const Node& node, std::string_view key, std::string value) {
  if (context_->resolved == nullptr || context_->only_for_world)
    return;
  ResolvedValue record;
  record.path = join_path(path_, key);
  record.value = std::move(value);
  record.origin = node.origin;
  context_->resolved->add(std::move(record));
}

std::string Reader::name_at(const Node& node, std::string_view key) {
  if (!is_name(node.text)) {
    fail(node, key,
         "expected a name of letters, digits, '_' and '-' that starts with a letter, "
         "found " +
             in_quotes(node.text));
  }
  return node.text;
}

std::string Reader::name() {
  declare(KeySpec::Form::text, "name", "what the entry is called", true);
  const Node* node = take_scalar("name", true, "a name");
  return node == nullptr ? "unnamed" : name_at(*node, "name");
}

std::string Reader::text(std::string_view key, std::string_view help) {
  declare(KeySpec::Form::text, key, help, true);
  const Node* node = take_text(key, true);
  if (node == nullptr)
    return "unknown";
  record_text(*node, key, node->text);
  return node->text;
}

std::string Reader::text_or(std::string_view key, std::string_view fallback,
                            std::string_view help) {
  declare(KeySpec::Form::text, key, help, false).default_text = fallback;
  const Node* node = take_text(key, false);
  if (node == nullptr)
    return std::string(fallback);
  record_text(*node, key, node->text);
  return node->text;
}

std::string Reader::name_or(std::string_view key, std::string_view fallback,
                            std::string_view help) {
  KeySpec& spec = declare(KeySpec::Form::text, key, help, false);
  spec.default_text = fallback;
  spec.is_name = true;
  const Node* node = take_scalar(key, false, "a name");
  if (node == nullptr)
    return std::string(fallback);
  record_text(*node, key, node->text);
  return name_at(*node, key);
}

bool Reader::flag_or(std::string_view key, bool fallback, std::string_view help) {
  declare(KeySpec::Form::flag, key, help, false).default_text = fallback ? "true" : "false";
  const Node* node = take_scalar(key, false, "true or false");
  if (node == nullptr)
    return fallback;
  if (node->quoted || (node->text != "true" && node->text != "false")) {
    fail(*node, key, "expected true or false, found " + in_quotes(node->text));
    return fallback;
  }
  record_text(*node, key, node->text);
  return node->text == "true";
}

std::string Reader::one_of(std::string_view key, const std::vector<std::string>& allowed,
                           std::string_view help) {
  declare(KeySpec::Form::choice, key, help, true).allowed = allowed;
  const Node* node = take_scalar(key, true, one_of_text(allowed));
  if (node == nullptr)
    return allowed.front();
  if (std::find(allowed.begin(), allowed.end(), node->text) == allowed.end()) {
    fail(*node, key,
         "expected " + one_of_text(allowed) + ", found " + in_quotes(node->text) +
             did_you_mean(node->text, allowed));
    return allowed.front();
  }
  record_text(*node, key, node->text);
  return node->text;
}

std::string Reader::one_of_or(std::string_view key, const std::vector<std::string>& allowed,
                              std::string_view fallback, std::string_view help) {
  const bool there = node_ != nullptr && node_->find(key) != nullptr;
  if (there)
    return one_of(key, allowed, help);
  KeySpec& spec = declare(KeySpec::Form::choice, key, help, false);
  spec.allowed = allowed;
  spec.default_text = fallback;
  return std::string(fallback);
}

void Reader::refer(const Node& node, std::string_view key, std::string_view thing) {
  context_->references.push_back(
      {std::string(thing), node.text, join_path(path_, key), node.origin, context_->entries});
}

std::string Reader::reference(std::string_view key, std::string_view thing, std::string_view help) {
  declare(KeySpec::Form::reference, key, help, true).thing = thing;
  const Node* node = take_scalar(key, true, "the name of " + with_article(thing));
  if (node == nullptr)
    return "unknown";
  refer(*node, key, thing);
  record_text(*node, key, node->text);
  return node->text;
}

std::string Reader::reference_or_none(std::string_view key, std::string_view thing,
                                      std::string_view help) {
  declare(KeySpec::Form::reference, key, help, false).thing = thing;
  const Node* node = take_scalar(key, false, "the name of " + with_article(thing));
  if (node == nullptr)
    return "";
  refer(*node, key, thing);
  record_text(*node, key, node->text);
  return node->text;
}

std::string Reader::mention(std::string_view key, std::string_view thing, std::string_view help) {
  declare(KeySpec::Form::text, key, help, true).thing = thing;
  const Node* node = take_text(key, true);
  if (node == nullptr)
    return "unknown";
  declare_name(thing, node->text);
  record_text(*node, key, node->text);
  return node->text;
}

std::string Reader::mention_or_none(std::string_view key, std::string_view thing,
                                    std::string_view help) {
  declare(KeySpec::Form::text, key, help, false).thing = thing;
  const Node* node = take_text(key, false);
  if (node == nullptr)
    return "";
  declare_name(thing, node->text);
  record_text(*node, key, node->text);
  return node->text;
}

std::vector<std::string> Reader::read_references(std::string_view key, std::string_view thing,
                                                 std::string_view help, bool required) {
  declare(KeySpec::Form::references, key, help, required).thing = thing;
  const std::string expected = "a list with the name of " + with_article(thing);
  const Node* node = take(key, required, expected);
  if (node == nullptr) {
    return is_describing() ? std::vector<std::string>{"unknown"} : std::vector<std::string>{};
  }
  std::set<std::string> result;
  const auto read = [&](const Node& item) {
    if (!item.is_scalar() || item.text.empty()) {
      fail(item, key, "expected the name of " + with_article(thing) + ", found " + found(item));
    } else if (!result.insert(item.text).second) {
      fail(item, key, "expected each name once, found " + in_quotes(item.text) + " again");
    } else {
      refer(item, key, thing);
    }
  };
  if (node->is_list()) {
    for (const Node& item : node->items)
      read(item);
  } else {
    read(*node);
  }
  if (node->is_list() && node->items.empty() && required) {
    fail(*node, key, "expected " + expected + ", found an empty list");
  }
  std::string together;
  for (const std::string& name : result)
    together += (together.empty() ? "" : ", ") + name;
  record_text(*node, key, "[" + together + "]");
  return {result.begin(), result.end()};
}

std::vector<std::string> Reader::references(std::string_view key, std::string_view thing,
                                            std::string_view help) {
  return read_references(key, thing, help, true);
}

std::vector<std::string> Reader::references_or_empty(std::string_view key, std::string_view thing,
                                                     std::string_view help) {
  return read_references(key, thing, help, false);
}

std::vector<Node> Reader::scalars(std::string_view key, std::string_view help) {
  declare(KeySpec::Form::scalars, key, help, false);
  const Node* node = take(key, false, "a list of values");
  std::vector<Node> values;
  if (node == nullptr)
    return values;
  if (!node->is_list() || node->items.empty()) {
    fail(*node, key, "expected a list of values, found " + found(*node));
    return values;
  }
  for (const Node& item : node->items) {
    if (item.is_scalar() && !item.text.empty()) {
      values.push_back(item);
    } else {
      fail(item, key, "expected a text or a number, found " + found(item));
    }
  }
  return values;
}

Node Reader::written_number(std::string_view key, std::string_view help) {
  declare(KeySpec::Form::distribution, key, help, false);
  const Node* node = take(key, false, "a number or a distribution");
  return node == nullptr ? Node{} : *node;
}

}  // namespace chokepoint
