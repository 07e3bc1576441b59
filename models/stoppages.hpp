#pragma once

#include "models/core/market.hpp"

namespace chokepoint::models {

/// Writes down, at the end of a run, which part of all that goes to the sink the firms had made
/// that an event or an outage of their own stopped: of firms of one kind, which all do the same for
/// it, those that stood still by what they had made in the year before; of several kinds the one of
/// which most stood. Of makers whose goods do not go there but let others grow, what grows less; of
/// those whose goods others put into theirs, what these make less once their stocks are used up,
/// from when on it does not reach their buyers.
void record_stoppages(const Market& market);

}  // namespace chokepoint::models
