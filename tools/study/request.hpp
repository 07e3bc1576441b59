#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/sensitivity/morris.hpp"

namespace chokepoint::study {

/// What is asked for cannot be, or is not understood (exit code 3).
class RequestError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Factor {
  std::string name;
  std::size_t levels = 0;  ///< 0: any number
  std::string group;       ///< of factors that a saltelli design exchanges together; empty: alone
};

/// What a saltelli design exchanges at once: a group, or a factor that is in none.
struct Unit {
  std::string name;
  std::vector<std::size_t> factors;  ///< by their indices
};

/// In the order of their first factors.
[[nodiscard]] std::vector<Unit> units_of(const std::vector<Factor>& factors);

/// Spearman's rank correlation of two factors, by their indices.
struct Correlation {
  std::size_t a = 0;
  std::size_t b = 0;
  double rank_correlation = 0.0;
};

struct DesignRequest {
  std::string kind;  ///< lhs, sobol, saltelli or morris
  std::size_t size = 0;
  int levels = 4;  ///< of a Morris design
  std::uint64_t seed = 1;
  std::vector<Factor> factors;
  std::vector<Correlation> correlations;
};

struct Output {
  std::string name;
  std::vector<double> values;  ///< one a row
};

struct IndexRequest {
  std::string kind;  ///< saltelli, morris or ranks
  double confidence = 0.95;
  std::vector<Factor> factors;
  Rows inputs;
  std::vector<Output> outputs;
};

/// Both read a JSON object and throw RequestError with the place and what was expected there.
[[nodiscard]] DesignRequest read_design_request(std::string_view json);
[[nodiscard]] IndexRequest read_index_request(std::string_view json);

}  // namespace chokepoint::study
