#include "sim/scenario/number_parser.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/text.hpp"
#include "sim/scenario/provenance.hpp"

// How a number is written as one value, with a range or without; distributions are read in
// number_distribution.cpp.

namespace chokepoint {

std::optional<WrittenNumber> NumberParser::parse(const Node& node) {
  result_.in_months = rules_.is_duration() && all_in_months(node);
  bool good = false;
  if (node.is_scalar()) {
    good = read_value(node);
  } else if (node.is_map()) {
    good = read_map(node);
  } else {
    fail(node, "expected " + expected() + ", found " + found(node));
  }
  if (!good)
    return std::nullopt;
  check_source(node, path_, result_.uncertain || !result_.range.empty(), diagnostics_);
  if (is_too_short(node))
    return std::nullopt;
  return std::move(result_);
}

void NumberParser::fail(const Node& node, const std::string& message) {
  diagnostics_.add(node.origin, path_, message);
}

std::string NumberParser::unit_text() const {
  if (rules_.is_duration())
    return result_.in_months ? " months" : " minutes";
  return rules_.unit == "1" ? "" : " " + std::string(rules_.unit);
}

std::string NumberParser::expected() const {
  if (rules_.is_duration())
    return "a length of time such as '18 months'";
  return rules_.unit == "1" ? "a bare number" : "a quantity in " + std::string(rules_.unit);
}

bool NumberParser::all_in_months(const Node& node) {
  if (node.is_scalar())
    return is_calendar_duration(node.text);
  if (node.is_list())
    return std::all_of(node.items.begin(), node.items.end(), all_in_months);
  return std::all_of(node.members.begin(), node.members.end(), [](const Member& m) {
    return m.key == "why" || m.key == "weights" || m.key == "lognormal" || all_in_months(m.value);
  });
}

std::optional<double> NumberParser::amount(const Node& node) {
  if (!rules_.is_duration())
    return parse_amount(node, path_, rules_.unit, diagnostics_);
  if (!node.is_scalar()) {
    fail(node, "expected " + expected() + ", found " + found(node));
    return std::nullopt;
  }
  std::string problem;
  const auto length = parse_duration(node.text, problem);
  if (!length) {
    fail(node, problem);
    return std::nullopt;
  }
  const double minutes = static_cast<double>(length->minutes);
  return result_.in_months ? length->months + minutes / kMinutesPerMonth
                           : length->months * kMinutesPerMonth + minutes;
}

bool NumberParser::is_too_short(const Node& node) {
  std::string problem;
  const auto least = parse_duration(rules_.least, problem);
  if (!least)
    return false;
  const double minutes = least->months * kMinutesPerMonth + static_cast<double>(least->minutes);
  if (result_.distribution.min() * (result_.in_months ? kMinutesPerMonth : 1.0) >= minutes)
    return false;
  fail(node, "expected at least " + std::string(rules_.least) + ", found " +
                 (result_.uncertain ? result_.written + unit_text() : in_quotes(result_.written)));
  return true;
}

bool NumberParser::read_value(const Node& node) {
  const auto value = amount(node);
  if (!value)
    return false;
  if (!rules_.bounds.contain(*value)) {
    fail(node,
         "expected " + rules_.bounds.text() + unit_text() + ", found " + in_quotes(node.text));
    return false;
  }
  result_.distribution = Distribution::constant(*value);
  result_.written = node.text;
  return true;
}

bool NumberParser::read_map(const Node& map) {
  const Member* form = nullptr;
  for (const Member& m : map.members) {
    if (!is_number_key(m.key))
      continue;
    if (form != nullptr) {
      diagnostics_.add(m.origin, path_,
                       "expected one way to write a number, found both " + in_quotes(form->key) +
                           " and " + in_quotes(m.key));
      return false;
    }
    form = &m;
  }
  if (form == nullptr) {
    fail(map, "expected " + expected() + " or {value: ...} or a distribution, found a mapping" +
                  near_keyword(map));
    return false;
  }
  if (form->key == "steps" || form->key == "linear" || form->key == "series") {
    diagnostics_.add(form->origin, path_,
                     "expected a value that does not change over time (this key is not "
                     "exogenous), found " +
                         in_quotes(form->key));
    return false;
  }
  read_why(map);
  return form->key == "value" ? read_value_map(map, form->value) : read_distribution(map, *form);
}

void NumberParser::read_why(const Node& map) {
  const Node* why = map.find("why");
  if (why == nullptr)
    return;
  if (!why->is_scalar()) {
    fail(*why, "expected a text as 'why', found " + found(*why));
  } else {
    result_.why = why->text;
  }
}

bool NumberParser::read_value_map(const Node& map, const Node& value) {
  refuse_other_keys(map, path_, {"value", "source", "range", "why"}, diagnostics_);
  if (!read_value(value))
    return false;
  const Node* range = map.find("range");
  return range == nullptr || read_range(*range, result_.distribution.min());
}

bool NumberParser::read_range(const Node& range, double value) {
  if (!range.is_list() || range.items.size() != 2) {
    fail(range, "expected a range as [low, high], found " + found(range));
    return false;
  }
  const auto low = amount(range.items[0]);
  const auto high = amount(range.items[1]);
  if (!low || !high)
    return false;
  if (*low > *high) {
    fail(range, "expected a range as [low, high], found low above high");
    return false;
  }
  if (value < *low || value > *high) {
    fail(range, "expected a range that holds the value " + shortest(value) + unit_text() +
                    ", found " + shortest(*low) + " to " + shortest(*high));
    return false;
  }
  for (const Node* const end : {&range.items[0], &range.items[1]}) {
    if (rules_.bounds.contain(end == &range.items[0] ? *low : *high))
      continue;
    fail(*end, "expected a range within what the key allows (" + rules_.bounds.text() +
                   unit_text() + "), found " + in_quotes(end->text));
    return false;
  }
  result_.low = *low;
  result_.high = *high;
  const char* const length = result_.in_months ? " months" : " minutes";
  result_.range =
      shortest(*low) + " to " + shortest(*high) + (rules_.is_duration() ? length : unit_text());
  return true;
}

}  // namespace chokepoint
