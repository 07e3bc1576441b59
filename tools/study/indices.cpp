#include "tools/study/indices.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>
#include <openturns/CorrelationAnalysis.hxx>
#include <openturns/Interval.hxx>
#include <openturns/MartinezSensitivityAlgorithm.hxx>
#include <openturns/Sample.hxx>

#include "sim/base/portable_math.hpp"

namespace chokepoint::study {
namespace {

using Json = nlohmann::ordered_json;

/// The C library's functions, which are called on the way, differ in their last bits between
/// processors.
double rounded(double value) {
  return round_significant(value, 10);
}

/// Indices and correlations, which are of the order of 1: what is nothing but noise of rounding is
/// 0.
double on_grid(double value) {
  constexpr double kGrid = 1e9;
  return std::round(value * kGrid) / kGrid + 0.0;  // no -0
}

/// Null where it cannot be said.
Json interval(double value, double low, double high) {
  if (!std::isfinite(value) || !std::isfinite(low) || !std::isfinite(high))
    return nullptr;
  return Json::array({on_grid(value), on_grid(low), on_grid(high)});
}

using Values = std::vector<double>;

bool varies(Values::const_iterator begin, Values::const_iterator end) {
  const auto [least, greatest] = std::minmax_element(begin, end);
  return least != end && *least < *greatest;
}

bool varies(const Output& output) {
  return varies(output.values.begin(), output.values.end());
}

/// Whether it varies within A, within B and within each matrix made of both: the estimator divides
/// by the variance of each.
bool varies_everywhere(const Output& output, std::size_t size) {
  for (auto begin = output.values.begin(); begin != output.values.end();) {
    const auto end = begin + static_cast<std::ptrdiff_t>(size);
    if (!varies(begin, end))
      return false;
    begin = end;
  }
  return true;
}

OT::Sample sample_of(const Rows& rows, std::size_t columns) {
  OT::Sample sample(rows.size(), columns);
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t column = 0; column < columns; ++column)
      sample(row, column) = rows[row][column];
  return sample;
}

OT::Sample sample_of(const Output& output) {
  OT::Sample sample(output.values.size(), 1);
  for (std::size_t row = 0; row < output.values.size(); ++row)
    sample(row, 0) = output.values[row];
  return sample;
}

/// A, B, then A with the columns of one unit from B for each unit: anything else would give numbers
/// that mean nothing.
std::size_t saltelli_size(const IndexRequest& request, const std::vector<Unit>& units) {
  if (units.size() < 2)
    throw RequestError("Sobol indices tell factors apart, and there is only one");
  const std::size_t size = request.inputs.size() / (units.size() + 2);
  if (request.inputs.size() != size * (units.size() + 2))
    throw RequestError("a saltelli design of " + std::to_string(units.size()) +
                       " factors or groups has " + std::to_string(units.size() + 2) +
                       " times as many rows as its size; found " +
                       std::to_string(request.inputs.size()));
  if (size < 2)
    throw RequestError("Sobol indices need a saltelli design of size 2 or more, found 1");
  for (std::size_t row = 2 * size; row < request.inputs.size(); ++row) {
    const std::vector<std::size_t>& from_b = units[row / size - 2].factors;
    const std::size_t base = row % size;
    for (std::size_t factor = 0; factor < request.factors.size(); ++factor) {
      const bool is_of_b = std::find(from_b.begin(), from_b.end(), factor) != from_b.end();
      const auto& expected = request.inputs[is_of_b ? size + base : base];
      if (request.inputs[row][factor] != expected[factor])
        throw RequestError("row " + std::to_string(row + 1) + ", factor '" +
                           request.factors[factor].name +
                           "': not the value that a saltelli design has there");
    }
  }
  return size;
}

Json sobol_indices(const IndexRequest& request, const std::vector<Unit>& units,
                   const Output& output, std::size_t size) {
  // Of the inputs, the algorithm reads how many columns there are: one for each unit.
  OT::MartinezSensitivityAlgorithm algorithm(sample_of(request.inputs, units.size()),
                                             sample_of(output), size);
  algorithm.setUseAsymptoticDistribution(true);
  algorithm.setConfidenceLevel(request.confidence);
  const OT::Point first = algorithm.getFirstOrderIndices();
  const OT::Point total = algorithm.getTotalOrderIndices();
  const OT::Interval of_first = algorithm.getFirstOrderIndicesInterval();
  const OT::Interval of_total = algorithm.getTotalOrderIndicesInterval();
  Json list = Json::array();
  for (std::size_t i = 0; i < units.size(); ++i) {
    list.push_back(
        {{"name", units[i].name},
         {"first", interval(first[i], of_first.getLowerBound()[i], of_first.getUpperBound()[i])},
         {"total", interval(total[i], of_total.getLowerBound()[i], of_total.getUpperBound()[i])}});
  }
  return list;
}

/// Fisher's interval of a correlation, with `variance` of its inverse hyperbolic tangent.
Json fisher(double correlation, double variance, double confidence) {
  if (std::abs(correlation) >= 1.0)
    return interval(correlation, correlation, correlation);
  const double half = normal_quantile(0.5 + confidence / 2.0) * std::sqrt(variance);
  const double centre = std::atanh(correlation);
  return interval(correlation, std::tanh(centre - half), std::tanh(centre + half));
}

/// Variances: Fieller, Hartley and Pearson (Biometrika 44, 1957) for ranks; for partial
/// correlations one degree of freedom less for each other factor.
Json rank_indices(const IndexRequest& request, const Output& output) {
  constexpr double kFieller = 1.06;
  const std::size_t factors = request.factors.size();
  const auto rows = static_cast<double>(output.values.size());
  const double freedom = rows - 3.0;
  const double partial_freedom = freedom - static_cast<double>(factors - 1);
  OT::CorrelationAnalysis analysis(sample_of(request.inputs, factors), sample_of(output));
  const OT::Point spearman = analysis.computeSpearmanCorrelation();
  OT::Point partial;
  if (factors > 1 && partial_freedom >= 1.0)
    partial = analysis.computePRCC();
  Json list = Json::array();
  for (std::size_t i = 0; i < factors; ++i) {
    Json item = {{"name", request.factors[i].name},
                 {"spearman", fisher(spearman[i], kFieller / freedom, request.confidence)},
                 {"partial", nullptr}};
    if (partial.getSize() == factors && std::isfinite(partial[i]))
      item["partial"] = fisher(partial[i], kFieller / partial_freedom, request.confidence);
    list.push_back(std::move(item));
  }
  return list;
}

Json morris_indices(const IndexRequest& request, const Output& output) {
  std::vector<ElementaryEffects> effects;
  try {
    effects = elementary_effects(request.inputs, output.values);
  } catch (const std::invalid_argument& error) {
    throw RequestError(error.what());
  }
  const double width = normal_quantile(0.5 + request.confidence / 2.0);
  Json list = Json::array();
  for (std::size_t i = 0; i < request.factors.size(); ++i) {
    const ElementaryEffects& effect = effects[i];
    const double half = width * effect.standard_error;
    list.push_back(
        {{"name", request.factors[i].name},
         {"mean_absolute", Json::array({rounded(effect.mean_absolute),
                                        rounded(std::max(0.0, effect.mean_absolute - half)),
                                        rounded(effect.mean_absolute + half)})},
         {"mean", rounded(effect.mean)},
         {"deviation", rounded(effect.deviation)}});
  }
  return list;
}

}  // namespace

