#pragma once

#include <string>

#include "models/generic/network.hpp"

namespace chokepoint::models {

/// Parts that hold things and wait for one another for good.
struct Standstill {
  std::string text;     ///< who waits for what; empty: nobody does
  bool is_all = false;  ///< and nothing will ever reach a sink again
};

/// Looks at a network as it is. What is under way, or may yet come, counts as coming; who waits for
/// a source or a stock that is used up has come to an end and stands not still.
[[nodiscard]] Standstill find_standstill(const Network& network);

}  // namespace chokepoint::models
