#pragma once

#include "models/answer.hpp"
#include "sim/bottleneck/token_balance.hpp"

namespace chokepoint::models {

/// Whether the record of a finished world is whole and its paths add up, on a sample of so many.
/// ModelError where an activity starts at another time than its last condition was met, where a
/// link of the record is broken (`record_links`), where runs of jobs on one gate do not add up,
/// or whole paths where World::adds_up() says that they do. What else does not add up is told and
/// no error.
[[nodiscard]] TokenBalance checked_balance(const Told& told, const Ledger& ledger,
                                           std::size_t paths = 12);

}  // namespace chokepoint::models
