#pragma once

#include <ClpSimplex.hpp>
#include <cstddef>
#include <optional>
#include <vector>

#include "sim/bound/linear_programme.hpp"

namespace chokepoint {

/// Adds to a limit; to what has to be done at least, too, where something has to.
void move_limit(ClpSimplex& model, const LinearProgramme& programme,
                const LinearProgramme::Part& part, double by);

/// All plans that are worth as much as the one that was solved for: those that keep to every limit
/// with a price as it does. With a limit that has no price changed, the best plan is worth no more
/// than before, as prices say; where one of these keeps to it, that is a best one. Most of what a
/// solution from the old one would do is spared: to give up what has a price, and to get it back.
class PricedFace {
 public:
  PricedFace() = default;
  /// Of a model that is solved.
  PricedFace(const LinearProgramme& programme, const ClpSimplex& solved);

  /// Whether none of what it is made of has a price.
  [[nodiscard]] bool is_unpriced(std::size_t endowment) const { return unpriced_[endowment]; }
  /// Values of the columns of such a plan with one endowment multiplied by `factor`; empty where
  /// there is none. `solved` is in the state of the solution.
  [[nodiscard]] std::optional<std::vector<double>> plan_with(const LinearProgramme& programme,
                                                             const ClpSimplex& solved,
                                                             std::size_t endowment,
                                                             double factor) const;

 private:
  void hold(ClpSimplex& model) const;

  std::vector<bool> unpriced_;  ///< by endowment
  std::vector<int> columns_;    ///< that stand at a bound with a price
  std::vector<int> rows_;       ///< that hold with a price
};

}  // namespace chokepoint
