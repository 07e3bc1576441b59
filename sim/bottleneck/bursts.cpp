#include "sim/bottleneck/bursts.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

namespace chokepoint {

namespace {

/// What alternates faster does not bind in turn: nothing is said to bind for less.
constexpr Tick kLongestCycle = 92 * kDay;
/// Part of its time that a gate with time to spare rests.
constexpr double kLeastRest = 0.1;
/// Bursts that lie before one another: deeper ones count as they are.
constexpr int kDeepest = 4;

struct Burst {
  Tick begin;         ///< of its first job
  Tick cycle_before;  ///< how long before that to look, so as to see at least one like it
};

/// The burst of that gate under way at that time; none where the gate was busy for longer than
/// three months, none like it began in as much time before, or it hardly rested in between.
std::optional<Burst> burst_at(std::span<const GateJobs::Stretch> queues, Tick at) {
  const auto next =
      std::partition_point(queues.begin(), queues.end(),
                           [at](const GateJobs::Stretch& stretch) { return stretch.from <= at; });
  if (next == queues.begin())
    return {};
  const auto burst = std::prev(next);
  const Tick length = burst->to - burst->from;
  if (burst->to < at || length > kLongestCycle)
    return {};
  Tick busy = 0;
  for (auto before = burst; before != queues.begin();) {
    --before;
    const Tick cycle = burst->from - before->from;
    if (cycle > kLongestCycle)
      break;
    busy += before->to - before->from;
    if (cycle < length)
      continue;
    if (static_cast<double>(busy) > (1 - kLeastRest) * static_cast<double>(cycle))
      break;
    return Burst{burst->from, cycle};
  }
  return {};
}

/// That which a piece of a path is a part of, in effect time.
std::optional<Burst> burst_of(const Trace& trace, const EffectPiece& piece) {
  if (piece.gate == kNoGate)
    return {};
  const auto cause = static_cast<Tick>(piece.cause_from);
  auto burst = burst_at(trace.jobs()[piece.gate].queues(), cause);
  if (burst)
    burst->begin += static_cast<Tick>(piece.effect_from) - cause;
  return burst;
}

class BurstReader {
 public:
  BurstReader(EffectWalk& walk, const SinkLot& lot, std::uint64_t salt)
      : walk_(walk), lot_(lot), salt_(salt) {}

  std::vector<EffectPiece> read(Tick from, int depth) {
    std::vector<EffectPiece> pieces = walk_.walk(lot_, from, salt_);
    return depth < kDeepest ? without_bursts(pieces, depth) : pieces;
  }

 private:
  std::vector<EffectPiece> without_bursts(const std::vector<EffectPiece>& pieces, int depth) {
    std::vector<EffectPiece> result;
    std::vector<EffectPiece> before;
    Tick known = kNever;  // begin of the burst that `before` lies before
    for (const EffectPiece& piece : pieces) {
      const std::optional<Burst> burst = burst_of(walk_.trace(), piece);
      if (burst && burst->begin > 0 && burst->begin != known) {
        known = burst->begin;
        before = read(std::max<Tick>(0, known - burst->cycle_before), depth + 1);
        cut_after(before, static_cast<double>(known));
      }
      if (burst && burst->begin > 0 && !before.empty())
        replace(piece, before, result);
      else
        result.push_back(piece);
    }
    return result;
  }

  /// In its place, what decided before, each in its part.
  static void replace(const EffectPiece& piece, const std::vector<EffectPiece>& before,
                      std::vector<EffectPiece>& result) {
    double all = 0;
    for (const EffectPiece& other : before)
      all += other.weight;
    for (const EffectPiece& other : before) {
      const double leads = other.effect_from - other.cause_from;
      result.push_back({other.constraint, other.gate, piece.weight * other.weight / all,
                        piece.effect_from, piece.effect_to, piece.effect_from - leads,
                        piece.effect_to - leads});
    }
  }

  EffectWalk& walk_;
  const SinkLot& lot_;
  std::uint64_t salt_;
};

}  // namespace

void cut_after(std::vector<EffectPiece>& pieces, double end) {
  for (EffectPiece& piece : pieces) {
    const double kept = std::max(0.0, std::min(piece.effect_to, end) - piece.effect_from);
    piece.weight *= kept / (piece.effect_to - piece.effect_from);
    piece.effect_to = std::min(piece.effect_to, end);
  }
  std::erase_if(pieces, [](const EffectPiece& piece) { return piece.weight <= 0; });
}

std::vector<EffectPiece> deciding_pieces(EffectWalk& walk, const SinkLot& lot, Tick from,
                                         std::uint64_t salt) {
  return BurstReader(walk, lot, salt).read(from, 0);
}

}  // namespace chokepoint
