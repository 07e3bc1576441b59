#include "sim/bound/priced_face.hpp"

#include <ClpPrimalColumnSteepest.hpp>
#include <algorithm>
#include <cmath>

namespace chokepoint {

namespace {

constexpr double kNoPrice = 1e-12;     ///< of the value, for all that there is of a limit
constexpr double kNoUnitPrice = 1e-9;  ///< for one of it, as exact as the solver is
constexpr double kAllOfIt = 1 - 1e-9;

}  // namespace

void move_limit(ClpSimplex& model, const LinearProgramme& programme,
                const LinearProgramme::Part& part, double by) {
  if (!part.is_column) {
    model.setRowUpper(part.index, model.rowUpper()[part.index] + by);
    if (programme.holds_exactly(part.index))
      model.setRowLower(part.index, model.rowUpper()[part.index]);
    return;
  }
  model.setColumnUpper(part.index, model.columnUpper()[part.index] + by);
  if (programme.lower[static_cast<std::size_t>(part.index)] > 0)
    model.setColumnLower(part.index, model.columnLower()[part.index] + by);
}

PricedFace::PricedFace(const LinearProgramme& programme, const ClpSimplex& solved) {
  const double* const of_columns = solved.dualColumnSolution();
  const double* const of_rows = solved.dualRowSolution();
  const double nothing = kNoPrice * std::abs(solved.objectiveValue());
  for (const LinearProgramme::Endowment& endowment : programme.endowments) {
    unpriced_.push_back(std::none_of(
        endowment.parts.begin(), endowment.parts.end(), [&](const LinearProgramme::Part& part) {
          const bool is_free =
              part.is_column && solved.getColumnStatus(part.index) == ClpSimplex::basic;
          const double price = is_free ? 0 : (part.is_column ? of_columns : of_rows)[part.index];
          return std::abs(part.amount * price) > nothing;
        }));
  }
  for (int column = 0; column < programme.columns(); ++column) {
    if (solved.getColumnStatus(column) != ClpSimplex::basic &&
        std::abs(of_columns[column]) > kNoUnitPrice)
      columns_.push_back(column);
  }
  for (int row = 0; row < programme.rows(); ++row) {
    if (solved.getRowStatus(row) != ClpSimplex::basic && std::abs(of_rows[row]) > kNoUnitPrice)
      rows_.push_back(row);
  }
}

void PricedFace::hold(ClpSimplex& model) const {
  for (const int column : columns_) {
    const double at = model.primalColumnSolution()[column];
    model.setColumnBounds(column, at, at);
  }
  for (const int row : rows_)
    model.setRowBounds(row, model.rowUpper()[row], model.rowUpper()[row]);
}

std::optional<std::vector<double>> PricedFace::plan_with(const LinearProgramme& programme,
                                                         const ClpSimplex& solved,
                                                         std::size_t endowment,
                                                         double factor) const {
  ClpSimplex model(solved);
  hold(model);
  // How much of the change there is, as one column: from none of it, with the plan that is there,
  // to all of it no limit is broken on the way. Bounds of columns change at once.
  std::vector<int> rows;
  std::vector<double> changes;
  for (const LinearProgramme::Part& part : programme.endowments[endowment].parts) {
    const double by = (factor - 1) * part.amount;
    if (part.is_column) {
      move_limit(model, programme, part, by);
    } else {
      rows.push_back(part.index);
      changes.push_back(-by);
    }
  }
  std::fill_n(model.objective(), model.numberColumns(), 0.0);
  model.addColumn(static_cast<int>(rows.size()), rows.data(), changes.data(), 0, 1, -1);
  constexpr int kBeginsWithThePartial = 4;
  ClpPrimalColumnSteepest pricing(kBeginsWithThePartial);
  model.setPrimalColumnPivotAlgorithm(pricing);
  model.primal();
  const double* const found = model.primalColumnSolution();
  if (model.status() != 0 || found[programme.columns()] < kAllOfIt)
    return std::nullopt;
  return std::vector<double>(found, found + programme.columns());
}

}  // namespace chokepoint
