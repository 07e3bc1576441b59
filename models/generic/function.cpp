#include "models/generic/function.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "models/generic/network.hpp"
#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr std::size_t kIshigamiInputs = 3;
constexpr std::array<double, 8> kSobolA = {0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0};

}  // namespace

double ishigami(const std::vector<double>& x) {
  const auto angle = [&](std::size_t i) { return std::numbers::pi * (2.0 * x[i] - 1.0); };
  const double b = std::sin(angle(1));
  const double c = angle(2);
  return std::sin(angle(0)) * (1.0 + 0.1 * c * c * c * c) + 7.0 * b * b;
}

double sobol_g(const std::vector<double>& x) {
  double product = 1.0;
  for (std::size_t i = 0; i < kSobolA.size(); ++i)
    product *= (std::abs(4.0 * x[i] - 2.0) + kSobolA[i]) / (1.0 + kSobolA[i]);
  return product;
}

FunctionPart::FunctionPart(Reader& reader) : Part(reader.name()) {
  const std::string of =
      reader.one_of("of", {"ishigami", "sobol_g"}, "function whose sensitivity is known");
  const std::size_t inputs = of == "ishigami" ? kIshigamiInputs : kSobolA.size();
  std::vector<double> x;
  for (std::size_t i = 1; i <= kSobolA.size(); ++i) {
    // Those that the function does not have are read all the same: a key has one meaning.
    x.push_back(reader.number_or("x" + std::to_string(i), "1", "0.5", "input of the function",
                                 Bounds::between(0, 1)));
  }
  x.resize(inputs);
  // The C library's sine differs in its last bits between processors.
  value_ = round_significant(of == "ishigami" ? ishigami(x) : sobol_g(x));
}

PartPtr FunctionPart::read(Reader& reader) {
  return PartPtr(new FunctionPart(reader));
}

void FunctionPart::prepare(Network& network) const {
  network.report(name(), value_);
}

}  // namespace chokepoint::models
