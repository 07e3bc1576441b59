#pragma once

#include <CoinPackedMatrix.hpp>
#include <vector>

#include "sim/bound/linear_programme.hpp"

namespace chokepoint {

/// Where primal simplex starts: a basis near a plan that begins early what nobody disputes. All
/// that comes stays in stock, except that whatever takes from nobody, or from a stock that nobody
/// else takes from, is done as much as its capacity and what it takes let it, month by month. Money
/// that several take is taken to be enough.
///
/// It is a hint: a basis that is singular or of no plan costs steps and changes no answer.
struct StartBasis {
  enum class Column { at_lower, at_upper, basic };
  std::vector<Column> columns;
  std::vector<bool> basic_rows;  ///< the others hold
};

/// `matrix` is that of the programme, by columns.
[[nodiscard]] StartBasis start_basis(const LinearProgramme& programme,
                                     const CoinPackedMatrix& matrix);

}  // namespace chokepoint
