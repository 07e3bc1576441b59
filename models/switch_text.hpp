#pragma once

#include <string>
#include <vector>

#include "sim/bottleneck/ledger.hpp"

namespace chokepoint::models {

/// One sentence for each time the bottleneck moved: from what to what, and why, by rule from the
/// ledger and the expansions on record.
[[nodiscard]] std::vector<std::string> switch_sentences(const Trace& trace, const Ledger& ledger,
                                                        const Timeline& timeline);

}  // namespace chokepoint::models
