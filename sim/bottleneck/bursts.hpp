#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/bottleneck/effect_walk.hpp"

namespace chokepoint {

/// Reads what decided when a lot came, looking through bursts.
///
/// A job that waited for its material passes like a lead. So does a burst of jobs at a gate that
/// has rest before such again and again, whether they came at once in a batch, from many servers,
/// or because firms order once a month: that they waited for one another is the size of the batch,
/// and more of the gate would bring nothing but a longer rest. In the place of a burst stands what
/// decided before it, over as long as it takes until the next one comes.
class BurstReader {
 public:
  explicit BurstReader(EffectWalk& walk) : walk_(walk) {}

  /// The pieces of the window [from, lot.tick] of that lot's path. Valid until the next call.
  const std::vector<EffectPiece>& read(const SinkLot& lot, Tick from, std::uint64_t salt);

 private:
  /// A stretch of effect time before a burst.
  struct Before {
    double from;
    double to;
  };
  [[nodiscard]] std::optional<Before> before_burst(const EffectPiece& piece) const;
  /// Puts in the place of that piece what decided then, each in its part.
  void replace(const EffectPiece& piece, const Before& before);

  EffectWalk& walk_;
  std::vector<EffectPiece> window_;
  std::vector<EffectPiece> steady_;  ///< no parts of bursts
  std::vector<EffectPiece> result_;
};

/// Keeps of the pieces what lies before `end`.
void cut_after(std::vector<EffectPiece>& pieces, double end);

}  // namespace chokepoint
