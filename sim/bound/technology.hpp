#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/bound/linear_programme.hpp"

namespace chokepoint {

/// What one process takes of one stock, or uses of one capacity, each time that it is done: a
/// coefficient of the programme in every month, as wafers for a GW or passes for a wafer are.
struct Need {
  std::string process;
  std::string of;                     ///< the stock or the capacity, as its row is named
  std::vector<std::size_t> elements;  ///< of the programme
  /// What is taken comes back in the end, as places of a limit and pallets do. More of the need
  /// alone would let some of it leak away at each turn, so that soon there is none.
  bool comes_back = false;
};

/// All needs of a programme, by process and then by what they are of.
[[nodiscard]] std::vector<Need> needs_of(const LinearProgramme& programme);

}  // namespace chokepoint
