#include "tools/study/designs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <openturns/ComposedDistribution.hxx>
#include <openturns/CorrelationMatrix.hxx>
#include <openturns/LHSExperiment.hxx>
#include <openturns/LowDiscrepancyExperiment.hxx>
#include <openturns/NormalCopula.hxx>
#include <openturns/RandomGenerator.hxx>
#include <openturns/SobolIndicesExperiment.hxx>
#include <openturns/SobolSequence.hxx>
#include <openturns/Uniform.hxx>

#include "sim/base/hash.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::study {
namespace {

constexpr double kEdge = 0x1p-53;  // the open cube starts here

/// OpenTURNS takes 32 bits.
void seed_openturns(const DesignRequest& request) {
  Fingerprint print;
  print.add(request.kind);
  print.add(request.seed);
  OT::RandomGenerator::SetSeed(print.value() & 0x7fffffffU);
}

OT::ComposedDistribution unit_cube(std::size_t factors) {
  return OT::ComposedDistribution(
      OT::ComposedDistribution::DistributionCollection(factors, OT::Uniform(0.0, 1.0)));
}

OT::LowDiscrepancyExperiment sobol_sample(const DesignRequest& request) {
  OT::LowDiscrepancyExperiment sample(OT::SobolSequence(), unit_cube(request.factors.size()),
                                      request.size, true);
  sample.setRandomize(true);
  return sample;
}

Rows rows_of(const OT::Sample& sample) {
  Rows rows(sample.getSize(), std::vector<double>(sample.getDimension()));
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t factor = 0; factor < rows[row].size(); ++factor)
      rows[row][factor] = std::clamp(sample(row, factor), kEdge, 1.0 - kEdge);
  return rows;
}

/// Correlations of the normal copula that has these rank correlations, as L with L L' equal to
/// them.
OT::TriangularMatrix copula_root(const DesignRequest& request) {
  OT::CorrelationMatrix ranks(request.factors.size());
  for (const Correlation& pair : request.correlations)
    ranks(pair.a, pair.b) = pair.rank_correlation;
  try {
    OT::CorrelationMatrix normal = OT::NormalCopula::GetCorrelationFromSpearmanCorrelation(ranks);
    return normal.computeCholesky();
  } catch (const OT::Exception&) {
    throw RequestError(
        "correlations: no distribution has all of these rank correlations at once; make them "
        "smaller or fewer");
  }
}

/// Gives the values of a column new places: the least value where `order` is least, and so on.
void rearrange(Rows& rows, std::size_t factor, const std::vector<double>& order) {
  std::vector<double> values;
  for (const auto& row : rows)
    values.push_back(row[factor]);
  std::sort(values.begin(), values.end());
  std::vector<std::size_t> places(rows.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t a, std::size_t b) { return order[a] < order[b]; });
  for (std::size_t rank = 0; rank < places.size(); ++rank)
    rows[places[rank]][factor] = values[rank];
}

/// Iman and Conover, A distribution-free approach to inducing rank correlation among input
/// variables, Communications in Statistics B11 (1982).
void correlate(const DesignRequest& request, Rows& rows) {
  const OT::TriangularMatrix root = copula_root(request);
  const Rows independent = rows;
  for (std::size_t factor = 0; factor < request.factors.size(); ++factor) {
    std::vector<double> order;
    for (const auto& row : independent) {
      double score = 0.0;
      for (std::size_t i = 0; i <= factor; ++i)
        score += root(factor, i) * normal_quantile(row[i]);
      order.push_back(score);
    }
    rearrange(rows, factor, order);
  }
}

/// A, B, then A with the factors of one unit from B, for each unit.
Rows saltelli_design(const DesignRequest& request) {
  const Rows pair = rows_of(OT::SobolIndicesExperiment(sobol_sample(request), false).generate());
  const auto half = pair.begin() + static_cast<std::ptrdiff_t>(request.size);
  Rows a(pair.begin(), half);
  Rows b(half, half + static_cast<std::ptrdiff_t>(request.size));
  if (!request.correlations.empty()) {
    correlate(request, a);
    correlate(request, b);
  }
  Rows rows = a;
  rows.insert(rows.end(), b.begin(), b.end());
  for (const Unit& unit : units_of(request.factors)) {
    for (std::size_t row = 0; row < request.size; ++row) {
      rows.push_back(a[row]);
      for (const std::size_t factor : unit.factors)
        rows.back()[factor] = b[row][factor];
    }
  }
  return rows;
}

/// Whether a design keeps the two together: a hypercube does, and a group that moves as one.
bool keeps(const DesignRequest& request, const Correlation& pair) {
  const std::string& group = request.factors[pair.a].group;
  return request.kind == "lhs" ||
         (request.kind == "saltelli" && !group.empty() && group == request.factors[pair.b].group);
}

void check_correlations(const DesignRequest& request) {
  for (const Correlation& pair : request.correlations)
    if (!keeps(request, pair))
      throw RequestError(
          "a " + request.kind +
          " design varies every factor on its own, which correlated factors do not "
          "allow: their effects cannot be told apart. Use lhs and rank correlations, or a "
          "saltelli design with both in one group");
}

}  // namespace

Rows make_design(const DesignRequest& request) {
  check_correlations(request);
  if (request.kind == "saltelli" && units_of(request.factors).size() < 2)
    throw RequestError("a saltelli design tells factors apart, and there is only one");
  seed_openturns(request);
  const std::size_t factors = request.factors.size();
  if (request.kind == "morris")
    return morris_design(factors, request.size, request.levels, RandomSource(request.seed));
  if (request.kind == "sobol")
    return rows_of(sobol_sample(request).generate());
  if (request.kind == "saltelli")
    return saltelli_design(request);
  Rows rows = rows_of(OT::LHSExperiment(unit_cube(factors), request.size).generate());
  if (!request.correlations.empty())
    correlate(request, rows);
  return rows;
}

}  // namespace chokepoint::study
