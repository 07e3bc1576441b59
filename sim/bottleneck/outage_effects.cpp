#include "sim/bottleneck/outage_effects.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

#include "sim/base/portable_math.hpp"

namespace chokepoint {

namespace {

/// Paths walked at most: each leads back to the first outage, so that all of many would take as
/// long as the square of their number. Of more lots each one walked stands for its neighbours.
constexpr std::size_t kMostWalks = 4000;

/// A lot whose path leads back to an outage.
struct DelayedLot {
  double amount;
  double from;
  double to;
  double rate;
  double queued;  ///< minutes from the end of the outage's effect to its arrival
};

/// When the first outage began; kNever without any.
Tick first_outage(const Trace& trace) {
  Tick first = kNever;
  if (!trace.has(EventKind::outage))
    return first;
  for (std::size_t id = 0; id < trace.size(); ++id) {
    const Event& event = trace.event(static_cast<EventId>(id));
    if (event.kind == EventKind::outage)
      first = std::min<Tick>(first, event.start);
  }
  return first;
}

/// What was kept from the sink a minute.
double kept_per_minute(const Event& outage, const std::vector<DelayedLot>& lots) {
  double amount = 0;
  double queued = 0;
  double rate = 0;
  double timed = 0;  // lots of which the rate is known
  for (const DelayedLot& lot : lots) {
    amount += lot.amount;
    queued += lot.amount * lot.queued;
    rate += lot.amount * lot.rate;
    timed += lot.rate > 0 ? lot.amount : 0.0;
  }
  // On average a lot stood in the middle of the queue.
  const double length = static_cast<double>(outage.end - outage.start);
  const double passed = amount / std::max(length, 2 * queued / amount);
  return timed > 0 ? std::min(passed, rate / timed) : passed;
}

}  // namespace

std::vector<OutageEffect> outage_effects(const Trace& trace, EffectWalk::Names names,
                                         std::uint64_t seed) {
  std::vector<OutageEffect> effects;
  const Tick first = first_outage(trace);
  if (first == kNever)
    return effects;
  std::map<EventId, std::vector<DelayedLot>> delayed;
  EffectWalk walk(trace, names);
  walk.note_outages();
  const auto lots = trace.sink_lots();
  const std::size_t begin = trace.lots_by(first);
  const std::size_t step = (lots.size() - begin) / kMostWalks + 1;
  double stands_for = 0;
  for (std::size_t i = begin; i < lots.size(); ++i) {
    stands_for += lots[i].amount;
    if ((lots.size() - 1 - i) % step != 0)
      continue;
    walk.walk(lots[i], first, mix(seed, i));
    for (const OutageMet& met : walk.outages_met()) {
      delayed[met.outage].push_back(
          {stands_for, met.from, met.to, met.rate, static_cast<double>(lots[i].tick) - met.to});
    }
    stands_for = 0;
  }
  for (const auto& [id, late] : delayed) {
    const Event& outage = trace.event(id);
    const double kept = kept_per_minute(outage, late);
    double amount = 0;
    for (const DelayedLot& lot : late)
      amount += lot.amount;
    for (const DelayedLot& lot : late) {
      effects.push_back({outage.constraint, static_cast<Tick>(nearest_whole(lot.from)),
                         static_cast<Tick>(nearest_whole(lot.to)), outage.start, outage.end,
                         kept * lot.amount / amount});
    }
  }
  return effects;
}

}  // namespace chokepoint
