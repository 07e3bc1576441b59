#pragma once

#include <string>
#include <vector>

#include "tools/sensitivity/sample.hpp"

namespace chokepoint::tools {

/// An estimate with its confidence interval.
struct Interval {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// One number about one factor: the measure `total` of the factor `lead`.
struct Measure {
  std::string name;
  std::optional<Interval> interval;  ///< nothing: it cannot be said from so few points
};

struct FactorIndices {
  std::string factor;  ///< or one of its levels against the first: "policy=priority"
  std::vector<Measure> measures;
};

struct QuantityIndices {
  std::string quantity;
  std::string refused;  ///< why there are none
  std::vector<FactorIndices> factors;
};

/// Which inputs matter for which outputs.
struct IndexReport {
  std::string method;  ///< sobol, morris or ranks; empty: the design says nothing about factors
  double confidence = 0.95;
  std::size_t points = 0;          ///< used
  std::vector<std::string> notes;  ///< what was left out, and why
  std::string refused;             ///< why there are none at all
  std::vector<QuantityIndices> quantities;
};

/// Asks `chokepoint-study` for the indices that the design of the sample allows:
///
/// - saltelli: first-order and total Sobol indices, of all points or not at all;
/// - morris: elementary effects over the trajectories that are complete;
/// - lhs, sobol, grid, table: rank correlations over the points that are complete.
///
/// Throws what ask_study does when that program fails.
[[nodiscard]] IndexReport indices_of(const StudySample& sample, double confidence);

}  // namespace chokepoint::tools
