#pragma once

#include <cstdint>
#include <vector>

#include "sim/bottleneck/effect_walk.hpp"

namespace chokepoint {

/// What decided when that lot came, in the window from `from` on: the pieces of its path.
///
/// A job that waited for its material passes like a lead. So does a burst of jobs, all of which
/// waited for what came at once, in a batch or from many servers, where the gate had rest before
/// it again and again: that they then waited for one another is the size of the batch, and more
/// of the gate would bring nothing but a longer rest. There the pieces are those of the time before
/// the burst, and the burst is a lead.
[[nodiscard]] std::vector<EffectPiece> deciding_pieces(EffectWalk& walk, const SinkLot& lot,
                                                       Tick from, std::uint64_t salt);

/// Keeps of the pieces what lies before `end`.
void cut_after(std::vector<EffectPiece>& pieces, double end);

}  // namespace chokepoint
