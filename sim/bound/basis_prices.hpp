#pragma once

#include <CoinFactorization.hpp>
#include <CoinIndexedVector.hpp>
#include <CoinPackedMatrix.hpp>
#include <vector>

namespace chokepoint {

/// The prices that one basis gives to limits, whatever the objective: of a plan's value, or of what
/// it has reached by one month only. Prices of parts of an objective add up to those of the whole.
class BasisPrices {
 public:
  /// By row and by column, whether it is basic. Throws ModelError when the basis is singular.
  BasisPrices(const CoinPackedMatrix& matrix, std::vector<int> basic_rows,
              std::vector<int> basic_columns);

  /// One price a row, for an objective of some columns.
  struct Weight {
    int column;
    double weight;
  };
  [[nodiscard]] std::vector<double> of(const std::vector<Weight>& objective);

 private:
  CoinFactorization factorization_;
  std::vector<int> places_;  ///< of basic columns in the basis; -1: not basic
  CoinIndexedVector work_;
  CoinIndexedVector prices_;
};

}  // namespace chokepoint
