#include "sim/bottleneck/whole_step.hpp"

#include <algorithm>
#include <cmath>

namespace chokepoint {

namespace {

double change_of(std::span<const WholeAmount> amounts, double by) {
  std::int64_t before = 0;
  std::int64_t after = 0;
  for (const WholeAmount& whole : amounts) {
    before += whole.amount;
    after += relieved_amount(whole, 1 + by);
  }
  return static_cast<double>(after - before) / static_cast<double>(before);
}

}  // namespace

WholeStep whole_step(std::span<const WholeAmount> amounts, double by) {
  std::int64_t largest = 0;
  for (const WholeAmount& whole : amounts)
    largest = std::max(largest, whole.amount);
  if (largest == 0 || by == 0)
    return {by, by};
  if (const double change = change_of(amounts, by); change != 0)
    return {by, change};
  const double one = std::copysign(1 / static_cast<double>(largest), by);
  return {one, change_of(amounts, one)};
}

}  // namespace chokepoint
