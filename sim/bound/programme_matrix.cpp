#include "sim/bound/programme_matrix.hpp"

#include <vector>

namespace chokepoint {

CoinPackedMatrix matrix_of(const LinearProgramme& programme) {
  std::vector<int> rows;
  std::vector<int> columns;
  std::vector<double> values;
  for (const LinearProgramme::Element& element : programme.elements) {
    rows.push_back(element.row);
    columns.push_back(element.column);
    values.push_back(element.value);
  }
  CoinPackedMatrix matrix(true, rows.data(), columns.data(), values.data(),
                          static_cast<CoinBigIndex>(values.size()));
  matrix.setDimensions(programme.rows(), programme.columns());
  return matrix;
}

}  // namespace chokepoint
