#include "sim/bound/solver.hpp"

#include <ClpPresolve.hpp>
#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/bound/basis_prices.hpp"
#include "sim/bound/kept_solution.hpp"
#include "sim/bound/priced_face.hpp"
#include "sim/bound/programme_matrix.hpp"
#include "sim/bound/start_basis.hpp"
#include "sim/bound/unsolved.hpp"

namespace chokepoint {

class Solver::Impl {
 public:
  explicit Impl(const LinearProgramme& programme)
      : programme_(programme), matrix_(matrix_of(programme)) {
    std::vector<double> costs;
    for (const double weight : programme.objective)
      costs.push_back(-weight);  // Clp minimises
    std::vector<double> lower = programme.lower;
    std::vector<double> upper = programme.upper;
    std::vector<double> most = programme.most;
    std::vector<double> least(programme.most.size(), -COIN_DBL_MAX);
    for (double& bound : upper)
      bound = std::isfinite(bound) ? bound : COIN_DBL_MAX;
    for (double& bound : most)
      bound = std::isfinite(bound) ? bound : COIN_DBL_MAX;
    // A row that may be left slack and a column that may take it up say the same twice: Clp needs
    // half as long when one of them does.
    for (std::size_t row = 0; row < least.size(); ++row) {
      if (programme.holds_exactly(static_cast<int>(row)))
        least[row] = most[row];
    }
    model_.setLogLevel(0);
    model_.loadProblem(matrix_, lower.data(), upper.data(), costs.data(), least.data(),
                       most.data());
  }

  PricedPlan solve() {
    start();
    model_.setFactorizationFrequency(kStepsPerFactorization);
    solve_presolved();
    // What presolve gives back may lie some thousand steps from the end, which every solution from
    // there would take anew. Without a plan, this says why.
    model_.primal();
    if (model_.status() != 0)
      explain_unsolved(model_, matrix_, programme_);
    model_.setFactorizationFrequency(kStepsPerFactorizationAgain);
    model_.setInfeasibilityCost(kCostOfShortageAgain);
    face_ = PricedFace(programme_, model_);
    return plan(model_.primalColumnSolution());
  }

  PricedPlan solve_with(std::size_t endowment, double factor) {
    if (stays_best(endowment, factor))
      return plan(model_.primalColumnSolution());
    if (std::optional<PricedPlan> plan = worth_as_much(endowment, factor))
      return std::move(*plan);
    const KeptSolution kept(model_);
    const auto move_all = [&](double by) {
      for (const LinearProgramme::Part& part : programme_.endowments[endowment].parts)
        move_limit(model_, programme_, part, by * part.amount);
    };
    move_all(factor - 1);
    const AtEnd moved_back([&] { move_all(1 - factor); });
    return solve_again();
  }

  /// What has no price is worth nothing more where there is more of it, and harms nobody: a column
  /// that takes up what is left of a row may take up more.
  [[nodiscard]] bool stays_best(std::size_t endowment, double factor) const {
    const auto& parts = programme_.endowments[endowment].parts;
    return face_.is_unpriced(endowment) &&
           std::all_of(parts.begin(), parts.end(), [&](const LinearProgramme::Part& part) {
             return (factor - 1) * part.amount >= 0 &&
                    !(part.is_column && programme_.lower[static_cast<std::size_t>(part.index)] > 0);
           });
  }

  [[nodiscard]] bool is_idle(std::size_t endowment, double factor) const {
    for (const LinearProgramme::Part& part : programme_.endowments[endowment].parts) {
      const double change = std::abs((factor - 1) * part.amount);
      if (change > (part.is_column ? left_of_column(part.index) : left_of_row(part.index)))
        return false;
    }
    return true;
  }

  PricedPlan solve_for(int month) {
    const KeptSolution kept(model_);
    const AtEnd objective_back([&] {
      for (int column = 0; column < programme_.columns(); ++column)
        model_.setObjectiveCoefficient(column,
                                       -programme_.objective[static_cast<std::size_t>(column)]);
    });
    for (int column = 0; column < programme_.columns(); ++column)
      model_.setObjectiveCoefficient(column, 0);
    for (const int column : programme_.sinks[static_cast<std::size_t>(month)])
      model_.setObjectiveCoefficient(column, -1);
    model_.primal();
    if (model_.status() != 0)
      explain_unsolved(model_, matrix_, programme_);
    return plan(model_.primalColumnSolution());
  }

  PricedPlan solve_with(const Need& need, double factor) {
    const KeptSolution kept(model_);
    const auto scale_to = [&](double part) {
      for (const std::size_t i : need.elements) {
        const LinearProgramme::Element& element = programme_.elements[i];
        // A row may have more of the same column than this.
        model_.modifyCoefficient(
            element.row, element.column,
            matrix_.getCoefficient(element.row, element.column) + (part - 1) * element.value);
      }
    };
    scale_to(factor);
    const AtEnd scaled_back([&] { scale_to(1); });
    return solve_again();
  }

