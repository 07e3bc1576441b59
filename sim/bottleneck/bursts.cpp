#include "sim/bottleneck/bursts.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

namespace chokepoint {

namespace {

/// What alternates faster does not bind in turn: nothing is said to bind for less.
constexpr Tick kLongestCycle = 92 * kDay;

struct Burst {
  Tick begin;         ///< of its first job
  Tick cycle_before;  ///< how long before that to look, so as to see at least one like it
};

/// The event that brought a job's material; kWorldStart where the record does not say.
EventId material_of(const Trace& trace, EventId job) {
  for (const Enabler& enabler : trace.enablers(job)) {
    if (enabler.how() == EnablerClass::material)
      return enabler.event;
  }
  return kWorldStart;
}

/// Whether the jobs from `begin` on came at once: the first two of one lot, or from many servers.
bool came_at_once(const Trace& trace, GateId gate, Tick begin) {
  const auto jobs = trace.services(gate);
  const auto first = std::partition_point(
      jobs.begin(), jobs.end(), [&](EventId job) { return trace.event(job).start < begin; });
  if (jobs.end() - first < 2)
    return false;
  const EventId material = material_of(trace, *first);
  if (material == kWorldStart)
    return false;
  const GateId from = trace.event(material).gate;
  return material == material_of(trace, *std::next(first)) ||
         (from != kNoGate && from != gate && trace.jobs()[from].is_parallel());
}

/// The burst of that gate under way at that time; none where the gate was busy for longer than
/// three months, or none began in as much time before.
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
  for (auto before = burst; before != queues.begin();) {
    --before;
    const Tick cycle = burst->from - before->from;
    if (cycle > kLongestCycle)
      break;
    if (cycle >= length)
      return Burst{burst->from, cycle};
  }
  return {};
}

/// That in which the path was last, in effect time.
std::optional<Burst> burst_on(const Trace& trace, const std::vector<EffectPiece>& pieces) {
  for (const EffectPiece& piece : pieces) {
    if (piece.gate == kNoGate)
      continue;
    const auto cause = static_cast<Tick>(piece.cause_from);
    auto burst = burst_at(trace.jobs()[piece.gate].queues(), cause);
    if (!burst || !came_at_once(trace, piece.gate, burst->begin))
      continue;
    burst->begin += static_cast<Tick>(piece.effect_from) - cause;
    return burst;
  }
  return {};
}

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
  std::vector<EffectPiece> pieces = walk.walk(lot, from, salt);
  const std::optional<Burst> burst = burst_on(walk.trace(), pieces);
  if (!burst || burst->begin <= 0)
    return pieces;
  std::vector<EffectPiece> before =
      walk.walk(lot, std::max<Tick>(0, burst->begin - burst->cycle_before), salt);
  cut_after(before, static_cast<double>(burst->begin));
  if (before.empty())
    return pieces;
  const auto passed = static_cast<double>(lot.tick - burst->begin);
  for (EffectPiece& piece : before) {
    piece.effect_from += passed;
    piece.effect_to += passed;
  }
  return before;
}

}  // namespace chokepoint
