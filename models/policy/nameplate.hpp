#pragma once

namespace chokepoint::models {

/// What stands between the figure on a machine and the compute that it feeds (F-P1).
struct NameplateChain {
  double losses = 1;    ///< kW at the meter for a kW of IT load: transmission, conversion, cooling
  double reserve = 0;   ///< machines kept beyond what is needed, as a part of that
  double derating = 1;  ///< part of its nameplate that a machine gives
};

/// kW of nameplate that stand behind each kW of IT load.
[[nodiscard]] double nameplate_behind(const NameplateChain& chain);

}  // namespace chokepoint::models
