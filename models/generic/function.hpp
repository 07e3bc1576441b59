#pragma once

#include <vector>

#include "models/generic/part.hpp"
#include "sim/scenario/reader.hpp"

namespace chokepoint::models {

/// A number made of numbers of the scenario by a function whose sensitivity is known: to try out
/// studies. It takes no part in the network.
class FunctionPart final : public Part {
 public:
  static PartPtr read(Reader& reader);

  void prepare(Network& network) const override;
  void state(ProcessModel&, Network&) const override {}

 private:
  explicit FunctionPart(Reader& reader);

  double value_ = 0.0;
};

/// sin a + 7 sin^2 b + 0.1 c^4 sin a, with each of a, b, c = pi (2 x - 1) of a number x from 0
/// to 1. T. Ishigami and T. Homma, An importance quantification technique in uncertainty analysis
/// for computer models, Proc. ISUMA (1990).
[[nodiscard]] double ishigami(const std::vector<double>& x);

/// The product of (|4 x - 2| + a) / (1 + a) over eight numbers x from 0 to 1 with a = 0, 1, 4.5, 9,
/// and 99 for the others. A. Saltelli and I. M. Sobol, About the use of rank transformation in
/// sensitivity analysis of model output, Reliability Engineering and System Safety 50 (1995).
[[nodiscard]] double sobol_g(const std::vector<double>& x);

}  // namespace chokepoint::models
