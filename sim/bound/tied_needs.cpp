#include "sim/bound/tied_needs.hpp"

#include <cmath>

namespace chokepoint {

std::vector<std::size_t> needs_that_matter(Solver& solver, const std::vector<Need>& needs,
                                           std::vector<std::size_t> of, double factor, double value,
                                           double nothing) {
  if (of.empty())
    return {};
  Need all;
  for (const std::size_t i : of)
    all.elements.insert(all.elements.end(), needs[i].elements.begin(), needs[i].elements.end());
  try {
    if (std::abs(solver.solve_with(all, factor).value - value) <= nothing)
      return {};
  } catch (const NoBoundError&) {
    // With more of all of them there is no plan; with more of some there may be.
  }
  if (of.size() == 1)
    return of;
  const auto half = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
  std::vector<std::size_t> found =
      needs_that_matter(solver, needs, {of.begin(), half}, factor, value, nothing);
  const std::vector<std::size_t> others =
      needs_that_matter(solver, needs, {half, of.end()}, factor, value, nothing);
  found.insert(found.end(), others.begin(), others.end());
  return found;
}

}  // namespace chokepoint
