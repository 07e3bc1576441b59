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
  explicit BurstReader(EffectWalk& walk) : walk_(walk), asked_(walk.trace().gates().size()) {}

  /// The pieces of the window [from, lot.tick] of that lot's path. Valid until the next call.
  const std::vector<EffectPiece>& read(const SinkLot& lot, Tick from, std::uint64_t salt);

 private:
  struct Burst {
    Tick begin;  ///< of its first job
    Tick cycle;  ///< since one like it began
  };
  /// The stretch of a gate's queue that was asked for last: the next piece mostly lies in the same.
  struct Asked {
    GateJobs::Stretch stretch{0, -1, 0};
    std::optional<Burst> burst;
  };
  /// A stretch of effect time before a burst.
  struct Before {
    double from;
    double to;
  };
  /// The burst that a stretch of that gate's queue is; none where the gate was busy for too long,
  /// none like it began in as much time before, or it hardly rested in between.
  [[nodiscard]] std::optional<Burst> burst_of(GateId gate, const GateJobs::Stretch& stretch) const;
  /// The burst of that gate under way at that time.
  [[nodiscard]] std::optional<Burst> burst_at(GateId gate, Tick at);
  [[nodiscard]] std::optional<Before> before_burst(const EffectPiece& piece);
  /// Puts in the place of that piece what decided then, each in its part.
  void replace(const EffectPiece& piece, const Before& before);

  EffectWalk& walk_;
  std::vector<Asked> asked_;  ///< by gate
  std::vector<EffectPiece> window_;
  std::vector<std::optional<Before>> befores_;  ///< of the pieces of the window
  std::vector<EffectPiece> steady_;             ///< no parts of bursts
  std::vector<EffectPiece> result_;
};

/// Keeps of the pieces what lies before `end`.
void cut_after(std::vector<EffectPiece>& pieces, double end);

}  // namespace chokepoint
