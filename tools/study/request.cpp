#include "tools/study/request.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "sim/base/text.hpp"

namespace chokepoint::study {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostPoints = 10'000'000;
constexpr std::int64_t kMostLevels = 1'000'000;
constexpr std::int64_t kLargestSeed = 9'007'199'254'740'992;  // 2^53

/// A value of the request and where it stands: "factors[1].levels".
class Place {
 public:
  Place(const json& value, std::string path) : value_(value), path_(std::move(path)) {}

  [[noreturn]] void expected(const std::string& what) const {
    std::string found = value_.dump();
    if (found.size() > 60)
      found = found.substr(0, 57) + "...";
    throw RequestError((path_.empty() ? "the request" : path_) + ": expected " + what + ", found " +
                       found);
  }

  [[nodiscard]] bool has(const char* key) const {
    return value_.is_object() && value_.contains(key);
  }
  [[nodiscard]] Place at(const char* key) const {
    const std::string path = path_.empty() ? key : path_ + "." + key;
    if (!value_.is_object())
      expected("an object");
    if (!value_.contains(key))
      throw RequestError(path + " is missing");
    return {value_.at(key), path};
  }
  [[nodiscard]] std::vector<Place> items() const {
    if (!value_.is_array())
      expected("a list");
    std::vector<Place> items;
    for (std::size_t i = 0; i < value_.size(); ++i)
      items.emplace_back(value_[i], path_ + "[" + std::to_string(i) + "]");
    return items;
  }
  [[nodiscard]] std::string text() const {
    if (!value_.is_string())
      expected("a text");
    return value_.get<std::string>();
  }
  [[nodiscard]] double number() const {
    if (!value_.is_number())
      expected("a number");
    return value_.get<double>();
  }
  [[nodiscard]] std::int64_t whole(std::int64_t least, std::int64_t greatest) const {
    const std::string range =
        "a whole number from " + std::to_string(least) + " to " + std::to_string(greatest);
    if (!value_.is_number_integer() || value_.get<double>() < static_cast<double>(least) ||
        value_.get<double>() > static_cast<double>(greatest))
      expected(range);
    return value_.get<std::int64_t>();
  }
  [[nodiscard]] std::string one_of(const std::vector<std::string>& names) const {
    std::string name = text();
    if (std::find(names.begin(), names.end(), name) != names.end())
      return name;
    std::string list;
    for (const std::string& known : names)
      list += (list.empty() ? "" : known == names.back() ? " or " : ", ") + known;
    const auto nearest = nearest_name(name, names);
    expected(list + (nearest ? " (did you mean '" + *nearest + "'?)" : ""));
  }
  [[nodiscard]] std::vector<double> numbers(std::size_t count, const std::string& of) const {
    const std::vector<Place> places = items();
    if (places.size() != count)
      throw RequestError(path_ + ": expected " + std::to_string(count) + " numbers, one for each " +
                         of + ", found " + std::to_string(places.size()));
    std::vector<double> numbers;
    numbers.reserve(count);
    for (const Place& place : places)
      numbers.push_back(place.number());
    return numbers;
  }

 private:
  const json& value_;
  std::string path_;
};

json parsed(std::string_view text) {
  try {
    return json::parse(text);
  } catch (const json::exception& error) {
    throw RequestError("the request is no JSON: " + std::string(error.what()));
  }
}

std::vector<Factor> factors_of(const Place& request) {
  std::vector<Factor> factors;
  for (const Place& item : request.at("factors").items()) {
    Factor factor{.name = item.at("name").text()};
    if (item.has("levels"))
      factor.levels = static_cast<std::size_t>(item.at("levels").whole(0, kMostLevels));
    if (item.has("group"))
      factor.group = item.at("group").text();
    if (factor.name.empty() || factor.name.find_first_of(",\"\r\n") != std::string::npos)
      item.at("name").expected("a name without commas, quotes and line feeds");
    const auto same = std::find_if(factors.begin(), factors.end(),
                                   [&](const Factor& other) { return other.name == factor.name; });
    if (same != factors.end())
      throw RequestError("two factors are named '" + factor.name + "'");
    factors.push_back(std::move(factor));
  }
  if (factors.empty())
    throw RequestError("factors: expected one or more, found none");
  return factors;
}

std::size_t index_of(const std::vector<Factor>& factors, const Place& place) {
  std::vector<std::string> names;
  for (const Factor& factor : factors)
    names.push_back(factor.name);
  const std::string name = place.one_of(names);
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

std::vector<Correlation> correlations_of(const Place& request, const std::vector<Factor>& factors) {
  std::vector<Correlation> correlations;
  if (!request.has("correlations"))
    return correlations;
  for (const Place& item : request.at("correlations").items()) {
    const Correlation pair{.a = index_of(factors, item.at("a")),
                           .b = index_of(factors, item.at("b")),
                           .rank_correlation = item.at("rank_correlation").number()};
    if (pair.a == pair.b)
      item.expected("two different factors");
    if (!(std::abs(pair.rank_correlation) < 1.0))
      item.at("rank_correlation").expected("a number between -1 and 1");
    if (factors[pair.a].levels != 0 || factors[pair.b].levels != 0)
      item.expected("factors that are numbers: the levels of a list have no order");
    correlations.push_back(pair);
  }
  return correlations;
}

}  // namespace

std::vector<Unit> units_of(const std::vector<Factor>& factors) {
  std::vector<Unit> units;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const Factor& factor = factors[i];
    const auto same = std::find_if(units.begin(), units.end(), [&](const Unit& unit) {
      return !factor.group.empty() && factors[unit.factors.front()].group == factor.group;
    });
    if (same != units.end())
      same->factors.push_back(i);
    else
      units.push_back({factor.group.empty() ? factor.name : factor.group, {i}});
  }
  return units;
}

DesignRequest read_design_request(std::string_view text) {
  const json object = parsed(text);
  const Place request(object, "");
  (void)request.at("schema").whole(1, 1);
  DesignRequest design;
  design.kind = request.at("kind").one_of({"lhs", "sobol", "saltelli", "morris"});
  design.size = static_cast<std::size_t>(request.at("size").whole(1, kMostPoints));
  if (request.has("levels"))
    design.levels = static_cast<int>(request.at("levels").whole(2, kMostLevels));
  if (design.levels % 2 != 0)
    request.at("levels").expected("an even number");
  design.seed = static_cast<std::uint64_t>(request.at("seed").whole(0, kLargestSeed));
  design.factors = factors_of(request);
  design.correlations = correlations_of(request, design.factors);
  return design;
}

IndexRequest read_index_request(std::string_view text) {
  const json object = parsed(text);
  const Place request(object, "");
  (void)request.at("schema").whole(1, 1);
  IndexRequest indices;
  indices.kind = request.at("kind").one_of({"saltelli", "morris", "ranks"});
  if (request.has("confidence")) {
    indices.confidence = request.at("confidence").number();
    if (!(indices.confidence > 0.0 && indices.confidence < 1.0))
      request.at("confidence").expected("a number between 0 and 1");
  }
  indices.factors = factors_of(request);
  for (const Place& row : request.at("inputs").items())
    indices.inputs.push_back(row.numbers(indices.factors.size(), "factor"));
  for (const Place& item : request.at("outputs").items()) {
    indices.outputs.push_back(
        {.name = item.at("name").text(),
         .values = item.at("values").numbers(indices.inputs.size(), "row of inputs")});
  }
  return indices;
}

}  // namespace chokepoint::study
