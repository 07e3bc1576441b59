#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/bound/linear_programme.hpp"
#include "sim/bound/technology.hpp"

namespace chokepoint {

/// There is no plan at all, or one without end; the message names the rows in the model's words.
class NoBoundError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A plan, and prices of limits: one price for each month in which something comes of it.
struct PricedPlan {
  double value = 0;
  std::vector<double> level;  ///< of the sink at the end of each month
};

/// Solves one programme, and the same again with other limits from where it was. Prices are those
/// of the last solution that `price` was called on.
class Solver {
 public:
  /// The programme must outlive the solver.
  explicit Solver(const LinearProgramme& programme);
  ~Solver();
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  /// From nothing. Throws NoBoundError.
  [[nodiscard]] PricedPlan solve();
  /// With one endowment multiplied by `factor`, from the last solution; the limits and the
  /// solution are as they were afterwards. Throws NoBoundError.
  [[nodiscard]] PricedPlan solve_with(std::size_t endowment, double factor);
  /// Whether the last solution would still do with one endowment multiplied by `factor`.
  [[nodiscard]] bool is_idle(std::size_t endowment, double factor) const;
  /// Whether the plan that `solve` found is a best one with one endowment multiplied by `factor`,
  /// too, as there is more of what has no price then: nothing is solved for that.
  [[nodiscard]] bool stays_best(std::size_t endowment, double factor) const;
  /// With another objective: what the sink holds at the end of that month alone.
  [[nodiscard]] PricedPlan solve_for(int month);

  /// What each endowment is worth in the plan that `solve` found: [endowment][month of effect] in
  /// the objective's unit. The sum over all is the value.
  [[nodiscard]] std::vector<std::vector<double>> rents();
  /// Of one endowment, what each of its parts is worth in all months together.
  [[nodiscard]] std::vector<double> worth_of_parts(std::size_t endowment);
  /// What the plan that `solve` found pays for each need: the price of what is needed, times as
  /// much as it takes. Per cent of the value, it is what one per cent more of the need costs.
  [[nodiscard]] std::vector<double> paid(const std::vector<Need>& needs);
  /// With one need multiplied by `factor`, as with an endowment. Throws NoBoundError.
  [[nodiscard]] PricedPlan solve_with(const Need& need, double factor);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace chokepoint
