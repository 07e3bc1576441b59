#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <utility>

#include "sim/base/text.hpp"
#include "sim/scenario/number_parser.hpp"

// How a number is written as a distribution.

namespace chokepoint {

/// A keyword of a distribution, how many numbers it takes, and which of them have no unit.
struct DistributionFamily {
  std::string_view keyword;
  std::size_t arguments;  ///< 0: any number of them
  std::size_t bare_from;  ///< arguments from this one on are bare numbers
  const char* form;
};

namespace {

constexpr std::array<DistributionFamily, 6> kFamilies = {{
    {"uniform", 2, 2, "[low, high]"},
    {"triangular", 3, 3, "[low, mode, high]"},
    {"normal", 2, 2, "[mean, standard deviation]"},
    {"lognormal", 2, 1, "[median, sigma]"},
    {"exponential", 1, 1, "a mean"},
    {"choice", 0, 1000, "a list of values"},
}};

}  // namespace

std::string NumberParser::near_keyword(const Node& map) {
  std::vector<std::string> keywords = {"value"};
  for (const DistributionFamily& family : kFamilies)
    keywords.emplace_back(family.keyword);
  for (const Member& m : map.members) {
    std::string text = did_you_mean(m.key, keywords);
    if (!text.empty())
      return " with " + in_quotes(m.key) + text;
  }
  return "";
}

bool NumberParser::read_distribution(const Node& map, const Member& form) {
  const DistributionFamily& family =
      *std::find_if(kFamilies.begin(), kFamilies.end(),
                    [&](const DistributionFamily& f) { return f.keyword == form.key; });
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

bool NumberParser::read_arguments(const Member& form, const DistributionFamily& family,
                                  std::vector<double>& arguments) {
  const Node& node = form.value;
  const bool single = family.arguments == 1 && node.is_scalar();
  const bool count_fits =
      family.arguments == 0 ? !node.items.empty() : node.items.size() == family.arguments;
  if (!single && (!node.is_list() || family.arguments == 1 || !count_fits)) {
    fail(node, "expected " + std::string(family.keyword) + ": " + family.form + ", found " +
                   (!node.is_list()         ? found(node)
                    : family.arguments == 1 ? "a list"
                                            : std::to_string(node.items.size()) + " values"));
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
    const auto value = i < family.bare_from ? amount(node.items[i])
                                            : parse_amount(node.items[i], path_, "1", diagnostics_);
    good = good && value.has_value();
    arguments.push_back(value.value_or(0.0));
  }
  return good;
}

std::optional<Distribution> NumberParser::make(const Node& map, const DistributionFamily& family,
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

bool NumberParser::truncate(const Node& map, Distribution& distribution) {
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

bool NumberParser::check_support(const Member& form) {
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

bool NumberParser::read_point(const Node& map) {
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

}  // namespace chokepoint