std::string make_indices(const IndexRequest& request) {
  const bool is_saltelli = request.kind == "saltelli";
  const std::vector<Unit> units = units_of(request.factors);
  const std::size_t size = is_saltelli ? saltelli_size(request, units) : 0;
  if (request.kind == "ranks" && request.inputs.size() < 5)
    throw RequestError("rank correlations need five rows or more, found " +
                       std::to_string(request.inputs.size()));
  Json outputs = Json::array();
  for (const Output& output : request.outputs) {
    Json& answer = outputs.emplace_back(Json{{"name", output.name}, {"factors", nullptr}});
    if (!varies(output))
      answer["why"] = "it is the same at all points";
    else if (is_saltelli && !varies_everywhere(output, size))
      answer["why"] =
          "it is the same at all points of one of the matrices of the design: it varies too rarely "
          "for a design of this size";
    else
      answer["factors"] = is_saltelli               ? sobol_indices(request, units, output, size)
                          : request.kind == "ranks" ? rank_indices(request, output)
                                                    : morris_indices(request, output);
  }
  const Json answer = {{"schema", 1},
                       {"kind", request.kind},
                       {"confidence", request.confidence},
                       {"rows", request.inputs.size()},
                       {"outputs", std::move(outputs)}};
  return answer.dump(1) + "\n";
}

}  // namespace chokepoint::study