  [[nodiscard]] std::vector<double> prices_of_rows() const {
    BasisPrices prices(matrix_, basic_rows(), basic_columns());
    std::vector<BasisPrices::Weight> objective;
    for (int column = 0; column < programme_.columns(); ++column) {
      if (const double weight = programme_.objective[static_cast<std::size_t>(column)]; weight != 0)
        objective.push_back({column, weight});
    }
    return prices.of(objective);
  }

  [[nodiscard]] std::vector<double> worth_of_parts(std::size_t endowment) const {
    const std::vector<double> of_rows = prices_of_rows();
    std::vector<double> worth;
    for (const LinearProgramme::Part& part : programme_.endowments[endowment].parts)
      worth.push_back(part.amount * price(part, of_rows, programme_.objective));
    return worth;
  }

  [[nodiscard]] std::vector<double> paid(const std::vector<Need>& needs) const {
    const std::vector<double> of_rows = prices_of_rows();
    const double* const done = model_.primalColumnSolution();
    std::vector<double> paid;
    for (const Need& need : needs) {
      paid.push_back(0);
      for (const std::size_t i : need.elements) {
        const LinearProgramme::Element& element = programme_.elements[i];
        paid.back() +=
            of_rows[static_cast<std::size_t>(element.row)] * element.value * done[element.column];
      }
    }
    return paid;
  }

  std::vector<std::vector<double>> rents() {
    BasisPrices prices(matrix_, basic_rows(), basic_columns());
    std::vector<std::vector<double>> result(programme_.endowments.size(),
                                            std::vector<double>(programme_.sinks.size(), 0.0));
    for (std::size_t month = 0; month < programme_.sinks.size(); ++month) {
      std::vector<BasisPrices::Weight> objective;
      std::vector<double> weights(programme_.objective.size(), 0.0);
      for (const int column : programme_.sinks[month]) {
        objective.push_back({column, programme_.weights[month]});
        weights[static_cast<std::size_t>(column)] = programme_.weights[month];
      }
      const std::vector<double> of_rows = prices.of(objective);
      for (std::size_t e = 0; e < result.size(); ++e) {
        for (const LinearProgramme::Part& part : programme_.endowments[e].parts)
          result[e][month] += part.amount * price(part, of_rows, weights);
      }
    }
    return result;
  }

 private:
  /// A fifth less time than with what Clp would take for so many rows.
  static constexpr int kStepsPerFactorization = 180;
  static constexpr int kStepsPerFactorizationAgain = 100;
  /// What a plan may be short of costs so much for one of it while there is none yet, rather than
  /// the 1e10 of Clp, beside which what else a step costs is not seen.
  static constexpr double kCostOfShortageAgain = 1e5;

  /// Solves what presolve leaves and gives the basis of that back; nothing where presolve already
  /// sees that there is no plan. `ClpSimplex::initialSolve` would begin with a pass that keeps the
  /// values of the start, which takes twice as many steps.
  void solve_presolved() {
    constexpr double kTolerance = 1e-8;
    constexpr int kPasses = 2;  // more leave as many rows
    ClpPresolve presolve;
    // Where rows of one column become bounds the steps are dearer.
    presolve.setDoSingleton(false);
    presolve.setSubstitution(4);
    const std::unique_ptr<ClpSimplex> small(
        presolve.presolvedModel(model_, kTolerance, false, kPasses));
    if (small == nullptr)
      return;
    small->setFactorizationFrequency(kStepsPerFactorization);
    small->primal();  // fewer and cheaper steps than dual
    presolve.postsolve(true);
  }

  /// With other limits or coefficients, from the last solution. Work areas are kept from one to the
  /// next, and with them what steps are measured by, which saves a quarter of the time.
  PricedPlan solve_again() {
    constexpr int kKeepWorkAreas = 1;
    constexpr int kUseThem = 4;
    model_.primal(0, kKeepWorkAreas | kUseThem);  // three fifths of dual's time
    if (model_.status() != 0)
      explain_unsolved(model_, *model_.matrix(), programme_);
    return plan(model_.primalColumnSolution());
  }

  [[nodiscard]] std::optional<PricedPlan> worth_as_much(std::size_t endowment,
                                                        double factor) const {
    constexpr double kAsMuch = 1e-9;
    if (!face_.is_unpriced(endowment))
      return std::nullopt;
    const auto columns = face_.plan_with(programme_, model_, endowment, factor);
    if (!columns)
      return std::nullopt;
    const double before = plan(model_.primalColumnSolution()).value;
    PricedPlan found = plan(columns->data());
    return found.value >= before - kAsMuch * std::abs(before) ? std::optional(std::move(found))
                                                              : std::nullopt;
  }

