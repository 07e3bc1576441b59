#include <algorithm>
#include <cmath>

#include "sim/base/portable_math.hpp"
#include "sim/base/text.hpp"
#include "sim/scenario/number.hpp"
#include "sim/scenario/read_context.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/resolved_number.hpp"

// The calls of Reader that read numbers: one, a list of them, a table.

namespace chokepoint {

double Reader::read_number(const Node& node, const std::string& path, const NumberRules& rules) {
  const auto number = known_number(node, path, rules, *context_);
  if (!number)
    return rules.bounds.harmless();
  const double drawn = number->sample(*context_, path);
  const double value = rules.whole ? std::round(drawn) : drawn;
  if (value != drawn && !number->uncertain) {
    fail(node, path.substr(path.rfind('.') + 1),
         "expected a whole number of " + std::string(rules.unit) + ", found " + shortest(drawn));
    return rules.bounds.harmless();
  }
  record_number(*context_, node, path, *number, rules, shortest(value));
  return value;
}

double Reader::number(std::string_view key, const NumberRules& rules, std::string_view help) {
  KeySpec& spec = declare(KeySpec::Form::number, key, help, true);
  spec.unit = rules.unit;
  spec.bounds = rules.bounds;
  const Node* node = take(key, true, quantity_in(rules.unit));
  return node != nullptr ? read_number(*node, join_path(path_, key), rules)
                         : rules.bounds.harmless();
}

std::optional<double> Reader::number_if_any(std::string_view key, const NumberRules& rules,
                                            std::string_view help) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return number(key, rules, help);
  KeySpec& spec = declare(KeySpec::Form::number, key, help, false);
  spec.unit = rules.unit;
  spec.bounds = rules.bounds;
  return std::nullopt;
}

double Reader::number(std::string_view key, std::string_view unit, std::string_view help,
                      Bounds bounds) {
  return number(key, {.unit = unit, .bounds = bounds}, help);
}

double Reader::default_number(KeySpec::Form form, std::string_view key, std::string_view unit,
                              std::string_view fallback, std::string_view help, Bounds bounds) {
  KeySpec& spec = declare(form, key, help, false);
  spec.unit = unit;
  spec.bounds = bounds;
  spec.default_text = fallback;
  const double value = default_amount(fallback, unit);
  if (node_ != nullptr)
    record_default(*context_, join_path(path_, key), shortest(value), unit);
  return value;
}

double Reader::number_or(std::string_view key, std::string_view unit, std::string_view fallback,
                         std::string_view help, Bounds bounds) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return number(key, unit, help, bounds);
  return default_number(KeySpec::Form::number, key, unit, fallback, help, bounds);
}

std::optional<double> Reader::number_if_any(std::string_view key, std::string_view unit,
                                            std::string_view help, Bounds bounds) {
  return number_if_any(key, {.unit = unit, .bounds = bounds}, help);
}

std::optional<double> Reader::whole_if_any(std::string_view key, std::string_view unit,
                                           std::string_view help, Bounds bounds) {
  return number_if_any(key, {.unit = unit, .bounds = bounds, .whole = true}, help);
}

std::vector<double> Reader::numbers(std::string_view key, std::string_view unit,
                                    std::string_view help, Bounds bounds) {
  KeySpec& spec = declare(KeySpec::Form::numbers, key, help, true);
  spec.unit = unit;
  spec.bounds = bounds;
  const Node* node = take(key, true, "a list of quantities");
  if (node == nullptr)
    return {bounds.harmless()};
  if (!node->is_list() || node->items.empty()) {
    fail(*node, key, "expected a list of quantities, found " + found(*node));
    return {bounds.harmless()};
  }
  std::vector<double> result;
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    const std::string path = join_path(path_, key) + "[" + std::to_string(i) + "]";
    result.push_back(read_number(node->items[i], path, {.unit = unit, .bounds = bounds}));
  }
  return result;
}

std::int64_t Reader::count(std::string_view key, std::string_view help, Bounds bounds) {
  KeySpec& spec = declare(KeySpec::Form::count, key, help, true);
  spec.unit = "1";
  spec.bounds = bounds;
  const Node* node = take(key, true, "a whole number");
  const std::int64_t harmless = nearest_whole(bounds.harmless());
  if (node == nullptr)
    return harmless;
  const NumberRules rules{.unit = "1", .bounds = bounds};
  const std::string path = join_path(path_, key);
  const auto number = known_number(*node, path, rules, *context_);
  if (!number)
    return harmless;
  const Node* const written = node->is_map() ? node->find("value") : node;
  if (written != nullptr && !is_bare_number(*written)) {
    fail(*written, key,
         "expected a whole number without quotes, sign + or unit, found " + found(*written));
    return harmless;
  }
  const double drawn = number->sample(*context_, path);
  const double value = std::round(drawn);
  if ((value != drawn && !number->uncertain) || std::abs(value) > 9e15) {
    fail(*node, key, "expected a whole number, found " + found(*node));
    return harmless;
  }
  record_number(*context_, *node, path, *number, {.unit = "1", .bounds = bounds, .whole = true},
                shortest(value));
  return static_cast<std::int64_t>(value);
}

std::int64_t Reader::count_or(std::string_view key, std::int64_t fallback, std::string_view help,
                              Bounds bounds) {
  if (node_ != nullptr && node_->find(key) != nullptr)
    return count(key, help, bounds);
  KeySpec& spec = declare(KeySpec::Form::count, key, help, false);
  spec.unit = "1";
  spec.bounds = bounds;
  spec.default_text = std::to_string(fallback);
  if (node_ != nullptr)
    record_default(*context_, join_path(path_, key), std::to_string(fallback), "1", true);
  return fallback;
}

std::vector<NamedNumber> Reader::read_table(std::string_view key, const NumberRules& rules,
                                            std::string_view help, bool required) {
  KeySpec& spec = declare(KeySpec::Form::table, key, help, required);
  spec.unit = rules.unit;
  spec.bounds = rules.bounds;
  const Node* node = take(key, required, "a mapping of names to quantities");
  std::vector<NamedNumber> result;
  if (node == nullptr) {
    if (is_describing())
      result.push_back({"unknown", rules.bounds.harmless()});
    return result;
  }
  if (!node->is_map() || is_number_map(*node)) {
    fail(*node, key, "expected a mapping of names to quantities, found " + found(*node));
    return result;
  }
  for (const Member& m : node->members) {
    if (context_->diagnostics->is_overfull())
      break;
    const std::string path = join_path(join_path(path_, key), m.key);
    result.push_back({m.key, read_number(m.value, path, rules)});
  }
  std::sort(result.begin(), result.end(),
            [](const NamedNumber& a, const NamedNumber& b) { return a.name < b.name; });
  return result;
}

std::vector<NamedNumber> Reader::table(std::string_view key, std::string_view unit,
                                       std::string_view help, Bounds bounds) {
  return read_table(key, {.unit = unit, .bounds = bounds}, help, true);
}

std::vector<NamedNumber> Reader::table_or_empty(std::string_view key, std::string_view unit,
                                                std::string_view help, Bounds bounds) {
  return read_table(key, {.unit = unit, .bounds = bounds}, help, false);
}

}  // namespace chokepoint
