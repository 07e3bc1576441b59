#include "sim/bound/basis_prices.hpp"

#include "sim/base/error.hpp"

namespace chokepoint {

BasisPrices::BasisPrices(const CoinPackedMatrix& matrix, std::vector<int> basic_rows,
                         std::vector<int> basic_columns)
    : places_(std::move(basic_columns)) {
  const int status = factorization_.factorize(matrix, basic_rows.data(), places_.data());
  ensure(status == 0, "the basis of a plan can be inverted");
  work_.reserve(matrix.getNumRows() + 1);
  prices_.reserve(matrix.getNumRows() + 1);
}

std::vector<double> BasisPrices::of(const std::vector<Weight>& objective) {
  prices_.clear();
  for (const Weight& part : objective) {
    const int place = places_[static_cast<std::size_t>(part.column)];
    if (place >= 0)
      prices_.quickAdd(place, part.weight);
  }
  factorization_.updateColumnTranspose(&work_, &prices_);
  const double* const dense = prices_.denseVector();
  return {dense, dense + prices_.capacity() - 1};
}

}  // namespace chokepoint
