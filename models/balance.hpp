#pragma once

#include "models/answer.hpp"
#include "sim/bottleneck/token_balance.hpp"

namespace chokepoint::models {

/// Whether the paths of a finished world add up, on a sample of so many. Where
/// World::adds_up() says so, whole paths must; runs of jobs on one gate must in every world:
/// ModelError where they do not. What else does not add up is told and no error.
[[nodiscard]] TokenBalance checked_balance(const Told& told, const Ledger& ledger,
                                           std::size_t paths = 12);

}  // namespace chokepoint::models
