#include "tools/sensitivity/indices.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <nlohmann/json.hpp>

#include "tools/study_program.hpp"

namespace chokepoint::tools {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kFewestForRanks = 5;

/// Columns of the inputs as the indices want them.
struct Columns {
  std::vector<std::string> names;
  std::vector<std::string> groups;  ///< of each; empty: none
  Rows rows;
};

/// What a method asks of the sample: which points, and why not others.
struct Selection {
  std::vector<std::size_t> points;
  std::vector<std::string> notes;
  std::string refused;
};

std::string method_of(const std::string& design) {
  if (design == "saltelli")
    return "sobol";
  if (design == "morris")
    return "morris";
  return design == "replications" ? "" : "ranks";
}

std::string missing_points(const StudySample& sample) {
  const auto points = sample.incomplete();
  return std::to_string(points.size()) + " of " + std::to_string(sample.points()) +
         " points are missing (" + list_of(points) + ")";
}

Selection all_or_nothing(const StudySample& sample) {
  Selection selection;
  for (std::size_t point = 0; point < sample.points(); ++point)
    selection.points.push_back(point);
  if (!sample.incomplete().empty())
    selection.refused =
        "Sobol indices need every point of the design, since its parts are "
        "compared row by row; " +
        missing_points(sample);
  return selection;
}

Selection whole_trajectories(const StudySample& sample) {
  Selection selection;
  const std::size_t length = sample.factors.size() + 1;
  std::size_t dropped = 0;
  for (std::size_t first = 0; first + length <= sample.points(); first += length) {
    const auto begin = sample.complete.begin() + static_cast<std::ptrdiff_t>(first);
    if (!std::all_of(begin, begin + static_cast<std::ptrdiff_t>(length),
                     [](bool is) { return is; })) {
      ++dropped;
      continue;
    }
    for (std::size_t point = first; point < first + length; ++point)
      selection.points.push_back(point);
  }
  if (dropped > 0)
    selection.notes.push_back(missing_points(sample) + "; " + std::to_string(dropped) +
                              " trajectories with such points are left out");
  if (selection.points.size() < 2 * length)
    selection.refused =
        "elementary effects need two complete trajectories; " + missing_points(sample);
  return selection;
}

Selection complete_points(const StudySample& sample) {
  Selection selection;
  for (std::size_t point = 0; point < sample.points(); ++point)
    if (sample.complete[point])
      selection.points.push_back(point);
  if (selection.points.size() < sample.points())
    selection.notes.push_back(missing_points(sample) + "; ranks are of the others");
  if (selection.points.size() < kFewestForRanks)
    selection.refused = "rank correlations need five points or more, there are " +
                        std::to_string(selection.points.size());
  return selection;
}

Selection select(const StudySample& sample, const std::string& method) {
  if (method == "sobol")
    return all_or_nothing(sample);
  return method == "morris" ? whole_trajectories(sample) : complete_points(sample);
}

/// Levels have no order: for ranks, each but the first is a column of its own, 1 where it is.
Columns columns_of(const StudySample& sample, const std::string& method,
                   const std::vector<std::size_t>& points) {
  Columns columns;
  columns.rows.resize(points.size());
  for (std::size_t factor = 0; factor < sample.factors.size(); ++factor) {
    const SampleFactor& each = sample.factors[factor];
    if (method != "ranks" || each.levels.empty()) {
      columns.names.push_back(each.name);
      columns.groups.push_back(each.group);
      for (std::size_t row = 0; row < points.size(); ++row)
        columns.rows[row].push_back(sample.inputs[points[row]][factor]);
      continue;
    }
    for (std::size_t level = 1; level < each.levels.size(); ++level) {
      columns.names.push_back(each.name + "=" + each.levels[level]);
      columns.groups.emplace_back();
      for (std::size_t row = 0; row < points.size(); ++row) {
        const bool is = sample.inputs[points[row]][factor] == static_cast<double>(level);
        columns.rows[row].push_back(is ? 1.0 : 0.0);
      }
    }
  }
  return columns;
}

/// A name of a column may have any letter; what is asked for by name does not.
std::string column_key(std::size_t column) {
  return "x" + std::to_string(column);
}

std::string group_key(const std::string& group) {
  return group.empty() ? "" : "group " + group;
}

Json request_of(const std::string& method, double confidence, const Columns& columns) {
  Json factors = Json::array();
  for (std::size_t column = 0; column < columns.names.size(); ++column)
    factors.push_back({{"name", column_key(column)}, {"group", group_key(columns.groups[column])}});
  return {{"schema", 1},
          {"kind", method == "sobol" ? "saltelli" : method},
          {"confidence", confidence},
          {"factors", std::move(factors)},
          {"inputs", columns.rows},
          {"outputs", Json::array()}};
}

std::optional<Interval> interval_of(const Json& json) {
  if (json.is_null())
    return std::nullopt;
  if (json.is_number())
    return Interval{json.get<double>(), json.get<double>(), json.get<double>()};
  return Interval{json.at(0).get<double>(), json.at(1).get<double>(), json.at(2).get<double>()};
}

std::vector<FactorIndices> factors_of(const Json& answer, const Columns& columns) {
  std::map<std::string, std::string> names;
  for (std::size_t column = 0; column < columns.names.size(); ++column) {
    names[column_key(column)] = columns.names[column];
    names[group_key(columns.groups[column])] = columns.groups[column];
  }
  std::vector<FactorIndices> factors;
  for (const Json& each : answer) {
    FactorIndices& factor =
        factors.emplace_back(FactorIndices{names.at(each.at("name").get<std::string>()), {}});
    for (const auto& [key, value] : each.items())
      if (key != "name")
        factor.measures.push_back({key, interval_of(value)});
  }
  return factors;
}

/// Why a quantity cannot be used with these points; empty when it can.
std::string fault_of(const Quantity& quantity, const std::vector<std::size_t>& points) {
  std::vector<std::size_t> unread;
  for (const std::size_t point : points)
    if (std::isnan(quantity.values[point]))
      unread.push_back(point + 1);
  if (unread.empty())
    return "";
  return "it could not be read at " + std::to_string(unread.size()) + " points (" +
         list_of(unread) + ")";
}

Json values_at(const Quantity& quantity, const std::vector<std::size_t>& points) {
  Json values = Json::array();
  for (const std::size_t point : points)
    values.push_back(quantity.values[point]);
  return values;
}

void ask(const StudySample& sample, const std::vector<std::size_t>& points, IndexReport& report) {
  const Columns columns = columns_of(sample, report.method, points);
  Json request = request_of(report.method, report.confidence, columns);
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < sample.quantities.size(); ++i) {
    const Quantity& quantity = sample.quantities[i];
    report.quantities.push_back({.quantity = quantity.name, .refused = fault_of(quantity, points)});
    if (!report.quantities.back().refused.empty())
      continue;
    request["outputs"].push_back(
        {{"name", quantity.name}, {"values", values_at(quantity, points)}});
    asked.push_back(i);
  }
  const Json outputs = Json::parse(ask_study("indices", request.dump())).at("outputs");
  for (std::size_t i = 0; i < asked.size(); ++i) {
    QuantityIndices& quantity = report.quantities[asked[i]];
    const Json& answer = outputs.at(i);
    if (answer.at("factors").is_null())
      quantity.refused = answer.at("why").get<std::string>();
    else
      quantity.factors = factors_of(answer.at("factors"), columns);
  }
}

}  // namespace

IndexReport indices_of(const StudySample& sample, double confidence) {
  IndexReport report{.method = method_of(sample.design), .confidence = confidence};
  if (report.method.empty() || sample.factors.empty()) {
    report.method = "";
    report.refused = "no factor varies in this study";
    return report;
  }
  const Selection selection = select(sample, report.method);
  report.notes = selection.notes;
  report.refused = selection.refused;
  report.points = selection.points.size();
  if (report.refused.empty())
    ask(sample, selection.points, report);
  return report;
}

}  // namespace chokepoint::tools
