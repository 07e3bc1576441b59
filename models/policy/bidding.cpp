#include "models/policy/bidding.hpp"

#include <algorithm>

#include "sim/base/portable_math.hpp"

namespace chokepoint::models {

namespace {

constexpr double kLeastCovered = 0.01;  ///< beyond that nobody knows what anything is worth

}  // namespace

double scarce_worth(double usual_usd, double covered, const DeviceDemand& demand) {
  const double part = std::clamp(covered, kLeastCovered, 1.0);
  const double device = portable_pow(part, -1 / demand.elasticity);
  return round_significant(usual_usd * (1 + (device - 1) / demand.chip_part));
}

double logic_worth(double system_usd_per_gw, double wafers_per_gw, double part) {
  return part * system_usd_per_gw / wafers_per_gw;
}

}  // namespace chokepoint::models
