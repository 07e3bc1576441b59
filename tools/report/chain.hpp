#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/report/run_files.hpp"

namespace chokepoint::tools {

/// A step of a causal chain, as why.json tells it.
struct ChainStep {
  std::string constraint;
  std::string sentence;
  Tick from = 0;
  Tick to = 0;
  double delay_days = 0;
  bool main = false;        ///< the one with the largest delay
  std::uint64_t order = 0;  ///< 0: none
};

/// An order beside the chain or in it.
struct ChainOrder {
  OrderRow row;
  bool critical = false;  ///< the chain goes through it
};

/// Why a typical lot of a year came when it came, with the orders it waited for.
struct Chain {
  int year = 0;
  std::string subject;
  std::string wanted;
  std::string came;
  double delay_days = 0;
  std::vector<ChainStep> steps;
  std::vector<std::pair<std::string, double>> roots;  ///< of the main step: cause, share
  /// Those of the chain, in its order, then what was ordered for the same lot and came earlier.
  std::vector<ChainOrder> orders;
};

/// One for each year that why.json has. Throws ScenarioError when it is not as this version writes
/// it.
[[nodiscard]] std::vector<Chain> chains_of(const RunFiles& files);

}  // namespace chokepoint::tools
