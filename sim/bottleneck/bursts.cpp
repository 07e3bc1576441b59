#include "sim/bottleneck/bursts.hpp"

#include <algorithm>
#include <iterator>
#include <span>

namespace chokepoint {

namespace {

/// Bursts of jobs are read through where they come as often as this: firms order once a month.
constexpr Tick kMonthly = 45 * kDay;
/// What came at once is so where it comes more rarely: nothing is said to bind for less.
constexpr Tick kQuarterly = 92 * kDay;
/// Part of its time that a gate with time to spare rests. Queues that come by chance leave one that
/// is nearly always needed idle for some of it, too; what comes at once by design does not.
constexpr double kLeastRest = 0.1;
constexpr double kLeastRestAtOnce = 0.02;
/// A burst is like another if it is so many times as long at least.
constexpr double kAlike = 1.0 / 3;

/// The event that brought a job's material; kWorldStart where the record does not say.
EventId material_of(const Trace& trace, EventId job) {
  for (const Enabler& enabler : trace.enablers(job)) {
    if (enabler.how() == EnablerClass::material)
      return enabler.event;
  }
  return kWorldStart;
}

/// Whether the jobs of that stretch came at once: the first two of one lot, or from many servers.
bool came_at_once(const Trace& trace, GateId gate, const GateJobs::Stretch& stretch) {
  const auto jobs = trace.services(gate);
  auto first = jobs.begin() + stretch.job;
  // Some may have taken no time.
  while (first != jobs.begin() && trace.event(*std::prev(first)).start >= stretch.from)
    --first;
  if (jobs.end() - first < 2)
    return false;
  const EventId material = material_of(trace, *first);
  if (material == kWorldStart)
    return false;
  const GateId from = trace.event(material).gate;
  return material == material_of(trace, *std::next(first)) ||
         (from != kNoGate && from != gate && trace.jobs()[from].is_parallel());
}

}  // namespace

std::optional<BurstReader::Burst> BurstReader::burst_of(GateId gate,
                                                        const GateJobs::Stretch& stretch) const {
  const Tick length = stretch.to - stretch.from;
  if (length > kQuarterly)
    return {};
  const GateJobs::Stretch* const first = walk_.trace().jobs()[gate].queues().data();
  Tick busy = 0;
  for (const GateJobs::Stretch* before = &stretch; before != first;) {
    --before;
    const Tick cycle = stretch.from - before->from;
    const Tick other = before->to - before->from;
    if (cycle > kQuarterly)
      break;
    busy += other;
    if (cycle < length || static_cast<double>(other) < kAlike * static_cast<double>(length))
      continue;
    const bool at_once = came_at_once(walk_.trace(), gate, stretch);
    const double rest = at_once ? kLeastRestAtOnce : kLeastRest;
    if (static_cast<double>(busy) > (1 - rest) * static_cast<double>(cycle) ||
        (cycle > kMonthly && !at_once))
      break;
    return Burst{stretch.from, cycle};
  }
  return {};
}

std::optional<BurstReader::Burst> BurstReader::burst_at(GateId gate, Tick at) {
  Asked& asked = asked_[gate];
  if (asked.stretch.from <= at && at <= asked.stretch.to)
    return asked.burst;
  const std::span<const GateJobs::Stretch> queues = walk_.trace().jobs()[gate].queues();
  const auto next =
      std::partition_point(queues.begin(), queues.end(),
                           [at](const GateJobs::Stretch& stretch) { return stretch.from <= at; });
  if (next == queues.begin() || std::prev(next)->to < at)
    return {};
  asked = {*std::prev(next), burst_of(gate, *std::prev(next))};
  return asked.burst;
}

std::optional<BurstReader::Before> BurstReader::before_burst(const EffectPiece& piece) {
  if (piece.gate == kNoGate)
    return {};
  const std::optional<Burst> burst = burst_at(piece.gate, static_cast<Tick>(piece.cause_from));
  if (!burst)
    return {};
  const double begin = static_cast<double>(burst->begin) + piece.effect_from - piece.cause_from;
  if (begin <= 0)
    return {};
  return Before{std::max(0.0, begin - static_cast<double>(burst->cycle)), begin};
}

const std::vector<EffectPiece>& BurstReader::read(const SinkLot& lot, Tick from,
                                                  std::uint64_t salt) {
  const std::vector<EffectPiece>& pieces = walk_.walk(lot, from, salt);
  auto earliest = static_cast<double>(from);
  bool any = false;
  befores_.clear();
  for (const EffectPiece& piece : pieces) {
    const std::optional<Before>& before = befores_.emplace_back(before_burst(piece));
    if (before) {
      any = true;
      earliest = std::min(earliest, before->from);
    }
  }
  if (!any)
    return pieces;
  window_ = pieces;
  steady_.clear();
  for (const EffectPiece& piece : walk_.walk(lot, static_cast<Tick>(earliest), salt)) {
    if (!before_burst(piece))
      steady_.push_back(piece);
  }
  result_.clear();
  for (std::size_t i = 0; i < window_.size(); ++i) {
    if (befores_[i])
      replace(window_[i], *befores_[i]);
    else
      result_.push_back(window_[i]);
  }
  return result_;
}

void BurstReader::replace(const EffectPiece& piece, const Before& before) {
  const auto within = [&](const EffectPiece& other) {
    const double length = other.effect_to - other.effect_from;
    const double part =
        std::min(other.effect_to, before.to) - std::max(other.effect_from, before.from);
    return part > 0 ? other.weight * part / length : 0.0;
  };
  double all = 0;
  for (const EffectPiece& other : steady_)
    all += within(other);
  if (all <= 0) {
    result_.push_back(piece);
    return;
  }
  for (const EffectPiece& other : steady_) {
    const double weight = within(other);
    if (weight <= 0)
      continue;
    const double leads = other.effect_from - other.cause_from;
    result_.push_back({other.constraint, other.gate, piece.weight * weight / all, piece.effect_from,
                       piece.effect_to, piece.effect_from - leads, piece.effect_to - leads});
  }
}

void cut_after(std::vector<EffectPiece>& pieces, double end) {
  for (EffectPiece& piece : pieces) {
    const double kept = std::max(0.0, std::min(piece.effect_to, end) - piece.effect_from);
    piece.weight *= kept / (piece.effect_to - piece.effect_from);
    piece.effect_to = std::min(piece.effect_to, end);
  }
  std::erase_if(pieces, [](const EffectPiece& piece) { return piece.weight <= 0; });
}

}  // namespace chokepoint
