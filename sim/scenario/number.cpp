#include "sim/scenario/number.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/scenario/number_memo.hpp"
#include "sim/scenario/provenance.hpp"

namespace chokepoint {
namespace {

/// A keyword of a distribution, how many numbers it takes, and which of them have no unit.
struct Family {
  std::string_view keyword;
  std::size_t arguments;  ///< 0: any number of them
  std::size_t bare_from;  ///< arguments from this one on are bare numbers
  const char* form;
};
constexpr std::array<Family, 6> kFamilies = {{
    {"uniform", 2, 2, "[low, high]"},
    {"triangular", 3, 3, "[low, mode, high]"},
    {"normal", 2, 2, "[mean, standard deviation]"},
    {"lognormal", 2, 1, "[median, sigma]"},
    {"exponential", 1, 1, "a mean"},
    {"choice", 0, 1000, "a list of values"},
}};

/// Reads one number; says everything that is wrong with it.
class NumberParser {
 public:
  NumberParser(std::string_view path, const NumberRules& rules, Diagnostics& diagnostics)
      : path_(path), rules_(rules), diagnostics_(diagnostics) {}

  std::optional<WrittenNumber> parse(const Node& node) {
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

 private:
  void fail(const Node& node, const std::string& message) {
    diagnostics_.add(node.origin, path_, message);
  }
  [[nodiscard]] std::string unit_text() const {
    if (rules_.is_duration())
      return result_.in_months ? " months" : " minutes";
    return rules_.unit == "1" ? "" : " " + std::string(rules_.unit);
  }
  [[nodiscard]] std::string expected() const {
    if (rules_.is_duration())
      return "a length of time such as '18 months'";
    return rules_.unit == "1" ? "a bare number" : "a quantity in " + std::string(rules_.unit);
  }

  /// Calendar months are kept when everything is written in months or years.
  static bool all_in_months(const Node& node) {
    if (node.is_scalar())
      return is_calendar_duration(node.text);
    if (node.is_list())
      return std::all_of(node.items.begin(), node.items.end(), all_in_months);
    return std::all_of(node.members.begin(), node.members.end(), [](const Member& m) {
      return m.key == "why" || m.key == "weights" || m.key == "lognormal" || all_in_months(m.value);
    });
  }

  std::optional<double> amount(const Node& node) {
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

  bool is_too_short(const Node& node) {
    std::string problem;
    const auto least = parse_duration(rules_.least, problem);
    if (!least)
      return false;
    const double minutes = least->months * kMinutesPerMonth + static_cast<double>(least->minutes);
    if (result_.distribution.min() * (result_.in_months ? kMinutesPerMonth : 1.0) >= minutes)
      return false;
    fail(node,
         "expected at least " + std::string(rules_.least) + ", found " +
             (result_.uncertain ? result_.written + unit_text() : in_quotes(result_.written)));
    return true;
  }

  bool read_value(const Node& node) {
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

  bool read_map(const Node& map) {
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

  static std::string near_keyword(const Node& map) {
    std::vector<std::string> keywords = {"value"};
    for (const Family& family : kFamilies)
      keywords.emplace_back(family.keyword);
    for (const Member& m : map.members) {
      std::string text = did_you_mean(m.key, keywords);
      if (!text.empty())
        return " with " + in_quotes(m.key) + text;
    }
    return "";
  }

  void read_why(const Node& map) {
    const Node* why = map.find("why");
    if (why == nullptr)
      return;
    if (!why->is_scalar()) {
      fail(*why, "expected a text as 'why', found " + found(*why));
    } else {
      result_.why = why->text;
    }
  }

  bool read_value_map(const Node& map, const Node& value) {
    refuse_other_keys(map, path_, {"value", "source", "range", "why"}, diagnostics_);
    if (!read_value(value))
      return false;
    const Node* range = map.find("range");
    return range == nullptr || read_range(*range, result_.distribution.min());
  }

  bool read_range(const Node& range, double value) {
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

  bool read_distribution(const Node& map, const Member& form) {
    const Family& family = *std::find_if(kFamilies.begin(), kFamilies.end(),
                                         [&](const Family& f) { return f.keyword == form.key; });
    std::vector<std::string> allowed = {form.key, "min", "max", "point", "source", "why"};
    if (family.keyword == "choice")
      allowed.emplace_back("weights");
    refuse_other_keys(map, path_, allowed, diagnostics_);
    std::vector<double> arguments;
    if (!read_arguments(form, family, arguments))
      return false;
    try {
      auto distribution = make(map, family, arguments);
      if (!distribution || !truncate(map, *distribution))
        return false;
      result_.distribution = std::move(*distribution);
    } catch (const std::invalid_argument& error) {
      diagnostics_.add(
          form.value.origin, path_,
          "expected parameters that make a distribution (" + std::string(error.what()) + ")");
      return false;
    }
    result_.uncertain = true;
    result_.written = result_.distribution.text();
    return check_support(form) && read_point(map);
  }

  bool read_arguments(const Member& form, const Family& family, std::vector<double>& arguments) {
    const Node& node = form.value;
    const bool single = family.arguments == 1 && node.is_scalar();
    const bool count_fits =
        family.arguments == 0 ? !node.items.empty() : node.items.size() == family.arguments;
    if (!single && (!node.is_list() || family.arguments == 1 || !count_fits)) {
      fail(node,
           "expected " + std::string(family.keyword) + ": " + family.form + ", found " +
               (node.is_list() ? std::to_string(node.items.size()) + " values" : found(node)));
      return false;
    }
    if (single) {
      const auto mean = amount(node);
      if (mean)
        arguments.push_back(*mean);
      return mean.has_value();
    }
    bool good = true;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const auto value = i < family.bare_from
                             ? amount(node.items[i])
                             : parse_amount(node.items[i], path_, "1", diagnostics_);
      good = good && value.has_value();
      arguments.push_back(value.value_or(0.0));
    }
    return good;
  }

  std::optional<Distribution> make(const Node& map, const Family& family,
                                   const std::vector<double>& a) {
    if (family.keyword == "uniform")
      return Distribution::uniform(a[0], a[1]);
    if (family.keyword == "triangular")
      return Distribution::triangular(a[0], a[1], a[2]);
    if (family.keyword == "normal")
      return Distribution::normal(a[0], a[1]);
    if (family.keyword == "lognormal")
      return Distribution::lognormal(a[0], a[1]);
    if (family.keyword == "exponential")
      return Distribution::exponential(a[0]);
    const Node* weights = map.find("weights");
    if (weights == nullptr)
      return Distribution::choice(a);
    if (!weights->is_list() || weights->items.size() != a.size()) {
      fail(*weights,
           "expected as many weights as values, found " +
               (weights->is_list() ? std::to_string(weights->items.size()) : found(*weights)));
      return std::nullopt;
    }
    std::vector<double> shares;
    for (const Node& weight : weights->items) {
      const auto share = parse_amount(weight, path_, "1", diagnostics_);
      if (!share)
        return std::nullopt;
      shares.push_back(*share);
    }
    return Distribution::choice(a, shares);
  }

  bool truncate(const Node& map, Distribution& distribution) {
    const Node* min = map.find("min");
    const Node* max = map.find("max");
    if (min == nullptr && max == nullptr)
      return true;
    const auto low = min != nullptr ? amount(*min) : -std::numeric_limits<double>::infinity();
    const auto high = max != nullptr ? amount(*max) : std::numeric_limits<double>::infinity();
    if (!low || !high)
      return false;
    if (*low > *high) {
      fail(*max, "expected max above min, found " + shortest(*high) + " below " + shortest(*low));
      return false;
    }
    distribution = distribution.truncated(*low, *high);
    return true;
  }

  bool check_support(const Member& form) {
    const Distribution& d = result_.distribution;
    for (const double end : {d.min(), d.max()}) {
      const bool at_open_end = (end == d.min() && rules_.bounds.open_min &&
                                end == rules_.bounds.min && d.kind() != Distribution::Kind::choice);
      if (rules_.bounds.contain(end) || at_open_end)
        continue;
      diagnostics_.add(form.origin, path_,
                       "expected values of " + rules_.bounds.text() + unit_text() + ", found " +
                           d.text() + ", which reaches " + shortest(end) +
                           "; limit it with min: or max:");
      return false;
    }
    return true;
  }

  bool read_point(const Node& map) {
    const Node* point = map.find("point");
    if (point == nullptr)
      return true;
    const auto value = amount(*point);
    if (!value)
      return false;
    const Distribution& d = result_.distribution;
    if (*value < d.min() || *value > d.max()) {
      fail(*point, "expected a point from " + shortest(d.min()) + " to " + shortest(d.max()) +
                       unit_text() + ", found " + in_quotes(point->text));
      return false;
    }
    result_.point = *value;
    return true;
  }

  std::string_view path_;
  const NumberRules& rules_;
  Diagnostics& diagnostics_;
  WrittenNumber result_;
};

}  // namespace

double WrittenNumber::sample(const ReadContext& context, std::string_view path) const {
  if (!uncertain)
    return distribution.min();
  if (context.deterministic)
    return point.value_or(distribution.median());
  return distribution.quantile(context.random.stream(path, "parameter").uniform(0));
}

std::optional<WrittenNumber> parse_number(const Node& node, std::string_view path,
                                          const NumberRules& rules, Diagnostics& diagnostics) {
  return NumberParser(path, rules, diagnostics).parse(node);
}

std::shared_ptr<const WrittenNumber> known_number(const Node& node, const std::string& path,
                                                  const NumberRules& rules,
                                                  const ReadContext& context) {
  if (context.memo != nullptr) {
    if (auto known = context.memo->find(node, path, rules))
      return known;
  }
  const std::size_t faults = context.diagnostics->count();
  auto number = parse_number(node, path, rules, *context.diagnostics);
  if (!number)
    return nullptr;
  auto written = std::make_shared<const WrittenNumber>(*std::move(number));
  if (context.memo != nullptr && context.diagnostics->count() == faults)
    context.memo->keep(node, path, rules, written);
  return written;
}

std::optional<double> parse_amount(const Node& node, std::string_view path, std::string_view unit,
                                   Diagnostics& diagnostics) {
  std::string problem;
  if (!node.is_scalar()) {
    problem = "expected " + (unit == "1" ? "a bare number" : "a quantity in " + std::string(unit)) +
              ", found " + found(node);
  } else if (const auto value = parse_quantity(node.text, unit, problem)) {
    return value;
  }
  diagnostics.add(node.origin, path, problem);
  return std::nullopt;
}

void refuse_other_keys(const Node& map, std::string_view path,
                       const std::vector<std::string>& allowed, Diagnostics& diagnostics) {
  for (const Member& m : map.members) {
    if (std::find(allowed.begin(), allowed.end(), m.key) != allowed.end())
      continue;
    diagnostics.add(m.origin, join_path(path, m.key),
                    "unknown key " + in_quotes(m.key) + ", expected " + one_of_text(allowed) +
                        did_you_mean(m.key, allowed));
  }
}

}  // namespace chokepoint