  void start() {
    const StartBasis basis = start_basis(programme_, matrix_);
    model_.createStatus();
    for (int row = 0; row < programme_.rows(); ++row) {
      model_.setRowStatus(row, basis.basic_rows[static_cast<std::size_t>(row)] ? ClpSimplex::basic
                               : programme_.holds_exactly(row)                 ? ClpSimplex::isFixed
                                                               : ClpSimplex::atUpperBound);
    }
    for (int column = 0; column < programme_.columns(); ++column)
      model_.setColumnStatus(column, status_of(basis.columns[static_cast<std::size_t>(column)]));
  }
  static ClpSimplex::Status status_of(StartBasis::Column column) {
    switch (column) {
      case StartBasis::Column::basic:
        return ClpSimplex::basic;
      case StartBasis::Column::at_upper:
        return ClpSimplex::atUpperBound;
      case StartBasis::Column::at_lower:
        break;
    }
    return ClpSimplex::atLowerBound;
  }

  [[nodiscard]] double left_of_column(int column) const {
    return programme_.upper[static_cast<std::size_t>(column)] -
           model_.primalColumnSolution()[column];
  }
  /// Nothing is said of what a row that holds exactly leaves: its price may be anything.
  [[nodiscard]] double left_of_row(int row) const {
    if (programme_.holds_exactly(row))
      return 0;
    return programme_.most[static_cast<std::size_t>(row)] - model_.primalRowSolution()[row];
  }

  [[nodiscard]] PricedPlan plan(const double* solution) const {
    PricedPlan plan;
    for (std::size_t month = 0; month < programme_.sinks.size(); ++month) {
      double level = 0;
      for (const int column : programme_.sinks[month])
        level += solution[column];
      plan.level.push_back(level);
      plan.value += programme_.weights[month] * level;
    }
    return plan;
  }

  /// The price of a limit that holds: of a row, or of the bound at which a column stands.
  [[nodiscard]] double price(const LinearProgramme::Part& part, const std::vector<double>& of_rows,
                             const std::vector<double>& weights) const {
    if (!part.is_column)
      return of_rows[static_cast<std::size_t>(part.index)];
    const auto status = model_.getColumnStatus(part.index);
    const bool holds = status == ClpSimplex::atUpperBound || status == ClpSimplex::isFixed ||
                       (status == ClpSimplex::atLowerBound &&
                        programme_.lower[static_cast<std::size_t>(part.index)] > 0);
    if (!holds)
      return 0;
    double price = weights[static_cast<std::size_t>(part.index)];
    const CoinBigIndex begin = matrix_.getVectorStarts()[part.index];
    const CoinBigIndex end = begin + matrix_.getVectorLengths()[part.index];
    for (CoinBigIndex i = begin; i < end; ++i)
      price -=
          matrix_.getElements()[i] * of_rows[static_cast<std::size_t>(matrix_.getIndices()[i])];
    return price;
  }

  [[nodiscard]] std::vector<int> basic_rows() const {
    std::vector<int> basic;
    for (int i = 0; i < model_.numberRows(); ++i)
      basic.push_back(model_.getRowStatus(i) == ClpSimplex::basic ? 0 : -1);
    return basic;
  }
  [[nodiscard]] std::vector<int> basic_columns() const {
    std::vector<int> basic;
    for (int i = 0; i < model_.numberColumns(); ++i)
      basic.push_back(model_.getColumnStatus(i) == ClpSimplex::basic ? 0 : -1);
    return basic;
  }

  const LinearProgramme& programme_;
  CoinPackedMatrix matrix_;
  ClpSimplex model_;
  PricedFace face_;  ///< of the plan that `solve` found
};

Solver::Solver(const LinearProgramme& programme) : impl_(std::make_unique<Impl>(programme)) {}
Solver::~Solver() = default;
PricedPlan Solver::solve() {
  return impl_->solve();
}
PricedPlan Solver::solve_with(std::size_t endowment, double factor) {
  return impl_->solve_with(endowment, factor);
}
bool Solver::is_idle(std::size_t endowment, double factor) const {
  return impl_->is_idle(endowment, factor);
}
bool Solver::stays_best(std::size_t endowment, double factor) const {
  return impl_->stays_best(endowment, factor);
}
PricedPlan Solver::solve_for(int month) {
  return impl_->solve_for(month);
}
PricedPlan Solver::solve_with(const Need& need, double factor) {
  return impl_->solve_with(need, factor);
}
std::vector<double> Solver::paid(const std::vector<Need>& needs) {
  return impl_->paid(needs);
}
std::vector<double> Solver::worth_of_parts(std::size_t endowment) {
  return impl_->worth_of_parts(endowment);
}
std::vector<std::vector<double>> Solver::rents() {
  return impl_->rents();
}

}  // namespace chokepoint
