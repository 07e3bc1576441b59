#pragma once

#include <string>
#include <vector>

#include "sim/bottleneck/ledger.hpp"
#include "sim/bottleneck/switches.hpp"
#include "sim/record/run_result.hpp"

namespace chokepoint::models {

/// One sentence for each time the bottleneck moved: from what to what, and why, by rule from the
/// ledger and the expansions on record; and one for each year whose largest is ahead by chance
/// only.
[[nodiscard]] std::vector<std::string> switch_sentences(const std::vector<Switch>& moves,
                                                        const Trace& trace, const Ledger& ledger,
                                                        const Timeline& timeline);
/// The same without the reasons.
[[nodiscard]] std::vector<BindingChange> binding_changes(const std::vector<Switch>& moves,
                                                         const Ledger& ledger,
                                                         const Timeline& timeline);

}  // namespace chokepoint::models
